"""Settings for django-tasks-celery, with Redis and the worker of Celery."""

import sys

from .shared import *
from .shared import QUEUES, REDIS_URL, sqlite

DATABASES = sqlite()
INSTALLED_APPS = ["django_tasks_celery"]
CELERY_BROKER_URL = CELERY_RESULT_BACKEND = REDIS_URL
CELERY_RESULT_EXTENDED = True
CELERY_TASK_TRACK_STARTED = True
OPTIONS = {"CELERY_APP": "backends.celery_app.app"}
BACKEND = "django_tasks_celery.CeleryBackend"
TASKS = {"default": {"BACKEND": BACKEND, "QUEUES": QUEUES, "OPTIONS": OPTIONS}}
WORKER = [
    sys.executable, "-m", "celery", "--app=backends.celery_app", "worker", "--concurrency=1",
    "--prefetch-multiplier=1",
]  # fmt: skip
TASKS_CONTRACT = {
    "SCOPE": "shared",
    "NAN": "accepted",
    "ALIASES_APART": False,
    "ON_ROLLBACK": "kept",
    "WORKER": [*WORKER, "--queues=celery,other"],
    "OTHER_QUEUE_WORKER": [*WORKER, "--queues=other"],
    "CLEAN_UP": "backends.shared.empty_redis",
}
