"""Settings for the backend of huey, with Redis and its consumer."""

from .shared import *
from .shared import QUEUES, REDIS_URL, command, sqlite

DATABASES = sqlite()
INSTALLED_APPS = ["huey.contrib.djhuey"]
HUEY = {
    "huey_class": "huey.PriorityRedisHuey",
    "immediate": False,
    "connection": {"url": REDIS_URL},
}
BACKEND = "huey.contrib.djhuey.tasks_backend.HueyBackend"
TASKS = {"default": {"BACKEND": BACKEND, "QUEUES": QUEUES}}
TASKS_CONTRACT = {
    "SCOPE": "shared",
    "NAN": "accepted",
    "NON_STRING_KEYS": "kept",
    "ALIASES_APART": False,
    "ON_ROLLBACK": "kept",
    "WORKER": command("run_huey", "--workers=1", "--delay=0.1"),
    # It takes about ten seconds to restart a thread that has died.
    "WORKER_TIMEOUT": 40,
    "CLEAN_UP": "backends.shared.empty_redis",
    "COUNT": "backends.huey.count",
}


def count():
    from huey.contrib.djhuey import HUEY

    return HUEY.pending_count() + HUEY.scheduled_count() + HUEY.result_count()
