"""Generate the error messages of a package by raising the exceptions."""

from __future__ import annotations

import asyncio
import re
import uuid

from .markdown import block
from .renders import module, package


def send_welcome(user_id):
    """Enqueue the same task again."""
    from django_tasks import task  # noqa: PLC0415

    task(send_welcome).enqueue(user_id)


send_welcome.__module__ = "shop.tasks"


def no_backend(tasks, task):
    from django.test import override_settings  # noqa: PLC0415

    path = "django_tasks.backends.immediate.ImmediateBackend"
    with override_settings(TASKS={"default": {"BACKEND": path}}):
        tasks.assert_enqueued(task)


def another_alias(tasks, task):
    task.using(backend="other").enqueue(user_id=42)
    tasks.assert_enqueued(task)


def in_coroutine(tasks, task):  # noqa: ARG001
    async def main():
        tasks.run()

    asyncio.run(main())


def on_commit(tasks, task):
    from django.db import transaction  # noqa: PLC0415

    with transaction.atomic():
        transaction.on_commit(lambda: task.enqueue(user_id=42))
        tasks.assert_enqueued(task)


def endless(tasks, task):
    task.enqueue(user_id=42)
    tasks.run(limit=1000)


def not_like_this(tasks, task):
    task.enqueue(user_id=43)
    tasks.assert_enqueued(task, kwargs={"user_id": 42}, priority=10)


def not_importable(tasks, task):  # noqa: ARG001
    task.using(backend="database").enqueue(user_id=42)


def damaged(tasks, task):  # noqa: ARG001
    module("database", "records").from_record("{", uuid.UUID(int=0).hex)


def message(name):
    """Return the last lines of the traceback when a function of this module is called."""
    from django.test import override_settings  # noqa: PLC0415
    from django_tasks import task  # noqa: PLC0415

    scopes = {"default": "context", "other": "context", "database": "database"}
    backends = {
        alias: {"BACKEND": f"{package(scope)}.DummyBackend"} for alias, scope in scopes.items()
    }
    with override_settings(TASKS=backends):
        tasks = module("context", "testing").EnqueuedTasks()
        try:
            globals()[name](tasks, task(send_welcome))
        except Exception as error:  # noqa: BLE001
            raised = f"{type(error).__module__}.{type(error).__name__}: {error}"
    return block(re.sub(r"\bacme_\w+", "package_name", raised).removeprefix("builtins."))
