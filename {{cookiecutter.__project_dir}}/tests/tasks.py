"""Tasks for the tests to enqueue."""

{% if cookiecutter.testing_tools %}
from collections.abc import Callable
{% endif %}
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


{% if cookiecutter.testing_tools %}
@task
def write(to: Any, text: str = "Hello", *copies: Any, sign: Any = "A", **options: Any) -> None:
    """Take arguments of every kind."""


# What tests put here, act() does.
actions: dict[str, Callable[..., Any]] = {}


@task(takes_context=True)
def act(context: Any, name: str, *args: Any, **kwargs: Any) -> Any:
    """Do what a test gave a name."""
    return actions[name](context, *args, **kwargs)


{% endif %}
def without_context(word: str) -> str:
    """Return a word; not fit for a task that takes its context."""
    return word
