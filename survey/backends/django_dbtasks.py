"""Settings for django-dbtasks, with PostgreSQL and its runner."""

import shlex

from .shared import *
from .shared import QUEUES, command, postgres

DATABASES = postgres()
INSTALLED_APPS = ["dbtasks"]
TASKS = {"default": {"BACKEND": "dbtasks.backend.DatabaseBackend", "QUEUES": QUEUES}}
WORKER = shlex.join(command("taskrunner", "--workers=1", "--delay=0.1", "--no-periodic"))
TASKS_CONTRACT = {
    "SCOPE": "shared",
    "ALIASES_APART": False,
    "ON_ROLLBACK": "discarded",
    # No two runners may have the same name, even if the first one has been killed.
    "WORKER": ["sh", "-c", f"exec {WORKER} --worker-id=survey-$$"],
    "CLEAN_UP": "backends.django_dbtasks.clean_up",
    "COUNT": "backends.django_dbtasks.count",
}


def count():
    from dbtasks.models import ScheduledTask

    return ScheduledTask.objects.count()


def clean_up():
    from dbtasks.models import ScheduledTask

    ScheduledTask.objects.all().delete()
