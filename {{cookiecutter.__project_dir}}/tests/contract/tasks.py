"""Tasks to enqueue, which a worker in another process can import."""

from __future__ import annotations

import asyncio
from typing import Any

from .framework import TaskResultDoesNotExist, task, task_backends, task_finished, task_started
from .journal import Journal, described


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


def _bound_elsewhere() -> str:
    return "bound"


another_name = task(_bound_elsewhere)


def without_context(word: str) -> str:
    """Return a word. A task that takes its context can't use this function."""
    return word


RETURNED: dict[str, Any] = {
    "none": None,
    "text": "é😀",
    "tuple": (1, (2, 3)),
    "whole number as a key": {1: True},
    "set": {1, 2},
    "object": object(),
    "NaN": float("nan"),
}


@task
def give(name: str) -> Any:
    """Return one of the values above."""
    return RETURNED[name]


class ContractError(Exception):
    """An exception that no backend knows."""


RAISED: dict[str, type[BaseException]] = {
    "own exception": ContractError,
    "ValueError": ValueError,
    "SystemExit": SystemExit,
    "GeneratorExit": GeneratorExit,
    "CancelledError": asyncio.CancelledError,
}


@task
def fail(name: str, **kwargs: Any) -> None:
    """Raise one of the exceptions above."""
    raise RAISED[name](name)


@task
def write(*args: Any, journal: str, **kwargs: Any) -> str:
    """Write the arguments to a journal."""
    Journal(journal).write(called="write", args=args, kwargs=kwargs)
    return "written"


@task
def fail_after_writing(*args: Any, journal: str, **kwargs: Any) -> None:
    """Write the arguments to a journal, and raise an exception."""
    Journal(journal).write(called="fail_after_writing", args=args, kwargs=kwargs)
    raise ContractError


@task
def name_types(*args: Any) -> list[str]:
    """Return the names of the types of the arguments."""
    return [type(arg).__name__ for arg in args]


@task
def change(value: Any, journal: str) -> None:
    """Change an argument, after writing it to a journal."""
    Journal(journal).write(called="change", args=[value])
    value["rows"].append("changed")


@task(takes_context=True)
def look(context: Any, journal: str) -> None:
    """Write what a task sees of its own result while it runs."""
    own = context.task_result
    Journal(journal).write(
        called="look",
        id=own.id,
        attempt=context.attempt,
        context=described(own),
        stored=stored(own),
    )


def stored(result: Any) -> dict[str, Any] | None:
    """Describe what is stored of a result, if it can be fetched."""
    try:
        return described(task_backends[result.backend].get_result(result.id))
    except (NotImplementedError, TaskResultDoesNotExist):
        return None


@task
def enqueue_another(journal: str) -> None:
    """Enqueue another task."""
    write.enqueue("another", journal=journal)


def _receive(name: str, sender: Any, task_result: Any) -> None:
    """Write a signal to the journal among the arguments of the task, if there is one.

    Workers import this module for its tasks, so receivers are connected in their processes, too.
    """
    if path := task_result.kwargs.get("journal"):
        is_class = isinstance(sender, type)
        Journal(path).write(
            signal=name,
            sender=f"{sender.__module__}.{sender.__qualname__}" if is_class else "an instance",
            id=task_result.id,
            result=described(task_result),
            stored=stored(task_result),
        )
    if task_result.kwargs.get("broken_receiver") == name:
        msg = f"a receiver of {name} raised this on purpose"
        raise RuntimeError(msg)


def _started(sender: Any, task_result: Any, **kwargs: Any) -> None:
    _receive("task_started", sender, task_result)


def _finished(sender: Any, task_result: Any, **kwargs: Any) -> None:
    _receive("task_finished", sender, task_result)


task_started.connect(_started, dispatch_uid=f"{__name__}.started")
task_finished.connect(_finished, dispatch_uid=f"{__name__}.finished")
