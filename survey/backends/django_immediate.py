"""Settings for Django's own ``ImmediateBackend``."""

from .shared import *
from .shared import QUEUES, sqlite

DATABASES = sqlite()
TASKS = {
    "default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend", "QUEUES": QUEUES}
}
TASKS_CONTRACT = {"WORKER": "immediate", "NAN": "accepted", "NON_STRING_KEYS": "kept"}
