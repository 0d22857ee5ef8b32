{% set shared = cookiecutter.storage_scope in ['cache', 'database'] %}
"""Making{{ ', copying and advancing' if cookiecutter.testing_tools else ' and copying' }} task results{{ ', and turning them into records and back' if shared else '' }}."""

from __future__ import annotations

import json
{% if shared %}
import logging
import re
{% endif %}
import secrets
from dataclasses import fields{{ ', replace' if shared else '' }}
{% if shared %}
from datetime import datetime
{% endif %}
{% if cookiecutter.testing_tools %}
from traceback import format_exception
{% endif %}
from typing import TYPE_CHECKING, Any
{% if shared %}
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError
{% endif %}

{% if cookiecutter.tasks_framework == 'django' %}
{% if shared %}
from django.tasks.base import Task, TaskError, TaskResult, TaskResultStatus
from django.tasks.exceptions import InvalidTask
{% else %}
from django.tasks.base import {{ 'TaskError, ' if cookiecutter.testing_tools else '' }}TaskResult, TaskResultStatus
{% endif %}
from django.utils import timezone
from django.utils.json import normalize_json
{% if shared %}
from django.utils.module_loading import import_string
{% endif %}
{% elif cookiecutter.tasks_framework == 'django-tasks' %}
from django.utils import timezone
{% if shared %}
from django.utils.module_loading import import_string
from django_tasks import exceptions
from django_tasks.base import Task, TaskError, TaskResult, TaskResultStatus
{% else %}
from django_tasks.base import {{ 'TaskError, ' if cookiecutter.testing_tools else '' }}TaskResult, TaskResultStatus
{% endif %}
from django_tasks.utils import normalize_json
{% else %}
from django.utils import timezone
{% if shared %}
from django.utils.module_loading import import_string

from .compat import InvalidTask, Task, TaskError, TaskResult, TaskResultStatus, normalize_json
{% else %}

from .compat import {{ 'TaskError, ' if cookiecutter.testing_tools else '' }}TaskResult, TaskResultStatus, normalize_json
{% endif %}
{% endif %}

if TYPE_CHECKING:
    from collections.abc import {% if shared %}Iterable, Iterator, {% endif %}Mapping, Sequence

{% if not shared %}
{% if cookiecutter.tasks_framework == 'django' %}
    from django.tasks.base import Task

{% elif cookiecutter.tasks_framework == 'django-tasks' %}
    from django_tasks.base import Task

{% else %}
    from .compat import Task

{% endif %}
{% endif %}
    AnyResult = TaskResult[{{ 'Any' if cookiecutter.tasks_framework == 'django-tasks' else 'Any, Any' }}]

RESULT_FIELDS = [field.name for field in fields(TaskResult)]
_to_json = json.JSONEncoder(allow_nan=False, default=normalize_json).encode
{% if shared %}
RECORD_VERSION = 1
SUCCESSFUL = TaskResultStatus.SUCCESSFUL

{% if cookiecutter.tasks_framework == 'django-tasks' %}
# Releases of the backport differ in what they call it.
InvalidTask: Any = getattr(exceptions, "InvalidTask", None) or exceptions.InvalidTaskError

{% endif %}
logger = logging.getLogger(__name__)


class InvalidRecord(Exception):
    """A stored record that no task result can be made of; the message says why."""
{% endif %}


def new_result(
    task: Task[..., Any],
    args: Sequence[Any],
    kwargs: Mapping[str, Any],
    *,
    backend: str,
) -> AnyResult:
    """Return a READY result for ``task``, enqueued now, with a new 32-character id.

    Raises ``TypeError`` or ``ValueError`` if the arguments are not JSON, and
    ``RecursionError`` if they are nested too deep.
    """
    own_args, own_kwargs = through_json((args, kwargs))
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
    return _with_arguments(result, own_args, own_kwargs)


def copy_result(result: AnyResult{{ ', **changes: Any' if cookiecutter.testing_tools else '' }}) -> AnyResult:
{% if cookiecutter.testing_tools %}
    """Return an unfinished result equal to ``result``, but for changes, that shares nothing mutable.

{% else %}
    """Return a READY result equal to ``result`` that shares nothing mutable with it.

