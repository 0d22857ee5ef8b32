"""django-tasks-local, with threads."""

from common import *

TASKS = {"default": {"BACKEND": "django_tasks_local.ThreadPoolBackend", "QUEUES": QUEUES}}
TASKS_CONTRACT = {
    "SCOPE": "process",
    "ON_ROLLBACK": "kept",
    "WORKER": "background",
    "WORKER_TIMEOUT": 5,
}
