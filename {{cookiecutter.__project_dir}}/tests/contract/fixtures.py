"""Fixtures: a backend, those who call it, and its settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from .calling import AsyncCaller, SyncCaller
from .framework import task_backends

if TYPE_CHECKING:
    from collections.abc import Callable

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
