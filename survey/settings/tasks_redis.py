"""django-tasks-redis."""

import sys

from common import *

INSTALLED_APPS = ["django_tasks_redis"]
TASKS = {
    "default": {
        "BACKEND": "django_tasks_redis.RedisTaskBackend",
        "QUEUES": QUEUES,
        "OPTIONS": {"REDIS_URL": REDIS_URL, "REDIS_BLOCK_TIMEOUT": 200},
    }
}
RUN = [sys.executable, "-m", "django", "run_redis_tasks", "--continuous", "--interval", "0.1"]
TASKS_CONTRACT = {
    "SCOPE": "shared",
    "ON_ROLLBACK": "kept",
    "CLEAN_UP": "common.empty_redis",
    "WORKER": RUN,
    "OTHER_QUEUE_WORKER": [*RUN, "--queue", "other"],
    "WORKER_TIMEOUT": 8,
}
