"""Reading and checking ``OPTIONS``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .framework import AnyTask, BaseTaskBackend


class Option(NamedTuple):
    """An option of a store."""

    meaning: str
    default: str
    requirement: str
    """Describes a valid value. Errors insert it after "must be"."""

    is_valid: Callable[[Any], bool]


TASK_CLASS = "TASK_CLASS"


def is_positive_or_none(value: object) -> bool:
    """Return whether ``value`` is ``None`` or a positive ``int``, excluding ``bool``."""
    return value is None or (type(value) is int and value > 0)


def check_options(
    backend: BaseTaskBackend, options: Mapping[str, Option]
) -> list[checks.CheckMessage]:
    """Return an error for each option of ``backend`` that is unknown or has an invalid value.

    ``options`` are those of its store.
    """
    where = f"TASKS[{backend.alias!r}]['OPTIONS']"
    messages: list[checks.CheckMessage] = []
    for name, value in backend.options.items():
        option = options.get(name)
        if option is None and name != TASK_CLASS:
            messages.append(
                checks.Error(
                    f"{where} has an unknown option {name!r}.",
                    hint=f"The options are: {', '.join(sorted([*options, TASK_CLASS]))}.",
                    id=f"{__package__}.E002",
                )
            )
        elif option is not None and not option.is_valid(value):
            messages.append(
                checks.Error(
                    f"{where}[{name!r}] must be {option.requirement}, not {value!r}.",
                    hint=f"Remove it to use the default: {option.default}.",
                    id=f"{__package__}.E003",
                )
            )
    try:
        _ = backend.task_class
    except ImproperlyConfigured as error:
        hint = "Remove it to use the Task class of the framework."
        messages.append(checks.Error(str(error), hint=hint, id=f"{__package__}.E003"))
    return messages


def load_task_class(
    alias: str, options: Mapping[str, Any], default: type[AnyTask]
) -> type[AnyTask]:
    """Return the class that ``OPTIONS["TASK_CLASS"]`` names, or ``default`` if it's not set.

    Set it to the class of the production backend if tasks are declared with arguments that only that
    class accepts.

    Raises ``ImproperlyConfigured`` if it isn't the dotted path of a subclass of ``default``.
    """
    path = options.get(TASK_CLASS)
    if path is None:
        return default
    found: Any = None
    reason = ""
    try:
        found = import_string(path)
    except Exception as error:  # noqa: BLE001
        # Importing a module can raise anything.
        reason = f" ({type(error).__name__}: {error})"
    if isinstance(found, type) and issubclass(found, default):
        return found
    where = f"TASKS[{alias!r}]['OPTIONS'][{TASK_CLASS!r}]"
    msg = f"{where} must be the dotted path of a Task subclass, not {path!r}{reason}."
    raise ImproperlyConfigured(msg)
