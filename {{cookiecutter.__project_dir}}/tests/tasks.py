"""Tasks to enqueue."""

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
    """Return the id of the result, followed by a word."""
    return f"{context.task_result.id} {word}"


def _bound_elsewhere() -> None:
    pass


another_name = task(_bound_elsewhere)


def without_context(word: str) -> str:
    """Return a word. A task that takes its context can't use this function."""
    return word
