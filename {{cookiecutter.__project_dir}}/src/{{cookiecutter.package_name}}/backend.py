{% set own = {'cache': ["'CACHE'", "'TIMEOUT'"], 'database': []}.get(cookiecutter.storage_scope, ["'MAX_RESULTS'"]) %}
{% set options = own + (["'TASK_CLASS'"] if cookiecutter.testing_tools else []) %}
"""The backend: what becomes of a task that is enqueued, and how its result is found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

{% if cookiecutter.storage_scope == 'database' %}
from django.apps import apps
{% elif cookiecutter.storage_scope == 'cache' %}
from django.conf import settings
{% endif %}
from django.core import checks
{% if cookiecutter.storage_scope == 'cache' %}
from django.core.cache import DEFAULT_CACHE_ALIAS, caches
from django.core.cache.backends.dummy import DummyCache
from django.core.cache.backends.locmem import LocMemCache
{% endif %}
{% if cookiecutter.testing_tools %}
from django.core.exceptions import ImproperlyConfigured
{% endif %}
{% if cookiecutter.tasks_framework == 'django' %}
from django.tasks.backends.base import BaseTaskBackend
from django.tasks.exceptions import TaskResultDoesNotExist
from django.tasks.signals import task_enqueued
{% endif %}
{% if cookiecutter.testing_tools %}
from django.utils.module_loading import import_string
{% endif %}
{% if cookiecutter.tasks_framework == 'django-tasks' %}
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.exceptions import TaskResultDoesNotExist
from django_tasks.signals import task_enqueued
{% endif %}

{% if cookiecutter.tasks_framework == 'both' %}
from .compat import BaseTaskBackend, TaskResultDoesNotExist, task_enqueued
{% endif %}
from .results import copy_result, new_result
{% if cookiecutter.storage_scope in ['thread', 'process'] %}
from .store import store_for
{% else %}
from .store import Store
{% endif %}

if TYPE_CHECKING:
{% if cookiecutter.tasks_framework == 'both' %}
    from .compat import Task
{% else %}
    from {{ cookiecutter.__tasks_module }}.base import Task

{% endif %}
    from .results import AnyResult


class {{ cookiecutter.backend_class }}(BaseTaskBackend):
    """Store a result for every task that is enqueued, and run none of them.

    A drop-in for Django's ``DummyBackend``: the same methods, signals and errors, as
    https://docs.djangoproject.com/en/stable/ref/tasks/ has them.

