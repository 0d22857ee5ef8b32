"""A task for each backend with results that processes share."""

from __future__ import annotations

from django.tasks import task


@task(backend="generated")
def generated(*args, **kwargs):
    """Enqueued, and never run."""


@task(backend="django-tasks-db")
def published(*args, **kwargs):
    """Enqueued, and never run."""
