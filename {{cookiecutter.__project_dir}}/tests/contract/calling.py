"""Calling a backend from sync code, coroutines, other threads and other processes."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from asgiref.sync import sync_to_async
from django.db import connection, connections

from .expect import Broken
from .framework import task_enqueued

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator

    Sent = list[tuple[object, Any]]

PROCESS = "another process"


def run(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """Run a coroutine in this thread, and return its return value."""

    async def main() -> Any:
        try:
            return await coroutine
        finally:
            # Another thread used the database, with another connection.
            await sync_to_async(connections.close_all)()

    return asyncio.run(main())


def in_thread(function: Callable[..., Any], *args: Any) -> Any:
    """Call a function in a new thread, and return its return value."""

    def call() -> Any:
        try:
            return function(*args)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as executor:
        return executor.submit(call).result()


class SyncCaller:
    """Calls tasks and backends like sync code."""

    def enqueue(self, task: Any, *args: Any, **kwargs: Any) -> Any:
        return task.enqueue(*args, **kwargs)

    def get_result(self, source: Any, result_id: str) -> Any:
        return source.get_result(result_id)

    def refresh(self, result: Any) -> None:
        result.refresh()


class AsyncCaller:
    """Calls tasks and backends like a coroutine in this thread."""

    def enqueue(self, task: Any, *args: Any, **kwargs: Any) -> Any:
        return run(task.aenqueue(*args, **kwargs))

    def get_result(self, source: Any, result_id: str) -> Any:
        return run(source.aget_result(result_id))

    def refresh(self, result: Any) -> None:
        run(result.arefresh())


@contextmanager
def listening(*receivers: Callable[..., object]) -> Iterator[Sent]:
    """Connect receivers to ``task_enqueued``, and yield a list of the (sender, result) sent."""
    sent: Sent = []

    def record(sender: object, task_result: Any, **kwargs: Any) -> None:
        sent.append((sender, task_result))

    connected = (record, *receivers)
    for receiver in connected:
        task_enqueued.connect(receiver)
    try:
        yield sent
    finally:
        for receiver in connected:
            task_enqueued.disconnect(receiver)


def in_new_process(code: str) -> str:
    """Run Python code in a new process, and return what it prints."""
    with new_process(code) as process:
        output, errors = process.communicate()
    if process.returncode != 0:
        found = f"its exit with code {process.returncode}:\n{errors}"
        raise Broken(PROCESS, "to run", found)
    return output.strip()


def new_process(code: str) -> subprocess.Popen[str]:
    """Start a process that runs Python code with the database of the tests."""
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", code],
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def environment() -> dict[str, str]:
    """Return the environment of a new process, with the name of the database of the tests."""
    # Another interpreter must not get the standard library of this one.
    own = [path for path in sys.path if not path.startswith((sys.prefix, sys.base_prefix))]
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(own),
        "TEST_DATABASE_NAME": str(connection.settings_dict["NAME"]),
    }
