"""Making and copying task results."""

from __future__ import annotations

import json
import secrets
from dataclasses import replace
from typing import TYPE_CHECKING, Any

{% if cookiecutter.tasks_framework == 'django' %}
from django.tasks.base import TaskResult, TaskResultStatus
from django.utils import timezone
from django.utils.json import normalize_json
{% elif cookiecutter.tasks_framework == 'django-tasks' %}
from django.utils import timezone
from django_tasks.base import TaskResult, TaskResultStatus
from django_tasks.utils import normalize_json
{% else %}
from django.utils import timezone

from .compat import TaskResult, TaskResultStatus, normalize_json
{% endif %}

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

{% if cookiecutter.tasks_framework == 'django' %}
    from django.tasks.base import Task

{% elif cookiecutter.tasks_framework == 'django-tasks' %}
    from django_tasks.base import Task

{% else %}
    from .compat import Task

{% endif %}
    AnyResult = TaskResult[{{ 'Any' if cookiecutter.tasks_framework == 'django-tasks' else 'Any, Any' }}]


def new_result(
    task: Task[..., Any],
    args: Sequence[Any],
    kwargs: Mapping[str, Any],
    *,
    backend: str,
) -> AnyResult:
    """Return a READY result for ``task``, enqueued now, with a new 32-character id.

    Raises ``TypeError`` or ``ValueError`` if the arguments are not JSON.
    """
    return TaskResult(
        task=task,
        id=secrets.token_hex(16),
        status=TaskResultStatus.READY,
        enqueued_at=timezone.now(),
        started_at=None,
        last_attempted_at=None,
        finished_at=None,
        args=_through_json(args),
        kwargs=_through_json(kwargs),
        backend=backend,
        errors=[],
        worker_ids=[],
    )


def copy_result(result: AnyResult) -> AnyResult:
    """Return a READY result equal to ``result`` that shares nothing mutable with it.

    The task is shared: it is immutable, and copying it would import its function again.
    The framework itself makes the new ``args`` and ``kwargs`` as it makes the result.
    """
    return replace(result, errors=[], worker_ids=[])


def _through_json(value: Any) -> Any:
    """Return what is left of ``value`` after a round trip through JSON.

    The framework's ``normalize_json`` converts what JSON has no type for. The round trip
    does what a queue would: it makes strings of keys, and refuses NaN and infinity.
    """
    return json.loads(json.dumps(value, allow_nan=False, default=normalize_json))
