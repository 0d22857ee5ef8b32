"""django-database-task."""

import sys

from common import *

INSTALLED_APPS = ["django_database_task"]
TASKS = {
    "default": {
        "BACKEND": "django_database_task.backends.DatabaseTaskBackend",
        "QUEUES": QUEUES,
    }
}
RUN = [sys.executable, "-m", "django", "run_database_tasks", "--continuous", "--interval", "0.1"]
TASKS_CONTRACT = {
    "SCOPE": "shared",
    "ON_ROLLBACK": "discarded",
    "WORKER": RUN,
    "OTHER_QUEUE_WORKER": [*RUN, "--queue", "other"],
}
