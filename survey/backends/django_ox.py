"""Settings for django-ox, with PostgreSQL and its worker."""

from .shared import *
from .shared import QUEUES, command, postgres

DATABASES = postgres()
INSTALLED_APPS = ["django_ox"]
# The first retry would come too late for the suite.
OPTIONS = {"MAX_ATTEMPTS": 1}
BACKEND = "django_ox.backend.OxBackend"
TASKS = {"default": {"BACKEND": BACKEND, "QUEUES": QUEUES, "OPTIONS": OPTIONS}}
WORKER = command("ox_worker", "--interval=0.1")
TASKS_CONTRACT = {
    "SCOPE": "shared",
    "ALIASES_APART": False,
    "ON_ROLLBACK": "discarded",
    "WORKER": WORKER,
    "OTHER_QUEUE_WORKER": [*WORKER, "--queues=other"],
    "CLEAN_UP": "backends.django_ox.clean_up",
    "COUNT": "backends.django_ox.count",
}


def count():
    from django_ox.models import OxTask

    return OxTask.objects.count()


def clean_up():
    from django_ox.models import OxTask

    OxTask.objects.all().delete()
