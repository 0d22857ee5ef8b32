"""Fixtures and helpers: calling a backend in two ways, signals, settings, threads, processes."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import connection, connections
{% if cookiecutter.storage_scope == 'database' %}
from django.db.models.signals import post_migrate
{% endif %}

from .framework import task_backends, task_enqueued

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator

    from .framework import BaseTaskBackend, Task

    Sent = list[tuple[object, Any]]
{% if cookiecutter.testing_tools %}

pytest_plugins = ["{{ cookiecutter.package_name }}.pytest_plugin"]
{% endif %}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give all tests access to the database if the backend stores results there."""
    if getattr(settings, "TASKS_CONTRACT", {}).get("ON_ROLLBACK") == "discarded":
        for item in items:
            if item.get_closest_marker("django_db") is None:
                item.add_marker(pytest.mark.django_db(transaction=True))


{% if cookiecutter.storage_scope == 'database' %}
@pytest.fixture(autouse=True, scope="session")
def _no_permissions() -> None:
    """Create no permissions: no test needs them, and it takes longer than most tests."""
    uid = "django.contrib.auth.management.create_permissions"
    post_migrate.disconnect(dispatch_uid=uid)


{% endif %}
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

    def enqueue(self, task: Task[..., Any], *args: Any, **kwargs: Any) -> Any:
        return task.enqueue(*args, **kwargs)

    def get_result(self, source: Task[..., Any] | BaseTaskBackend, result_id: str) -> Any:
        return source.get_result(result_id)

    def refresh(self, result: Any) -> None:
        result.refresh()


class AsyncCaller:
    """Calls tasks and backends like a coroutine in this thread."""

    def enqueue(self, task: Task[..., Any], *args: Any, **kwargs: Any) -> Any:
        return run(task.aenqueue(*args, **kwargs))

    def get_result(self, source: Task[..., Any] | BaseTaskBackend, result_id: str) -> Any:
        return run(source.aget_result(result_id))

    def refresh(self, result: Any) -> None:
        run(result.arefresh())


@pytest.fixture(params=[SyncCaller, AsyncCaller], ids=["sync", "async"])
def caller(request: pytest.FixtureRequest, backend: BaseTaskBackend) -> Any:
    """A caller of the backend. Tests that request it run both ways."""
    return request.param()


@pytest.fixture
def configure(settings: Any) -> Callable[..., BaseTaskBackend]:
    """A function that changes settings of the backend, for one or more aliases.

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
    """The default backend, with two queues."""
    return configure(QUEUES=["default", "other"])


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
    assert process.returncode == 0, errors
    return output.strip()


def new_process(code: str) -> subprocess.Popen[str]:
    """Start a process that runs Python code with the database of the tests."""
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", code],
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(sys.path),
            "TEST_DATABASE_NAME": str(connection.settings_dict["NAME"]),
        },
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
