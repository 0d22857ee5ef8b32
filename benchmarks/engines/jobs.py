"""The jobs, declared and enqueued with the API of the subject."""

from __future__ import annotations

import time
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.db import connection

API = settings.SUBJECT.api


def job(function):
    if API == "rq":
        return function
    if API == "celery":
        from celery import shared_task  # noqa: PLC0415

        return shared_task(ignore_result="CELERY_RESULT_BACKEND" not in settings.SUBJECT.settings)(
            function
        )
    if API == "procrastinate":
        from procrastinate.contrib.django import app  # noqa: PLC0415

        return app.task(queue=settings.QUEUE)(function)
    return import_module(API).task(queue_name=settings.QUEUE)(function)


@job
def noop():
    """Do nothing."""


@job
def mark():
    """Write the time to the journal."""
    with Path(settings.JOURNAL).open("a") as journal:
        journal.write(f"MARK {time.time()}\n")


@job
def run(number, seconds):
    """Record a run of the job, and sleep for this many seconds."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO runs VALUES (%s)", [number])
    time.sleep(seconds)


def enqueue(function, *args):
    if API == "rq":
        import django_rq  # noqa: PLC0415

        django_rq.get_queue(settings.QUEUE).enqueue(function, *args)
    elif API == "celery":
        # Outside a transaction, this is done immediately.
        function.delay_on_commit(*args)
    elif API == "procrastinate":
        function.defer(**dict(zip(("number", "seconds"), args, strict=False)))
    else:
        function.enqueue(*args)
