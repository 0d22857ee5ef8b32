"""What the tests share: the two ways to call a backend, signals, and the TASKS setting."""

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
from django.db import {{ 'connection, ' if cookiecutter.storage_scope in ['cache', 'database'] else '' }}connections
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
    """Let every test use the database if that is where the backend keeps its results."""
    if getattr(settings, "TASKS_CONTRACT", {}).get("ON_ROLLBACK") == "discarded":
        for item in items:
            if item.get_closest_marker("django_db") is None:
                item.add_marker(pytest.mark.django_db(transaction=True))


{% if cookiecutter.storage_scope == 'database' %}
@pytest.fixture(autouse=True, scope="session")
def _no_permissions() -> None:
    """Make no permissions, which no test needs: it takes longer than most tests."""
    maker = "django.contrib.auth.management.create_permissions"
    post_migrate.disconnect(dispatch_uid=maker)


{% endif %}
def run(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """Run a coroutine in this thread, and return what it returns."""

    async def main() -> Any:
        try:
            return await coroutine
        finally:
            # The database is used in another thread, and so over another connection.
            await sync_to_async(connections.close_all)()

    return asyncio.run(main())


def in_thread(function: Callable[..., Any], *args: Any) -> Any:
    """Call a function in a new thread, and return what it returns."""

    def call() -> Any:
        try:
            return function(*args)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as executor:
        return executor.submit(call).result()


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
        return run(task.aenqueue(*args, **kwargs))

    def get_result(self, source: Task[..., Any] | BaseTaskBackend, result_id: str) -> Any:
        return run(source.aget_result(result_id))

    def refresh(self, result: Any) -> None:
        run(result.arefresh())


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


{% if cookiecutter.storage_scope in ['cache', 'database'] %}
def in_new_process(code: str) -> str:
    """Run Python code in a new process and return what it prints."""
    with new_process(code) as process:
        output, errors = process.communicate()
    assert process.returncode == 0, errors
    return output.strip()


def new_process(code: str) -> subprocess.Popen[str]:
    """Start a process that runs Python code, with the database of the tests."""
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
{% else %}
def in_new_process(code: str) -> str:
    """Run Python code in a new process and return what it prints."""
    return subprocess.run(  # noqa: S603
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        check=True,
        text=True,
    ).stdout.strip()
{% endif %}
