"""Settings for the ``ImmediateBackend`` of django-tasks."""

from .shared import *
from .shared import QUEUES, sqlite

DATABASES = sqlite()
INSTALLED_APPS = ["django_tasks"]
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": QUEUES}
}
TASKS_CONTRACT = {"WORKER": "immediate", "NAN": "accepted", "NON_STRING_KEYS": "kept"}
