"""Settings for django-tasks-rq, with Redis and the worker of django-rq."""

from .shared import *
from .shared import QUEUES, REDIS_URL, command, sqlite

DATABASES = sqlite()
INSTALLED_APPS = ["django_tasks", "django_rq"]
RQ_QUEUES = {name: {"URL": REDIS_URL} for name in QUEUES}
TASKS = {"default": {"BACKEND": "django_tasks_rq.RQBackend", "QUEUES": QUEUES}}
TASKS_CONTRACT = {
    "SCOPE": "shared",
    "ALIASES_APART": False,
    "NAN": "accepted",
    "NON_STRING_KEYS": "kept",
    "RUN_AFTER_PRECISION": 1,
    "ON_ROLLBACK": "kept",
    "WORKER": command("rqworker", *QUEUES, "--job-class=django_tasks_rq.Job", "--with-scheduler"),
    "OTHER_QUEUE_WORKER": command("rqworker", "other", "--job-class=django_tasks_rq.Job"),
    "CLEAN_UP": "backends.shared.empty_redis",
    "COUNT": "backends.django_tasks_rq.count",
}


def count():
    import redis

    with redis.Redis.from_url(REDIS_URL) as client:
        return len(client.keys("rq:job:*"))
