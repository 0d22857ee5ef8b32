"""Settings for the ``DummyBackend`` of django-tasks."""

from .shared import *
from .shared import QUEUES, sqlite

DATABASES = sqlite()
INSTALLED_APPS = ["django_tasks"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend", "QUEUES": QUEUES}}
TASKS_CONTRACT = {
    "SCOPE": "context",
    "ON_ROLLBACK": "kept",
    "NAN": "accepted",
    "NON_STRING_KEYS": "kept",
}
