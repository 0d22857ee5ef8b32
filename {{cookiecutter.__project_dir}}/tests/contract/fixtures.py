"""Fixtures: a backend, those who call it, and its settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from .calling import AsyncCaller, SyncCaller
from .declaration import declaration
from .expect import Broken
from .framework import task_backends
from .journal import Journal
from .worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

QUEUES = ["default", "other"]


@pytest.fixture
def configure(settings: Any) -> Callable[..., Any]:
    """A function that changes settings of the backend, for one or more aliases.

    It returns the backend of the first alias.
    """
    params = settings.TASKS["default"]

    def configure(*aliases: str, **changes: Any) -> Any:
        aliases = aliases or ("default",)
        settings.TASKS = {alias: {**params, **changes} for alias in aliases}
        return task_backends[aliases[0]]

    return configure


@pytest.fixture
def backend(configure: Callable[..., Any], settings: Any) -> Any:
    """The default backend, with two queues."""
    if {*QUEUES} <= {*settings.TASKS["default"].get("QUEUES", [])}:
        return task_backends["default"]
    return configure(QUEUES=QUEUES)


@pytest.fixture(params=[SyncCaller, AsyncCaller], ids=["sync", "async"])
def caller(request: pytest.FixtureRequest, backend: Any) -> Any:
    """A caller of the backend. Tests that request it run both ways."""
    return request.param()


@pytest.fixture
def worker(backend: Any, answering: None) -> Iterator[Worker]:
    """The worker that is declared. Nothing runs before it is asked to."""
    declared = declaration()
    worker = Worker(declared.worker, declared.worker_timeout)
    yield worker
    worker.stop()


def end_run(request: pytest.FixtureRequest, problem: str) -> None:
    """Fail the test, and run no others."""
    request.session.shouldfail = problem.splitlines()[0]
    request.node.user_properties.clear()  # No rule is broken.
    pytest.fail(problem, pytrace=False)


answered: set[str] = set()


@pytest.fixture
def answering(backend: Any, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """End the run if the worker doesn't run its first task."""
    # Tasks can be imported only if the settings are right.
    from .tasks import write  # noqa: PLC0415

    declared = declaration()
    key = repr(declared.worker)
    if key in answered or declared.worker == "immediate":
        return
    first = Journal(str(tmp_path / "first"))
    worker = Worker(declared.worker, declared.worker_timeout)
    write.enqueue("first", journal=first.path)
    try:
        worker.run_until(lambda: bool(first.order), "a call of a task")
    except Broken as error:
        end_run(request, f"The worker doesn't answer.\n{error}")
    finally:
        worker.stop()
    answered.add(key)


@pytest.fixture
def other_queue_worker(backend: Any) -> Iterator[Worker]:
    """The worker that is declared for the queue ``other``."""
    declared = declaration()
    worker = Worker(declared.other_queue_worker, declared.worker_timeout)
    yield worker
    worker.stop()


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """A file in which tasks and receivers write what they see."""
    return Journal(str(tmp_path / "journal"))
