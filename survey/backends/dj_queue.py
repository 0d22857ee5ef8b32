"""Settings for dj-queue, with PostgreSQL and its worker."""

from .shared import *
from .shared import QUEUES, command, postgres

DATABASES = postgres()
INSTALLED_APPS = ["dj_queue"]
DATABASE_ROUTERS = ["dj_queue.routers.DjQueueRouter"]
OPTIONS = {
    "workers": [{"queues": "*", "threads": 1, "polling_interval": 0.1}],
    "dispatchers": [{"polling_interval": 0.1}],
}
BACKEND = "dj_queue.backend.DjQueueBackend"
TASKS = {"default": {"BACKEND": BACKEND, "QUEUES": QUEUES, "OPTIONS": OPTIONS}}
TASKS_CONTRACT = {
    "SCOPE": "shared",
    "ON_ROLLBACK": "discarded",
    "WORKER": command("dj_queue", "--mode=async", "--skip-recurring"),
    "CLEAN_UP": "backends.dj_queue.clean_up",
    "COUNT": "backends.dj_queue.count",
}


def count():
    from dj_queue.models import Job

    return Job.objects.count()


def clean_up():
    from dj_queue.models import Job

    Job.objects.all().delete()
