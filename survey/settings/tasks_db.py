"""django-tasks-db."""

import sys

from common import *

INSTALLED_APPS = ["django_tasks_db"]
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": QUEUES}}
RUN = [sys.executable, "-m", "django", "db_worker", "--interval", "0.1", "--no-startup-delay"]
TASKS_CONTRACT = {
    "SCOPE": "shared",
    "ON_ROLLBACK": "discarded",
    "WORKER": [*RUN, "--no-reload", "--queue-name", "*"],
    "OTHER_QUEUE_WORKER": [*RUN, "--no-reload", "--queue-name", "other"],
}
