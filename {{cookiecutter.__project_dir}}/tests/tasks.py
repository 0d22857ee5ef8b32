"""Tasks for the tests to enqueue."""

from typing import Any

from .framework import task


@task
def noop(*args: Any, **kwargs: Any) -> None:
    """Do nothing, with any arguments."""


@task
def add(a: int, b: int) -> int:
    """Return a sum."""
    return a + b


@task(takes_context=True)
def with_context(context: Any, word: str) -> str:
    """Return the id of the result with a word after it."""
    return f"{context.task_result.id} {word}"


def _bound_elsewhere() -> None:
    pass


another_name = task(_bound_elsewhere)


def without_context(word: str) -> str:
    """Return a word; not fit for a task that takes its context."""
    return word
