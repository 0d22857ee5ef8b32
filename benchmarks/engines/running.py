"""The processes of a subject: a driver and workers."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress

from tests.lab.environments import clean_environment
from tests.lab.rendering import REPOSITORY

PATIENCE = 600.0  # Seconds.


class Processes:
    """The driver of a subject, with its database and queue, and its workers."""

    def __init__(self, bench, engine, subject):
        self.subject = subject
        self.python = bench.python
        self._workers = []
        self.number = bench.next_number()
        name = f"dummybackend_benchmark_{os.getpid()}_{self.number}"
        self.folder = bench.workspace / name
        self.folder.mkdir()
        self.journal = self.folder / "journal"
        self.queue = name
        self.environment = clean_environment(
            PYTHONPATH=os.pathsep.join([str(REPOSITORY), str(bench.source(engine))]),
            PYTHONDONTWRITEBYTECODE="",
            DJANGO_SETTINGS_MODULE="benchmarks.engines.settings",
            BENCHMARK_ENGINE=engine,
            BENCHMARK_SUBJECT=subject.name,
            BENCHMARK_DATABASE=name,
            BENCHMARK_QUEUE=self.queue,
            BENCHMARK_JOURNAL=str(self.journal),
            **{name: os.environ[name] for name in bench.servers},
        )
        self.driver = self._start("benchmarks.engines.driver", stdin=subprocess.PIPE)
        self._answer()

    def _start(self, *arguments, environment=None, **pipes):
        log = self.folder / f"{time.monotonic_ns()}.log"
        with log.open("w") as stderr:
            process = subprocess.Popen(
                [self.python, "-m", *arguments],
                cwd=self.folder, env=self.environment | (environment or {}), stderr=stderr,
                stdout=subprocess.PIPE if pipes else stderr, start_new_session=True, text=True,
                **pipes,
            )  # fmt: skip
        process.log = log
        return process

    def _answer(self):
        line = self.driver.stdout.readline()
        if not line:
            sys.exit(f"{self.subject.name} failed:\n{self.driver.log.read_text()}")
        return json.loads(line)

    def ask(self, name, **arguments):
        """Send a command to the driver, and return the answer."""
        self.driver.stdin.write(json.dumps([name, arguments]) + "\n")
        self.driver.stdin.flush()
        return self._answer()

    def worker(self, name="worker", **environment):
        """Start a worker, which is killed at the end if it's still running."""
        command = self.subject.command(self.queue, f"{self.queue}-{name}")
        self._workers.append(self._start(*command, environment=environment))
        return self._workers[-1]

    def command(self, *arguments):
        """Start a management command."""
        return self._start("django", *arguments)

    def marks(self, *, at_least):
        """Wait until this many jobs have recorded the time, and return the times."""
        deadline = time.monotonic() + PATIENCE
        while True:
            lines = self.journal.read_text().splitlines()
            times = [float(line.split()[1]) for line in lines if line.startswith("MARK")]
            if len(times) >= at_least:
                return times
            if time.monotonic() > deadline:
                sys.exit(f"{self.subject.name} didn't run its jobs in {PATIENCE:g} seconds.")
            time.sleep(0.05)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        """Kill the workers, and tell the driver to clean up the servers."""
        for worker in self._workers:
            kill(worker)
        self.driver.stdin.close()
        self.driver.wait()


def kill(process):
    """Kill a process and its children, and wait for it."""
    if process.poll() is None:
        # The children of RQ's workers are in their own process group.
        own = children(process)
        os.killpg(process.pid, signal.SIGKILL)
        for pid in own:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
    process.wait()


def children(process):
    """Return the ids of the child processes."""
    found = subprocess.run(
        ["pgrep", "--parent", str(process.pid)], capture_output=True, text=True, check=False
    )
    return [int(line) for line in found.stdout.split()]
