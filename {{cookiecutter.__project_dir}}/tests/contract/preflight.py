"""What has to be right before the first test: each problem is reported in one sentence."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.utils.module_loading import import_string

from .declaration import Declaration, declaration, is_command
from .framework import FRAMEWORKS, backend_class, framework_of
from .rules import RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

QUEUES = ("default", "other")


def problem() -> str | None:
    """Return what is wrong with the settings, or ``None``."""
    try:
        declared = declaration()
    except ImproperlyConfigured as error:
        return str(error)
    try:
        kind = backend_class()
    except Exception as error:  # noqa: BLE001
        return f'TASKS["default"]["BACKEND"] can\'t be imported: {error}'
    checks: list[Callable[[Any, Declaration], Iterator[str]]] = [
        of_framework,
        of_applications,
        of_paths,
        of_rules,
        of_queues,
        of_database,
    ]
    return next((found for check in checks for found in check(kind, declared)), None)


def of_framework(kind: Any, declared: Declaration) -> Iterator[str]:
    if framework_of(kind) is None:
        names = " or ".join(FRAMEWORKS)
        yield f"{kind.__qualname__} doesn't inherit from the BaseTaskBackend of {names}."


def of_applications(kind: Any, declared: Declaration) -> Iterator[str]:
    package = kind.__module__
    while "." in package:
        package = package.rpartition(".")[0]
        has_models = find_spec(f"{package}.models") is not None
        if has_models and apps.get_containing_app_config(f"{package}.models") is None:
            yield f"{kind.__qualname__} has models: add {package!r} to INSTALLED_APPS."


def of_paths(kind: Any, declared: Declaration) -> Iterator[str]:
    for name in ("worker", "other_queue_worker", "clean_up", "count"):
        path = getattr(declared, name)
        if isinstance(path, str) and "." in path:
            try:
                import_string(path)
            except ImportError as error:
                yield f"TASKS_CONTRACT[{name.upper()!r}] can't be imported: {error}"


def of_rules(kind: Any, declared: Declaration) -> Iterator[str]:
    for rule_id in declared.known_failures:
        if rule_id not in RULES:
            yield f"TASKS_CONTRACT['KNOWN_FAILURES'] has {rule_id!r}, which isn't a rule."


def of_queues(kind: Any, declared: Declaration) -> Iterator[str]:
    """Yield what keeps a worker in another process from finding the tasks."""
    queues = settings.TASKS["default"].get("QUEUES", ["default"])
    missing = [queue for queue in QUEUES if queues and queue not in queues]
    if is_command(declared.worker) and missing:
        yield f'Add {missing[0]!r} to TASKS["default"]["QUEUES"], which the worker reads.'


def of_database(kind: Any, declared: Declaration) -> Iterator[str]:
    """Yield what keeps other processes from finding results and tasks."""
    shared = is_command(declared.worker) or declared.scope == "shared"
    in_memory = connection.vendor == "sqlite" and not connection.settings_dict["TEST"]["NAME"]
    if declared.needs_database and shared and in_memory:
        yield (
            "Other processes can't see a test database in memory: "
            'set DATABASES["default"]["TEST"] to {"NAME": ...}, a file.'
        )
