"""Settings for django-tasks-db, with PostgreSQL and its worker."""

from .shared import *
from .shared import QUEUES, command, postgres

DATABASES = postgres()
INSTALLED_APPS = ["django_tasks_db"]
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": QUEUES}}
WORKER = command("db_worker", "--queue-name=*", "--interval=0.1", "--no-startup-delay")
TASKS_CONTRACT = {
    "SCOPE": "shared",
    "ALIASES_APART": False,
    "ON_ROLLBACK": "discarded",
    "WORKER": WORKER,
    "OTHER_QUEUE_WORKER": [*WORKER, "--queue-name=other"],
    "COUNT": "backends.django_tasks_db.count",
    "CLEAN_UP": "backends.django_tasks_db.clean_up",
}


def count():
    from django_tasks_db.models import DBTaskResult

    return DBTaskResult.objects.count()


def clean_up():
    from django_tasks_db.models import DBTaskResult

    DBTaskResult.objects.all().delete()
