"""Settings for django-task-psql, with PostgreSQL and its worker."""

from .shared import *
from .shared import QUEUES, command, postgres

DATABASES = postgres()
# Its worker looks for tasks in applications.
INSTALLED_APPS = ["django_task_psql", "backends"]
TASKS = {"default": {"BACKEND": "django_task_psql.backend.PostgresBackend", "QUEUES": QUEUES}}
TASKS_CONTRACT = {
    "SCOPE": "shared",
    "ALIASES_APART": False,
    "ON_ROLLBACK": "discarded",
    "WORKER": command("runworker", "--concurrency=1", "--queues", *QUEUES),
    "OTHER_QUEUE_WORKER": command("runworker", "--concurrency=1", "--queues", "other"),
    "CLEAN_UP": "backends.django_task_psql.clean_up",
    "COUNT": "backends.django_task_psql.count",
}


def count():
    from django_task_psql.models import TaskRow

    return TaskRow.objects.count()


def clean_up():
    from django_task_psql.models import TaskRow

    TaskRow.objects.all().delete()
