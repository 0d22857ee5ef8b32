"""Creating and copying task results."""

from __future__ import annotations

import json
import secrets
from dataclasses import fields
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from .framework import AnyResult, AnyTask, TaskResult, TaskResultStatus, normalize_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

RESULT_FIELDS = [field.name for field in fields(TaskResult)]

_to_json = json.JSONEncoder(allow_nan=False, default=normalize_json).encode


def new_result(
    task: AnyTask, args: Sequence[Any], kwargs: Mapping[str, Any], *, backend: str
) -> AnyResult:
    """Return a READY result for ``task``, enqueued now, with a random id of 32 characters.

    Raises the errors of ``through_json()`` for the arguments.
    """
    json_args, json_kwargs = through_json((args, kwargs))
    result: AnyResult = TaskResult(
        task=task,
        id=secrets.token_hex(16),
        status=TaskResultStatus.READY,
        enqueued_at=timezone.now(),
        started_at=None,
        last_attempted_at=None,
        finished_at=None,
        args=[],
        kwargs={},
        backend=backend,
        errors=[],
        worker_ids=[],
    )
    return with_arguments(result, json_args, json_kwargs)


def with_arguments(result: AnyResult, args: list[Any], kwargs: dict[str, Any]) -> AnyResult:
    """Set the arguments of a new result, and return it.

    The arguments must come from JSON. ``TaskResult()`` would normalize them again.
    """
    object.__setattr__(result, "args", args)
    object.__setattr__(result, "kwargs", kwargs)
    return result


def copy_result(result: AnyResult, **changes: Any) -> AnyResult:
    """Return a copy of ``result`` with ``changes`` to its fields.

    The copy shares no mutable state with ``result``, except for the return value of a finished
    task. It shares the task, which is immutable: copying a task imports its function again.

    Raises ``RecursionError`` if the arguments are nested too deeply.
    """
    values = {
        "args": copy_json(result.args),
        "kwargs": copy_json(result.kwargs),
        "errors": [*result.errors],
        "worker_ids": [*result.worker_ids],
        **changes,
    }
    copy: AnyResult = object.__new__(TaskResult)
    for name in RESULT_FIELDS:
        value = values[name] if name in values else getattr(result, name)
        object.__setattr__(copy, name, value)
    return copy


class ResultList(list["AnyResult"]):
    """A list of the results of a backend. A copy of it is a plain list."""

    def __init__(self, results: Iterable[AnyResult], clear: Callable[[], None]) -> None:
        """Initialize the list with ``results``. Calling ``clear`` removes them from the backend."""
        super().__init__(results)
        self._clear_backend = clear

    def clear(self) -> None:
        """Remove all results from the list and from the backend."""
        super().clear()
        self._clear_backend()

    def __reduce__(self) -> tuple[type[list[AnyResult]], tuple[list[AnyResult]]]:
        """Copy the results without the backend."""
        return list, ([*self],)


def copy_json(value: Any) -> Any:
    """Return a deep copy of a value that was parsed from JSON."""
    kind = type(value)
    if kind is dict:
        return {key: copy_json(item) for key, item in value.items()}
    if kind is list:
        return [copy_json(item) for item in value]
    return value


def through_json(value: Any) -> Any:
    """Return ``value`` as it is after a round trip through JSON, as with a real queue.

    The framework's ``normalize_json()`` converts the types that JSON doesn't have. The round
    trip also turns the keys of dictionaries into strings.

    Raises ``TypeError`` or ``ValueError`` if JSON can't represent ``value``, including NaN and
    infinity, and ``RecursionError`` if it is nested too deeply.
    """
    return json.loads(_to_json(value))


def time_left(result: AnyResult, now: datetime) -> timedelta:
    """Return the time from ``now`` until the task of ``result`` is due; zero if it's due."""
    due = result.task.run_after or now
    if timezone.is_aware(due) and timezone.is_naive(now):
        now = timezone.make_aware(now)
    elif timezone.is_naive(due) and timezone.is_aware(now):
        due = timezone.make_aware(due)
    return max(due - now, timedelta())
