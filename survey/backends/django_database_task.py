"""Settings for django-database-task, with PostgreSQL and its worker."""

from .shared import *
from .shared import QUEUES, command, postgres

DATABASES = postgres()
INSTALLED_APPS = ["django_database_task"]
BACKEND = "django_database_task.backends.DatabaseTaskBackend"
TASKS = {"default": {"BACKEND": BACKEND, "QUEUES": QUEUES}}
WORKER = command("run_database_tasks", "--continuous", "--interval=0.1")
TASKS_CONTRACT = {
    "SCOPE": "shared",
    "ALIASES_APART": False,
    "ON_ROLLBACK": "discarded",
    "WORKER": WORKER,
    "OTHER_QUEUE_WORKER": [*WORKER, "--queue=other"],
    "CLEAN_UP": "backends.django_database_task.clean_up",
    "COUNT": "backends.django_database_task.count",
}


def count():
    from django_database_task.models import DatabaseTask

    return DatabaseTask.objects.count()


def clean_up():
    from django_database_task.models import DatabaseTask

    DatabaseTask.objects.all().delete()
