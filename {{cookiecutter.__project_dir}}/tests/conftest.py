"""What the tests share: the two ways to call a backend, signals, and the TASKS setting."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from .framework import task_backends, task_enqueued

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .framework import BaseTaskBackend, Task

    Sent = list[tuple[object, Any]]


class SyncCaller:
    """Calls tasks and backends as sync code does."""

    def enqueue(self, task: Task[..., Any], *args: Any, **kwargs: Any) -> Any:
        return task.enqueue(*args, **kwargs)

    def get_result(self, source: Task[..., Any] | BaseTaskBackend, result_id: str) -> Any:
        return source.get_result(result_id)

    def refresh(self, result: Any) -> None:
        result.refresh()


class AsyncCaller:
    """Calls tasks and backends as a coroutine in this thread does."""

    def enqueue(self, task: Task[..., Any], *args: Any, **kwargs: Any) -> Any:
        return asyncio.run(task.aenqueue(*args, **kwargs))

    def get_result(self, source: Task[..., Any] | BaseTaskBackend, result_id: str) -> Any:
        return asyncio.run(source.aget_result(result_id))

    def refresh(self, result: Any) -> None:
        asyncio.run(result.arefresh())


@pytest.fixture(params=[SyncCaller, AsyncCaller], ids=["sync", "async"])
def caller(request: pytest.FixtureRequest, backend: BaseTaskBackend) -> Any:
    """Return what calls the backend: every test that asks runs both ways."""
    return request.param()


@pytest.fixture
def configure(settings: Any) -> Callable[..., BaseTaskBackend]:
    """Return a function that changes parameters of the backend, under one or more aliases.

    It returns the backend of the first alias.
    """
    params = settings.TASKS["default"]

    def configure(*aliases: str, **changes: Any) -> BaseTaskBackend:
        aliases = aliases or ("default",)
        settings.TASKS = {alias: {**params, **changes} for alias in aliases}
        return task_backends[aliases[0]]

    return configure


@pytest.fixture
def backend(configure: Callable[..., BaseTaskBackend]) -> BaseTaskBackend:
    """Return the default backend, which accepts the tasks of two queues."""
    return configure(QUEUES=["default", "other"])


@contextmanager
def listening(*receivers: Callable[..., object]) -> Iterator[Sent]:
    """Connect receivers to ``task_enqueued``; give a list of (sender, result) sent."""
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
    """Run Python code in a new process and return what it prints."""
    return subprocess.run(  # noqa: S603
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        check=True,
        text=True,
    ).stdout.strip()
