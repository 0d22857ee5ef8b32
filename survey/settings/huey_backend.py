"""The backend of huey."""

import sys

from common import *

INSTALLED_APPS = ["huey.contrib.djhuey"]
HUEY = {
    "huey_class": "huey.PriorityRedisHuey",
    "name": "survey",
    "immediate": False,
    "connection": {"url": REDIS_URL},
    "consumer": {"workers": 1, "worker_type": "thread"},
}
TASKS = {"default": {"BACKEND": "huey.contrib.djhuey.tasks_backend.HueyBackend", "QUEUES": QUEUES}}
TASKS_CONTRACT = {
    "SCOPE": "shared",
    "ON_ROLLBACK": "kept",
    "CLEAN_UP": "common.empty_redis",
    "WORKER": [sys.executable, "-m", "django", "run_huey", "--quiet"],
    "WORKER_TIMEOUT": 8,
}
