"""Settings for the subject named in the environment."""

import os

import dj_database_url

from .statements import record
from .subjects import subject_named

ENGINE = os.environ["BENCHMARK_ENGINE"]
SUBJECT = subject_named(ENGINE, os.environ["BENCHMARK_SUBJECT"])
QUEUE = os.environ["BENCHMARK_QUEUE"]
JOURNAL = os.environ["BENCHMARK_JOURNAL"]
if "BENCHMARK_STATEMENTS" in os.environ:
    record(JOURNAL)

SECRET_KEY = "for the benchmark"
USE_TZ = True
INSTALLED_APPS = ["django.contrib.contenttypes", *SUBJECT.apps]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
NAME = os.environ["BENCHMARK_DATABASE"]
BASE = os.environ["TEST_POSTGRES_URL"].rpartition("/")[0]
DATABASES = {"default": {**dj_database_url.parse(f"{BASE}/{NAME}"), "TEST": {"NAME": NAME}}}
if SUBJECT.backend:
    TASKS = {"default": {"BACKEND": SUBJECT.backend, "QUEUES": [QUEUE]}}

CELERY_BROKER_URL = os.environ.get("TEST_BROKER_URL", "")
CELERY_TASK_DEFAULT_QUEUE = QUEUE
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
redis = {"URL": os.environ.get("TEST_REDIS_URL", "")}
RQ_QUEUES = {"default": redis, QUEUE: redis}

globals().update(SUBJECT.settings)
DATABASES["default"]["CONN_MAX_AGE"] = SUBJECT.connections_kept
if SUBJECT.worker[0] == "celery":
    from .celery_app import app

    __all__ = ["app"]
