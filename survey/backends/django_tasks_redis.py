"""Settings for django-tasks-redis, with Redis and its worker."""

from .shared import *
from .shared import QUEUES, REDIS_URL, command, sqlite

DATABASES = sqlite()
INSTALLED_APPS = ["django_tasks_redis"]
OPTIONS = {"REDIS_URL": REDIS_URL, "REDIS_BLOCK_TIMEOUT": 100}
BACKEND = "django_tasks_redis.RedisTaskBackend"
TASKS = {"default": {"BACKEND": BACKEND, "QUEUES": QUEUES, "OPTIONS": OPTIONS}}
WORKER = command("run_redis_tasks", "--continuous", "--interval=0.1")
TASKS_CONTRACT = {
    "SCOPE": "shared",
    "NAN": "accepted",
    "ON_ROLLBACK": "kept",
    "WORKER": WORKER,
    "OTHER_QUEUE_WORKER": [*WORKER, "--queue=other"],
    "CLEAN_UP": "backends.shared.empty_redis",
    "COUNT": "backends.django_tasks_redis.count",
}


def count():
    from django.tasks import task_backends

    return sum(task_backends["default"].get_status_counts().values())
