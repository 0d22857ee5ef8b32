"""The worker that the settings declare, which runs what tests have enqueued."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from django.utils.module_loading import import_string
from django.utils.timezone import now

from .calling import environment
from .expect import Broken
from .framework import TaskResultDoesNotExist, task_backends

if TYPE_CHECKING:
    from collections.abc import Callable

WORKER = "the worker"
RUNS_ON = "to run on"
PAUSE = 0.05  # Seconds.
STOPPING = 10  # Seconds.


class Worker:
    """Runs tasks, as ``WORKER`` declares."""

    def __init__(self, declared: Any, timeout: float) -> None:
        self.declared = declared
        self.timeout = timeout
        self._process: subprocess.Popen[bytes] | None = None
        self._output: Any = None

    def finish(self, *results: Any) -> list[Any]:
        """Run tasks until these results are finished, and return them as they are stored then."""
        __tracebackhide__ = True
        self.run_until(
            lambda: all(stored(result).is_finished for result in results),
            "finished results",
        )
        return [stored(result) for result in results]

    def run_until(self, is_done: Callable[[], bool], what: str) -> None:
        """Run tasks until a condition holds. Fail if the worker ends, or takes too long."""
        __tracebackhide__ = True
        deadline = time.monotonic() + self.timeout
        while True:
            self._work()
            if is_done():
                return
            if self.declared == "immediate" or time.monotonic() > deadline:
                waited = "" if self.declared == "immediate" else f" in {self.timeout} s"
                found = f"none{waited}{self._said()}"
                raise Broken(WORKER, what, found)
            time.sleep(PAUSE)

    def stop(self) -> None:
        """Stop the process, if there is one."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(STOPPING)
        except subprocess.TimeoutExpired:
            pass
        finally:
            # The processes that it started are in its group.
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._output.close()
        self._process = None

    def _work(self) -> None:
        """Call the function that runs what is due; or start the process, and see that it runs."""
        __tracebackhide__ = True
        if self.declared in ("immediate", "background"):
            return
        if isinstance(self.declared, str):
            try:
                import_string(self.declared)()
            except KeyboardInterrupt:
                raise
            except BaseException as error:
                raise Broken(WORKER, RUNS_ON, repr(error)) from error
        elif self._process is None:
            self._start()
        elif (code := self._process.poll()) is not None:
            found = f"its exit with code {code}{self._said()}"
            raise Broken(WORKER, RUNS_ON, found)

    def _start(self) -> None:
        """Start the process."""
        __tracebackhide__ = True
        self._output = tempfile.TemporaryFile()  # noqa: SIM115
        try:
            self._process = subprocess.Popen(  # noqa: S603
                self.declared,
                env=environment(),
                stdin=subprocess.DEVNULL,
                stdout=self._output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        except OSError as error:
            self._output.close()
            raise Broken(WORKER, RUNS_ON, repr(error)) from error

    def _said(self) -> str:
        """Return the last lines that the process wrote."""
        if self._output is None:
            return ""
        self._output.seek(0)
        lines = self._output.read().decode(errors="replace").splitlines()
        return "; its last lines:\n" + "\n".join(lines[-15:])


def stored(result: Any) -> Any:
    """Return what is stored of a result, or the result itself if none can be fetched."""
    try:
        return task_backends[result.backend].get_result(result.id)
    except NotImplementedError:
        return result


def wait_for(results: list[Any], timeout: float) -> None:
    """Wait until the backend, which runs tasks in threads of its own, has run what is due.

    Until then, its transactions can keep the database from being emptied.
    """
    deadline = time.monotonic() + timeout
    due = [
        result for result in results if not result.task.run_after or result.task.run_after < now()
    ]
    for result in due:
        while time.monotonic() < deadline:
            try:
                if stored(result).is_finished:
                    break
            except TaskResultDoesNotExist:
                break
            time.sleep(PAUSE)
