"""What the settings declare in ``TASKS_CONTRACT``, because neither Django nor a flag says it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Requirement = tuple[str, Callable[[Any], bool]]

SCOPES = ["context", "thread", "process", "shared"]


def _one_of(*values: str) -> Requirement:
    return " or ".join(map(repr, values)), lambda value: value in values


BOOL: Requirement = "True or False", lambda value: isinstance(value, bool)
COUNT: Requirement = "a whole number, 0 or more", lambda value: type(value) is int and value >= 0
SECONDS: Requirement = (
    "a number of seconds, 0 or more",
    lambda value: is_number(value) and value >= 0,
)
PATH: Requirement = (
    "the dotted path of a callable",
    lambda value: isinstance(value, str) and "." in value,
)
WORKER: Requirement = (
    "'immediate', 'background', the dotted path of a callable, or a command as a list of strings",
    lambda value: value in ("immediate", "background") or PATH[1](value) or is_command(value),
)
LINKS: Requirement = (
    "a dictionary with the id of a rule and a link for each known failure",
    lambda value: isinstance(value, dict) and all(isinstance(link, str) for link in value.values()),
)


def is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def is_command(value: Any) -> bool:
    is_list = isinstance(value, (list, tuple)) and len(value) > 0
    return is_list and all(isinstance(part, str) for part in value)


# What each name has to be.
REQUIREMENTS: dict[str, Requirement] = {
    "SCOPE": _one_of(*SCOPES),
    "ON_ROLLBACK": _one_of("kept", "discarded"),
    "USES_DATABASE": BOOL,
    "ALIASES_APART": BOOL,
    "RUN_AFTER_PRECISION": SECONDS,
    "NAN": _one_of("refused", "accepted"),
    "NON_STRING_KEYS": _one_of("converted", "refused", "kept"),
    "RETRIES": COUNT,
    "WORKER": WORKER,
    "OTHER_QUEUE_WORKER": WORKER,
    "WORKER_TIMEOUT": SECONDS,
    "CLEAN_UP": PATH,
    "COUNT": PATH,
    "KNOWN_FAILURES": LINKS,
}


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """The declaration of a backend. Each name is optional.

    ``SCOPE``
        Who sees a result besides the caller: only its execution ``"context"``, its ``"thread"``,
        its ``"process"``, or every process that uses the backend (``"shared"``). Not checked
        unless it's declared.
    ``ON_ROLLBACK``
        Whether a result is ``"kept"`` or ``"discarded"`` if it was enqueued in a database
        transaction that is rolled back. Not checked unless it's declared.
    ``USES_DATABASE``
        Whether every test gets access to the database. By default, only if ``ON_ROLLBACK`` is
        ``"discarded"``.
    ``ALIASES_APART``
        Whether each alias in ``TASKS`` has results of its own. ``True`` by default.
    ``RUN_AFTER_PRECISION``
        By how many seconds the stored ``run_after`` of a task may differ: a number or a
        ``timedelta``. By default, 0.
    ``NAN``
        Whether NaN and infinity as arguments are ``"refused"``, the default, or ``"accepted"``.
    ``NON_STRING_KEYS``
        Whether a key of a dictionary that isn't a string is ``"converted"`` to a string as in
        JSON, the default, or ``"refused"``, or ``"kept"``.
    ``RETRIES``
        How many more times a task runs that raises an exception. By default, 0.
    ``WORKER``
        What runs the tasks. ``"immediate"``: ``enqueue()`` does. ``"background"``: the backend
        does, in threads of its own. The dotted path of a callable that runs what is due and
        returns, such as ``"tests.worker.run_due"``. Or the command of a worker, a list of
        strings, which each test starts and stops. Rules about running tasks aren't checked unless
        it's declared.
    ``OTHER_QUEUE_WORKER``
        A callable or a command that runs only tasks of the queue ``"other"``.
    ``WORKER_TIMEOUT``
        How many seconds a worker may take to run a task. By default, 15.
    ``CLEAN_UP``
        The dotted path of a callable that removes what the backend stores. It's called before and
        after each test.
    ``COUNT``
        The dotted path of a callable that returns how many results or jobs the backend stores.
        The tests refuse to start unless it returns 0, and rejected tasks must not change it.
    ``KNOWN_FAILURES``
        A dictionary of the ids of rules that the backend breaks, with a link for each. They don't
        fail the run. A rule that is kept must be removed from it, or the run fails.
    """

    scope: str | None = None
    on_rollback: str | None = None
    uses_database: bool | None = None
    aliases_apart: bool = True
    run_after_precision: float = 0
    nan: str = "refused"
    non_string_keys: str = "converted"
    retries: int = 0
    worker: Any = None
    other_queue_worker: Any = None
    worker_timeout: float = 15
    clean_up: str | None = None
    count: str | None = None
    known_failures: Mapping[str, str] = field(default_factory=dict)

    @property
    def needs_database(self) -> bool:
        """Whether every test gets access to the database."""
        if self.uses_database is None:
            return self.on_rollback == "discarded"
        return self.uses_database

    @property
    def precision(self) -> timedelta:
        """``RUN_AFTER_PRECISION`` as a ``timedelta``."""
        return timedelta(seconds=self.run_after_precision)

    @property
    def queues_tasks(self) -> bool:
        """Whether enqueued tasks wait for a worker that tests can start."""
        return self.worker not in (None, "immediate", "background")

    def clean(self) -> None:
        """Call ``CLEAN_UP``, if it's declared."""
        if self.clean_up:
            import_string(self.clean_up)()

    @cached_property
    def number_stored(self) -> Callable[[], int]:
        """``COUNT``, or a function that returns 0."""
        counting: Callable[[], int] = import_string(self.count) if self.count else int
        return counting


def read(declared: Mapping[str, Any]) -> Declaration:
    """Return the declaration in a setting. Raise ``ImproperlyConfigured`` if it has mistakes."""
    values: dict[str, Any] = {}
    for name, given in declared.items():
        if name not in REQUIREMENTS:
            close = get_close_matches(str(name).upper(), REQUIREMENTS, 1)
            hint = f" Did you mean {close[0]!r}?" if close else ""
            msg = f"TASKS_CONTRACT has no {name!r}.{hint}"
            raise ImproperlyConfigured(msg)
        value = given.total_seconds() if isinstance(given, timedelta) else given
        requirement, is_valid = REQUIREMENTS[name]
        if not is_valid(value):
            msg = f"TASKS_CONTRACT[{name!r}] must be {requirement}, not {given!r}."
            raise ImproperlyConfigured(msg)
        values[name.lower()] = value
    return Declaration(**values)


def declaration() -> Declaration:
    """Return what the settings declare."""
    return read(getattr(settings, "TASKS_CONTRACT", {}))
