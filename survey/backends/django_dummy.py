"""Settings for Django's own ``DummyBackend``."""

from .shared import *
from .shared import QUEUES, sqlite

DATABASES = sqlite()
TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend", "QUEUES": QUEUES}}
TASKS_CONTRACT = {
    "SCOPE": "context",
    "ON_ROLLBACK": "kept",
    "NAN": "accepted",
    "NON_STRING_KEYS": "kept",
}
