"""The task backend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .framework import BaseTaskBackend, TaskResultDoesNotExist, task_enqueued
{% if cookiecutter.testing_tools %}
from .immediate import OPTIONS, arun_if_immediate, run_if_immediate
{% endif %}
from .options import check_options, load_task_class
{% if cookiecutter.engine != 'none' %}
from .outbox import store_for
{% endif %}
from .results import ResultList, copy_result, new_result
{% if cookiecutter.engine == 'none' %}
from .store import store_for
{% endif %}

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.core.checks import CheckMessage

    from .framework import AnyResult, AnyTask


class {{ cookiecutter.backend_class }}(BaseTaskBackend):
{% if cookiecutter.engine == 'none' %}
    """Store a result for each enqueued task instead of running it.

    A drop-in replacement for Django's ``DummyBackend``, with the same methods, signals and errors.
    ``store.py`` documents where results are stored, who can see them, and the backend's options.
{% else %}
    """Store a result for each enqueued task, and have {{ cookiecutter.__engine_name }} run it.

    ``store.py`` documents where results are stored and who can see them, and ``sending.py`` when they
    are sent to {{ cookiecutter.__engine_name }}.
{% endif %}

    See https://docs.djangoproject.com/en/stable/ref/tasks/.
    """

    supports_defer = {{ cookiecutter.supports_defer }}
    """Whether tasks can have a ``run_after``."""

    supports_async_task = {{ cookiecutter.supports_async_task }}
    """Whether tasks can be coroutine functions."""

    supports_get_result = {{ cookiecutter.supports_get_result }}
    """Whether results can be retrieved from any thread."""

    supports_priority = {{ cookiecutter.supports_priority }}
    """Whether tasks can have a priority, from -100 to 100."""

    def __init__(self, alias: str, params: dict[str, Any]) -> None:
        """Initialize the backend from the ``TASKS[alias]`` settings."""
        super().__init__(alias, params)
        self.store = store_for(alias, params)

    @property
    def task_class(self) -> type[AnyTask]:  # type: ignore[override]
        """The class of the tasks that ``@task`` creates.

        Raises ``ImproperlyConfigured`` if ``OPTIONS["TASK_CLASS"]`` can't be used.
        """
        return load_task_class(self.alias, self.options, super().task_class)

    def enqueue(self, task: AnyTask, args: Sequence[Any], kwargs: Mapping[str, Any]) -> AnyResult:
        """Store a READY result for ``task``, send ``task_enqueued``, and return a copy.

        The copy shares no mutable state with the stored result; call its ``refresh()`` to update it.

        Nothing is stored or sent if the task is rejected. Raises ``InvalidTask`` if the backend
        doesn't accept the task, ``TypeError`` or ``ValueError`` if JSON can't represent the
        arguments, and ``RecursionError`` if they are nested too deeply. An exception raised by a
        signal receiver propagates, but the result stays stored.
        """
        result = self._new_result(task, args, kwargs)
        returned = copy_result(result)
        self.store.add(result)
        task_enqueued.send(type(self), task_result=result)
{% if cookiecutter.testing_tools %}
        return run_if_immediate(self, returned)
{% else %}
        return returned
{% endif %}

    async def aenqueue(
        self, task: AnyTask, args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> AnyResult:
        """Asynchronous version of ``enqueue()``. It doesn't call ``enqueue()``: override both."""
        result = self._new_result(task, args, kwargs)
        returned = copy_result(result)
        await self.store.aadd(result)
        await task_enqueued.asend(type(self), task_result=result)
{% if cookiecutter.testing_tools %}
        return await arun_if_immediate(self, returned)
{% else %}
        return returned
{% endif %}

    def _new_result(
        self, task: AnyTask, args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> AnyResult:
        self.validate_task(task)
        return new_result(task, args, kwargs, backend=self.alias)

    def get_result(self, result_id: str) -> AnyResult:
        """Return the stored result with this id.

        Raises ``TaskResultDoesNotExist`` if there is none.
        """
        result = self.store.get(result_id)
        if result is None:
            raise TaskResultDoesNotExist(result_id)
        return result

    async def aget_result(self, result_id: str) -> AnyResult:
        """Asynchronous version of ``get_result()``. It doesn't call it: override both."""
        result = await self.store.aget(result_id)
        if result is None:
            raise TaskResultDoesNotExist(result_id)
        return result

    @property
    def results(self) -> list[AnyResult]:
        """A new list of the stored results, in the order in which they were enqueued.

        Its ``clear()`` removes them from the backend, too, as with Django's ``DummyBackend``.
        """
        return ResultList(self.store, self.clear)

    def clear(self) -> None:
        """Remove all stored results."""
        self.store.clear()

    def check(self, **kwargs: Any) -> list[CheckMessage]:  # noqa: ARG002
        """Return a message for each problem with the options or with the store."""
{% if cookiecutter.testing_tools %}
        options = {**self.store.options, **OPTIONS}
        return [*check_options(self, options), *self.store.check(self)]
{% else %}
        return [*check_options(self, self.store.options), *self.store.check(self)]
{% endif %}
