"""The tasks framework of the backend: ``django.tasks``, or ``django_tasks``, its backport."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, overload

from django.conf import settings
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from collections.abc import Callable

    Function = Callable[..., Any]

FRAMEWORKS = ("django.tasks", "django_tasks")


def framework_of(backend_class: Any) -> str | None:
    """Return the framework whose ``BaseTaskBackend`` a class inherits from."""
    for base in getattr(backend_class, "__mro__", ()):
        package, _, module = base.__module__.partition(".backends.")
        if package in FRAMEWORKS and (module, base.__name__) == ("base", "BaseTaskBackend"):
            return str(package)
    return None


def backend_class() -> Any:
    """Return the class that ``TASKS["default"]`` names."""
    return import_string(str(settings.TASKS["default"]["BACKEND"]))


def choose() -> str:
    """Return the framework of the backend, or one that is installed if the settings are wrong.

    The preflight checks report what is wrong.
    """
    try:
        chosen = framework_of(backend_class())
    except Exception:  # noqa: BLE001
        chosen = None
    return chosen or next(name for name in FRAMEWORKS if find_spec(name))


NAME = choose()
_framework: Any = import_module(NAME)
_base: Any = import_module(f"{NAME}.base")
_exceptions: Any = import_module(f"{NAME}.exceptions")
_signals: Any = import_module(f"{NAME}.signals")

task_backends: Any = _framework.task_backends
TaskResultStatus: Any = _base.TaskResultStatus
# The name depends on the release of django-tasks.
InvalidTask: Any = getattr(_exceptions, "InvalidTask", None) or _exceptions.InvalidTaskError
TaskResultDoesNotExist: Any = _exceptions.TaskResultDoesNotExist
TaskResultMismatch: Any = _exceptions.TaskResultMismatch
task_enqueued: Any = _signals.task_enqueued
task_started: Any = _signals.task_started
task_finished: Any = _signals.task_finished


@overload
def task(function: Function) -> Any: ...
@overload
def task(**options: Any) -> Callable[[Function], Any]: ...
def task(*function: Any, **options: Any) -> Any:
    """Return a task of the framework. Its own decorator has types that depend on the framework."""
    return _framework.task(*function, **options)