{% if cookiecutter.storage_scope == 'cache' %}
    ``OPTIONS`` may hold ``CACHE``, the alias in ``CACHES`` of the cache that results are
    kept in (without it ``"default"``), and ``TIMEOUT``, how many seconds each is kept: a
    positive whole number, or None for ever. Without it the cache's own ``TIMEOUT`` counts.
{% elif cookiecutter.storage_scope == 'database' %}
    {{ 'There are no ``OPTIONS``. ' if not cookiecutter.testing_tools else '' }}Database routers say which database results are kept in.
{% else %}
    ``OPTIONS`` may hold ``MAX_RESULTS``, a positive whole number: how many results are
    kept before the oldest is dropped. Without it all of them are.
{% endif %}
{% if cookiecutter.testing_tools %}

    ``OPTIONS`` may{{ ' also' if cookiecutter.storage_scope != 'database' else '' }} hold ``TASK_CLASS``, the path of the class of tasks that ``@task`` makes: a
    subclass of ``Task``, such as that of the backend in production, for what it takes beyond.
{% endif %}
    """

    supports_defer = {{ cookiecutter.supports_defer }}
    supports_async_task = {{ cookiecutter.supports_async_task }}
    supports_priority = {{ cookiecutter.supports_priority }}
{% if cookiecutter.storage_scope not in ['context', 'thread'] %}
    supports_get_result = {{ cookiecutter.supports_get_result }}
{% elif cookiecutter.storage_scope == 'thread' %}
    supports_get_result = False  # No other thread finds the results of this one.
{% else %}
    supports_get_result = False  # No other context finds the results of this one.
{% endif %}

    def __init__(self, alias: str, params: dict[str, Any]) -> None:
        """Make the backend that ``TASKS[alias]``, which is ``params``, describes."""
        super().__init__(alias, params)
{% if cookiecutter.storage_scope == 'cache' %}
        # What is not valid is for check() to report.
        self._store = Store(alias, self.options if isinstance(self.options, Mapping) else {})
{% elif cookiecutter.storage_scope == 'database' %}
        self._store = Store(alias)
{% else %}
        limit = self.options.get("MAX_RESULTS") if isinstance(self.options, Mapping) else None
        # A limit that is not valid is left out here, for check() to report.
        max_results = limit if is_positive_whole(limit) else None
{% if cookiecutter.storage_scope == 'context' %}
        self._store = Store(max_results)
{% else %}
        self._store = store_for(alias, params, max_results)
{% endif %}
{% endif %}

{% if cookiecutter.testing_tools %}
    @property
    def task_class(self) -> type[Task[..., Any]]:  # type: ignore[override]
        """The class of the tasks that ``@task`` makes.

        Raises ``ImproperlyConfigured`` if ``OPTIONS["TASK_CLASS"]`` is not the path of one.
        """
        base = super().task_class
        path = self.options.get("TASK_CLASS") if isinstance(self.options, Mapping) else None
        if path is None:
            return base
        found: Any = None
        reason = ""
        try:
            found = import_string(path)
        except Exception as error:  # noqa: BLE001
            # Importing a module may raise anything.
            reason = f" ({type(error).__name__}: {error})"
        if isinstance(found, type) and issubclass(found, base):
            return found
        where = f"TASKS[{self.alias!r}]['OPTIONS']['TASK_CLASS']"
        msg = f"{where} must be the path of a subclass of Task, not {path!r}{reason}."
        raise ImproperlyConfigured(msg)

{% endif %}
    def enqueue(
        self, task: Task[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> AnyResult:
        """Store a READY result for ``task``, send ``task_enqueued``, and return a copy.

        The copy is the caller's own: no change to it, or to the arguments that were
        given, reaches the store. ``refresh()`` brings it up to date{{ '' if cookiecutter.storage_scope in ['cache', 'database'] else ', with the lists of
        errors and workers that are stored' }}.

        Raises ``{{ 'InvalidTaskError' if cookiecutter.tasks_framework == 'django-tasks' else 'InvalidTask' }}`` if the backend does not accept the task, and
{% if cookiecutter.storage_scope == 'cache' %}
        ``TypeError`` or ``ValueError`` if the arguments are not JSON, or ``RecursionError``
        if they are nested too deep; nothing is then stored or sent. Nor is it if the cache
        raises an error of its own, or if it keeps nothing, which is a ``RuntimeError``. An
        exception of a signal receiver is the caller's too, but the result is stored.
{% elif cookiecutter.storage_scope == 'database' %}
        ``TypeError`` or ``ValueError`` if the arguments are not JSON or too large, or
        ``RecursionError`` if they are nested too deep; nothing is then stored or sent. An
        exception of a signal receiver is the caller's too, but the result is stored.
{% else %}
        ``TypeError`` or ``ValueError`` if the arguments are not JSON, or ``RecursionError``
        if they are nested too deep; nothing is then stored or sent. An exception of a signal
        receiver is the caller's too, but the result is stored.
{% endif %}
        """
        result = self._new_result(task, args, kwargs)
        returned = copy_result(result)
        self._store.add(result)
        task_enqueued.send(type(self), task_result=result)
        return returned

    async def aenqueue(
        self, task: Task[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> AnyResult:
        """See ``enqueue()``, which this does not call: to override one is to override both.

        Receivers that are not async run in a thread.
        """
        result = self._new_result(task, args, kwargs)
        returned = copy_result(result)
        {{ 'await self._store.aadd' if cookiecutter.storage_scope in ['cache', 'database'] else 'self._store.add' }}(result)
        await task_enqueued.asend(type(self), task_result=result)
        return returned

    def _new_result(
        self, task: Task[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> AnyResult:
        # What enqueue() and aenqueue() have in common.
        self.validate_task(task)
        return new_result(task, args, kwargs, backend=self.alias)

    def get_result(self, result_id: str) -> AnyResult:
        """Return the stored result with this id.

        Raises ``TaskResultDoesNotExist`` if there is none{% if cookiecutter.storage_scope in ['cache', 'database'] %}, and ``InvalidRecord`` if it
        cannot be restored, such as when its task is gone{% endif %}.
        """
        result = self._store.get(result_id) if isinstance(result_id, str) else None
        if result is None:
            raise TaskResultDoesNotExist(result_id)
        return result

    async def aget_result(self, result_id: str) -> AnyResult:
        """See ``get_result()``."""
{% if cookiecutter.storage_scope in ['cache', 'database'] %}
        result = await self._store.aget(result_id) if isinstance(result_id, str) else None
        if result is None:
            raise TaskResultDoesNotExist(result_id)
        return result
{% else %}
        return self.get_result(result_id)
{% endif %}

    @property
    def results(self) -> list[AnyResult]:
        """The stored results in the order they were enqueued: each time a new list.
{%- if cookiecutter.storage_scope in ['cache', 'database'] %}


        Those that cannot be restored are left out, and logged as warnings.
        """
{% else %}
"""
{% endif %}
        return list(self._store)

    def clear(self) -> None:
        """Remove every stored result."""
        self._store.clear()

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:  # noqa: ARG002
{% if cookiecutter.storage_scope == 'cache' %}
        """Return what is wrong with the options, and with the cache that they name."""
{% elif cookiecutter.storage_scope == 'database' %}
        """Return an error for each option{{ ' that is unknown or wrong' if cookiecutter.testing_tools else ', as there are none' }}, and for a missing application."""
{% else %}
        """Return an error for each option that is unknown or has a wrong value."""
{% endif %}
        where = f"TASKS[{self.alias!r}]['OPTIONS']"
        if not isinstance(self.options, Mapping):
            return [
                checks.Error(
                    f"{where} must be a dictionary, not {self.options!r}.",
                    id="{{ cookiecutter.package_name }}.E001",
                )
            ]
        errors: list[checks.CheckMessage] = [
            checks.Error(
                f"{where} has an unknown option {name!r}.",
{% if options | length > 1 %}
                hint="The options are {{ options[:-1] | join(', ') }} and {{ options[-1] }}.",
{% elif options %}
                hint="The only option is {{ options[0] }}.",
{% else %}
                hint="There are no options.",
{% endif %}
                id="{{ cookiecutter.package_name }}.E002",
            )
            for name in self.options
{% if options | length > 1 %}
            if name not in ({{ options | join(', ') | replace("'", '"') }})
{% elif options %}
            if name != {{ options[0] | replace("'", '"') }}
{% endif %}
        ]
{% if cookiecutter.testing_tools %}
        try:
            _ = self.task_class
        except ImproperlyConfigured as error:
            errors.append(
                checks.Error(
                    str(error),
                    hint="Leave it out for the Task of the framework.",
                    id="{{ cookiecutter.package_name }}.{{ {'cache': 'E006'}.get(cookiecutter.storage_scope, 'E004') }}",
                )
            )
{% endif %}
{% if cookiecutter.storage_scope == 'cache' %}
        timeout = self.options.get("TIMEOUT")
        if timeout is not None and not is_positive_whole(timeout):
            errors.append(
                checks.Error(
                    f"{where}['TIMEOUT'] must be positive whole seconds or None, not {timeout!r}.",
                    hint="None keeps results for ever. Leave it out for the timeout of the cache.",
                    id="{{ cookiecutter.package_name }}.E003",
                )
            )
        return errors + self._check_cache(where)

    def _check_cache(self, where: str) -> list[checks.CheckMessage]:
        alias = self.options.get("CACHE", DEFAULT_CACHE_ALIAS)
        if not isinstance(alias, str) or alias not in settings.CACHES:
            return [
                checks.Error(
                    f"{where}['CACHE'] must be the alias of a cache in CACHES, not {alias!r}.",
                    hint=f"CACHES has: {', '.join(map(repr, settings.CACHES))}.",
                    id="{{ cookiecutter.package_name }}.E004",
                )
            ]
        cache = caches[alias]
        if isinstance(cache, DummyCache):
            return [
                checks.Error(
                    f"The cache {alias!r} keeps nothing, and so no task result of "
                    f"TASKS[{self.alias!r}].",
                    hint=f"Name another cache in {where}['CACHE'].",
                    id="{{ cookiecutter.package_name }}.E005",
                )
            ]
        if self.supports_get_result and isinstance(cache, LocMemCache):
            return [
                checks.Warning(
                    f"TASKS[{self.alias!r}] claims that every process finds a task result, but "
                    f"the cache {alias!r} is in the memory of one.",
                    hint=(
                        f"Name a cache that processes share in {where}['CACHE'], such as one of "
                        "Redis, or set supports_get_result to False in a subclass of the backend."
                    ),
                    id="{{ cookiecutter.package_name }}.W001",
                )
            ]
        return []
{% elif cookiecutter.storage_scope == 'database' %}
        if not apps.is_installed("{{ cookiecutter.package_name }}"):
            errors.append(
                checks.Error(
                    f"TASKS[{self.alias!r}] keeps its results in the database, but the application "
                    "that has the table is not installed.",
                    hint="Add '{{ cookiecutter.package_name }}' to INSTALLED_APPS, and run manage.py migrate.",
                    id="{{ cookiecutter.package_name }}.E003",
                )
            )
        return errors
{% else %}
        limit = self.options.get("MAX_RESULTS")
        if limit is not None and not is_positive_whole(limit):
            errors.append(
                checks.Error(
                    f"{where}['MAX_RESULTS'] must be a positive whole number, not {limit!r}.",
                    hint="Leave it out to keep every result.",
                    id="{{ cookiecutter.package_name }}.E003",
                )
            )
        return errors
{% endif %}
{% if cookiecutter.storage_scope != 'database' %}


def is_positive_whole(value: object) -> bool:
    """Tell whether an option's value is a positive whole number, and no boolean."""
    return type(value) is int and value > 0
{% endif %}
