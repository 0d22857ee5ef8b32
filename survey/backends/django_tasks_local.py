"""Settings for the ``ThreadPoolBackend`` of django-tasks-local."""

from .shared import *
from .shared import QUEUES, sqlite

DATABASES = sqlite()
TASKS = {"default": {"BACKEND": "django_tasks_local.ThreadPoolBackend", "QUEUES": QUEUES}}
TASKS_CONTRACT = {
    "SCOPE": "process",
    "ON_ROLLBACK": "kept",
    "NAN": "accepted",
    "NON_STRING_KEYS": "kept",
    "WORKER": "background",
}
