"""The backend: what becomes of a task that is enqueued, and how its result is found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.core import checks
{% if cookiecutter.tasks_framework == 'both' %}

from .compat import BaseTaskBackend, TaskResultDoesNotExist, task_enqueued
{% else %}
from {{ cookiecutter.__tasks_module }}.backends.base import BaseTaskBackend
from {{ cookiecutter.__tasks_module }}.exceptions import TaskResultDoesNotExist
from {{ cookiecutter.__tasks_module }}.signals import task_enqueued

{% endif %}
from .results import copy_result, new_result
{% if cookiecutter.storage_scope == 'context' %}
from .store import Store
{% else %}
from .store import store_for
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

    ``OPTIONS`` may hold ``MAX_RESULTS``, a positive whole number: how many results are
    kept before the oldest is dropped. Without it all of them are.
    """

    supports_defer = {{ cookiecutter.supports_defer }}
    supports_async_task = {{ cookiecutter.supports_async_task }}
    supports_priority = {{ cookiecutter.supports_priority }}
{% if cookiecutter.storage_scope == 'process' %}
    supports_get_result = {{ cookiecutter.supports_get_result }}
{% elif cookiecutter.storage_scope == 'thread' %}
    supports_get_result = False  # No other thread finds the results of this one.
{% else %}
    supports_get_result = False  # No other thread or context finds these results.
{% endif %}

    def __init__(self, alias: str, params: dict[str, Any]) -> None:
        """Make the backend that ``TASKS[alias]``, which is ``params``, describes."""
        super().__init__(alias, params)
        limit = self.options.get("MAX_RESULTS") if isinstance(self.options, Mapping) else None
        # A limit that is not valid is left out here, for check() to report.
        max_results = limit if is_limit(limit) else None
{% if cookiecutter.storage_scope == 'context' %}
        self._store = Store(max_results)
{% else %}
        self._store = store_for(alias, params, max_results)
{% endif %}

    def enqueue(
        self, task: Task[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> AnyResult:
        """Store a READY result for ``task``, send ``task_enqueued``, and return a copy.

        The copy is the caller's own: no change to it, or to the arguments that were
        given, reaches the store. ``refresh()`` brings it up to date.

        Raises ``{{ 'InvalidTaskError' if cookiecutter.tasks_framework == 'django-tasks' else 'InvalidTask' }}`` if the backend does not accept the task, and
        ``TypeError`` or ``ValueError`` if the arguments are not JSON; nothing is then
        stored or sent. An exception of a signal receiver is the caller's too, but the
        result is stored.
        """
        result = self._store_result(task, args, kwargs)
        task_enqueued.send(type(self), task_result=result)
        return copy_result(result)

    async def aenqueue(
        self, task: Task[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> AnyResult:
        """See ``enqueue()``, which this does not call: to override one is to override both.

        Receivers that are not async run in a thread.
        """
        result = self._store_result(task, args, kwargs)
        await task_enqueued.asend(type(self), task_result=result)
        return copy_result(result)

    def _store_result(
        self, task: Task[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> AnyResult:
        # What enqueue() and aenqueue() have in common: what becomes of a task is said here.
        self.validate_task(task)
        result = new_result(task, args, kwargs, backend=self.alias)
        self._store.add(result)
        return result

    def get_result(self, result_id: str) -> AnyResult:
        """Return the stored result with this id.

        Raises ``TaskResultDoesNotExist`` if there is none.
        """
        result = self._store.get(result_id) if isinstance(result_id, str) else None
        if result is None:
            raise TaskResultDoesNotExist(result_id)
        return result

    async def aget_result(self, result_id: str) -> AnyResult:
        """See ``get_result()``."""
        return self.get_result(result_id)

    @property
    def results(self) -> list[AnyResult]:
        """The stored results in the order they were enqueued: each time a new list."""
        return list(self._store)

    def clear(self) -> None:
        """Remove every stored result."""
        self._store.clear()

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:  # noqa: ARG002
        """Return an error for each option that is unknown or has a wrong value."""
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
                hint="The only option is 'MAX_RESULTS'.",
                id="{{ cookiecutter.package_name }}.E002",
            )
            for name in self.options
            if name != "MAX_RESULTS"
        ]
        limit = self.options.get("MAX_RESULTS")
        if limit is not None and not is_limit(limit):
            errors.append(
                checks.Error(
                    f"{where}['MAX_RESULTS'] must be a positive whole number, not {limit!r}.",
                    hint="Leave it out to keep every result.",
                    id="{{ cookiecutter.package_name }}.E003",
                )
            )
        return errors


def is_limit(value: object) -> bool:
    """Tell whether ``MAX_RESULTS`` may be this: a positive whole number, and no boolean."""
    return type(value) is int and value > 0