{% endif %}
    The task is shared: it is immutable, and copying it would import its function again.

    Raises ``RecursionError`` if the arguments are nested too deep.
    """
    own = {
        "args": copy_json(result.args),
        "kwargs": copy_json(result.kwargs),
        "errors": [*result.errors],
        "worker_ids": [*result.worker_ids],
{% if cookiecutter.testing_tools %}
        **changes,
{% endif %}
    }
    copied: AnyResult = object.__new__(TaskResult)
    for name in RESULT_FIELDS:
        object.__setattr__(copied, name, own[name] if name in own else getattr(result, name))
    return copied


{% if cookiecutter.testing_tools %}
def start_result(result: AnyResult, worker_id: str) -> AnyResult:
    """Return ``result`` as RUNNING: attempted now, once more, by the worker with this id."""
    now = timezone.now()
    return copy_result(
        result,
        status=TaskResultStatus.RUNNING,
        started_at=result.started_at or now,
        last_attempted_at=now,
        finished_at=None,
        worker_ids=[*result.worker_ids, worker_id],
        _return_value=None,
    )


def complete_result(result: AnyResult, return_value: Any) -> AnyResult:
    """Return ``result`` as SUCCESSFUL: finished now, with a return value that is JSON."""
    return copy_result(
        result,
        status=TaskResultStatus.SUCCESSFUL,
        finished_at=timezone.now(),
        _return_value=return_value,
    )


def fail_result(result: AnyResult, error: BaseException) -> AnyResult:
    """Return ``result`` as FAILED: finished now, by an exception with its traceback."""
    kind = type(error)
    task_error = TaskError(
        exception_class_path=f"{kind.__module__}.{kind.__qualname__}",
        traceback="".join(format_exception(error)),
    )
    return copy_result(
        result,
        status=TaskResultStatus.FAILED,
        finished_at=timezone.now(),
        errors=[*result.errors, task_error],
    )


{% endif %}
def copy_json(value: Any) -> Any:
    """Return a copy of what JSON was parsed to, that shares nothing mutable with it."""
    kind = type(value)
    if kind is dict:
        return {key: copy_json(item) for key, item in value.items()}
    if kind is list:
        return [copy_json(item) for item in value]
    return value


def through_json(value: Any) -> Any:
    """Return what is left of ``value`` after a round trip through JSON.

    The framework's ``normalize_json`` converts what JSON has no type for. The round trip
    does what a queue would: it makes strings of keys, and refuses NaN and infinity.

    Raises ``TypeError`` or ``ValueError`` if ``value`` is not JSON, and ``RecursionError`` if
    it is nested too deep.
    """
    return json.loads(_to_json(value))


def _with_arguments(result: AnyResult, args: list[Any], kwargs: dict[str, Any]) -> AnyResult:
    """Give a new result arguments that are JSON: made with them, it would normalise them again."""
    object.__setattr__(result, "args", args)
    object.__setattr__(result, "kwargs", kwargs)
    return result
{% if shared %}


def is_id(text: str) -> bool:
    """Tell whether a result may have this id, as ``new_result()`` gives them."""
    return re.fullmatch(r"[0-9a-f]{32}", text) is not None


def to_record(result: AnyResult) -> str:
    """Return ``result`` as a JSON text in ASCII, which ``from_record()`` restores it from.

    Raises ``{{ 'InvalidTaskError' if cookiecutter.tasks_framework == 'django-tasks' else 'InvalidTask' }}`` if the task cannot be restored: what stands at the path of its
    function is not the task, or its class has a field of its own that JSON cannot hold.
    """
    record = {
        "version": RECORD_VERSION,
        "id": result.id,
        "backend": result.backend,
        "task": _task_to_dict(result.task),
        "status": result.status.value,
        "enqueued_at": _time_to_text(result.enqueued_at),
        "started_at": _time_to_text(result.started_at),
        "last_attempted_at": _time_to_text(result.last_attempted_at),
        "finished_at": _time_to_text(result.finished_at),
        "args": result.args,
        "kwargs": result.kwargs,
        "errors": [
            {"exception_class_path": error.exception_class_path, "traceback": error.traceback}
            for error in result.errors
        ],
        "worker_ids": result.worker_ids,
        "return_value": result.return_value if result.status == SUCCESSFUL else None,
    }
    return json.dumps(record, allow_nan=False)


def from_record(record: str, result_id: str) -> AnyResult:
    """Return the result with this id that ``to_record()`` made ``record`` of.

    Raises ``InvalidRecord``, which names the result, if that is not possible: the record is
    damaged or of another version, or its task is gone or no longer accepted.
    """
    try:
        return _from_dict(json.loads(record), result_id)
    except InvalidRecord as error:
        reason = str(error)
        cause: Exception = error
    except InvalidTask as error:
        reason = f"its task is not accepted: {error}"
        cause = error
    except Exception as error:  # noqa: BLE001
        reason = f"its record is damaged ({type(error).__name__}: {error})"
        cause = error
    msg = f"The task result {result_id} cannot be restored: {reason}"
    raise InvalidRecord(msg) from cause


def from_records(records: Iterable[tuple[str, str]]) -> Iterator[AnyResult]:
    """Return the results of pairs of record and id.

    Those that cannot be restored are left out, and logged as warnings.
    """
    restored = (_from_record_or_warn(*pair) for pair in records)
    return (result for result in restored if result is not None)


def _from_record_or_warn(record: str, result_id: str) -> AnyResult | None:
    try:
        return from_record(record, result_id)
    except InvalidRecord as error:
        logger.warning("%s", error)
        return None


def _from_dict(record: dict[str, Any], result_id: str) -> AnyResult:
    if record["version"] != RECORD_VERSION:
        msg = f"its record has version {record['version']}, and only {RECORD_VERSION} can be read"
        raise InvalidRecord(msg)
    if record["id"] != result_id:
        msg = f"its record is that of {record['id']}"
        raise InvalidRecord(msg)
    for name, kind in {"args": list, "kwargs": dict, "errors": list, "worker_ids": list}.items():
        if not isinstance(record[name], kind):
            msg = f"{name} is no {kind.__name__}"
            raise TypeError(msg)
    result: AnyResult = TaskResult(
        task=_task_from_dict(record["task"]),
        id=record["id"],
        status=TaskResultStatus(record["status"]),
        enqueued_at=_time_from_text(record["enqueued_at"]),
        started_at=_time_from_text(record["started_at"]),
        last_attempted_at=_time_from_text(record["last_attempted_at"]),
        finished_at=_time_from_text(record["finished_at"]),
        args=[],
        kwargs={},
        backend=record["backend"],
        errors=[TaskError(**error) for error in record["errors"]],
        worker_ids=record["worker_ids"],
    )
    object.__setattr__(result, "_return_value", record["return_value"])
    return _with_arguments(result, record["args"], record["kwargs"])


def _task_to_dict(task: Task[..., Any]) -> dict[str, Any]:
    """Return the path of a task, and what its fields have to be made once it is imported."""
    try:
        imported = _import_task(task.module_path)
    except InvalidRecord as error:
        raise InvalidTask(str(error)) from error
    if imported.func is not task.func:
        msg = f"{task.module_path} is another task"
        raise InvalidTask(msg)
    values = {}
    for field in fields(task):
        value = getattr(task, field.name)
        if field.name == "run_after":
            values[field.name] = _time_to_text(value)
        elif _is_json(value):
            values[field.name] = value
        elif value != getattr(imported, field.name):
            msg = f"{field.name} of the task cannot be stored, being no JSON: {value!r}"
            raise InvalidTask(msg)
    return {"path": task.module_path, "fields": values}


def _task_from_dict(record: dict[str, Any]) -> Task[..., Any]:
    values = record["fields"]
    values["run_after"] = _time_from_text(values["run_after"])
    return replace(_import_task(record["path"]), **values)


def _import_task(path: str) -> Task[..., Any]:
    try:
        task = import_string(path)
    except Exception as error:
        # Importing a module may raise anything.
        msg = f"there is no task {path} ({type(error).__name__}: {error})"
        raise InvalidRecord(msg) from error
    if not isinstance(task, Task):
        msg = f"{path} is no task"
        raise InvalidRecord(msg)
    return task


def _is_json(value: object) -> bool:
    if value is None or type(value) in {str, bool}:
        return True
    try:
        return bool(json.loads(json.dumps(value, allow_nan=False)) == value)
    except (TypeError, ValueError):
        return False


def _time_to_text(value: datetime | None) -> str | None:
    """Return a time as RFC 9557 has it: with its offset, and its timezone if that has a name."""
    if value is None:
        return None
    zone = getattr(value.tzinfo, "key", None)
    return f"{value.isoformat()}[{zone}]" if zone else value.isoformat()


def _time_from_text(text: str | None) -> datetime | None:
    if text is None:
        return None
    time, _, name = text.removesuffix("]").partition("[")
    value = datetime.fromisoformat(time)
    if not name:
        return value
    try:
        zone = ZoneInfo(name)
    except ZoneInfoNotFoundError:
        return value  # The same time, with its offset.
    for fold in (0, 1):
        local = value.replace(tzinfo=zone, fold=fold)
        if local.utcoffset() == value.utcoffset():
            return local
    return value.astimezone(zone)  # The rules of the timezone have changed.
{% endif %}
