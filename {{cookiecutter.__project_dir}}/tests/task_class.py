"""A task class with an additional field, such as a production backend's."""

from __future__ import annotations

from dataclasses import dataclass

from .framework import Task


@dataclass(frozen=True, kw_only=True)
class RetriedTask(Task):  # type: ignore[type-arg]
    """A task with a number of retries."""

    retries: int = 0
