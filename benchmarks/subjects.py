"""The backends that keep results in memory: the generated one, and those of the frameworks.

All of them run in one process, so that disturbances of the machine affect them equally.
"""

from __future__ import annotations

import gc

from django import setup
from django.conf import settings
from django.utils import timezone

PATHS = {
    "generated": "dummy_backend.DummyBackend",
    "django": "django.tasks.backends.dummy.DummyBackend",
    "django-tasks": "django_tasks.backends.dummy.DummyBackend",
}

SMALL = ((42,), {"notify": True})
# The price is a string, because JSON has no decimal numbers.
NESTED = (
    (42,),
    {
        "order": {
            "customer": {"name": "Ada", "email": "ada@example.com"},
            "rows": [
                {
                    "sku": f"SKU-{number:04}",
                    "quantity": number,
                    "price": f"{number}.90",
                    "gift": False,
                    "tags": ["new", "sale"],
                    "size": {"width": 10, "height": 20.5},
                }
                for number in range(1, 21)
            ],
        }
    },
)


class Subject:
    """A backend, with a task of its framework."""

    def __init__(self, framework, task):
        self.task = task
        self.backend = task.get_backend()
        self.base = framework.base
        self.signal = framework.signals.task_enqueued

    def enqueue(self, arguments, times):
        args, kwargs = arguments
        for _ in range(times):
            self.backend.enqueue(self.task, args, kwargs)

    async def aenqueue(self, arguments, times):
        args, kwargs = arguments
        for _ in range(times):
            await self.backend.aenqueue(self.task, args, kwargs)

    def get_result(self, result_id, times):
        for _ in range(times):
            self.backend.get_result(result_id)

    async def aget_result(self, result_id, times):
        for _ in range(times):
            await self.backend.aget_result(result_id)

    def read_results(self, times):
        for _ in range(times):
            for result in self.backend.results:
                _ = result.id

    def clear(self, times):
        for _ in range(times):
            self.backend.clear()

    def floor(self, arguments, times):
        """Perform the framework's own part of enqueueing, which all backends share."""
        args, kwargs = arguments
        for _ in range(times):
            self.backend.validate_task(self.task)
            result = self.new_result("0" * 32, args, kwargs)
            self.signal.send(type(self.backend), task_result=result)

    def new_result(self, result_id, args=(), kwargs=None, enqueued_at=None):
        return self.base.TaskResult(
            task=self.task,
            id=result_id,
            status=self.base.TaskResultStatus.READY,
            enqueued_at=enqueued_at,
            started_at=None,
            last_attempted_at=None,
            finished_at=None,
            args=args,
            kwargs=kwargs or {},
            backend="default",
            errors=[],
            worker_ids=[],
        )

    def fill(self, count):
        """Store this many results, and return the id of the one in the middle."""
        store = getattr(self.backend, "store", None)
        keep = store.add if store else self.backend.results.append
        gc.disable()
        for number in range(count):
            keep(self.new_result(f"{number:032}", enqueued_at=timezone.now()))
        gc.enable()
        return f"{count // 2:032}"

    def drop(self, count):
        """Remove the results that were enqueued last, which are this many."""
        store = getattr(self.backend, "store", None)
        if store:
            for _ in range(count):
                store._results.popitem()
        else:
            del self.backend.results[-count:]


def set_up():
    """Return the subjects by their names."""
    backends = {alias: {"BACKEND": path} for alias, path in PATHS.items()}
    settings.configure(USE_TZ=True, TASKS=backends | {"default": backends["django"]})
    setup()
    # These read the settings when they are imported.
    import django.tasks.signals  # noqa: PLC0415
    import django_tasks.signals  # noqa: PLC0415

    from . import tasks  # noqa: PLC0415

    return {
        "generated": Subject(django.tasks, tasks.generated),
        "django": Subject(django.tasks, tasks.builtin),
        "django-tasks": Subject(django_tasks, tasks.backport),
    }
