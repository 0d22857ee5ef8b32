"""A task for each backend, at the path of its function, where Django looks for it."""

from __future__ import annotations

import django.tasks
import django_tasks


@django.tasks.task(backend="generated")
def generated(*args, **kwargs):
    """Enqueued, and never run."""


@django.tasks.task(backend="django")
def builtin(*args, **kwargs):
    """Enqueued, and never run."""


@django_tasks.task(backend="django-tasks")
def backport(*args, **kwargs):
    """Enqueued, and never run."""
