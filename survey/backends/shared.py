"""Settings that all backends share."""

import os
import sys
from pathlib import Path

import dj_database_url

SECRET_KEY = "for the survey"
USE_TZ = True
FOLDER = Path(os.environ["SURVEY_FOLDER"])
REDIS_URL = os.environ.get("TEST_REDIS_URL", "")
QUEUES = ["default", "other"]


def sqlite():
    """Return the settings of a database in a file, which all processes share."""
    name = str(FOLDER / "db.sqlite3")
    options = {"timeout": 30, "transaction_mode": "IMMEDIATE"}
    return {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": name,
            "OPTIONS": options,
            "TEST": {"NAME": name},
        }
    }


def postgres():
    """Return the settings of a database that the tests create and drop, and that workers use."""
    base = os.environ["TEST_POSTGRES_URL"].rpartition("/")[0]
    name = f"survey_{os.environ['DJANGO_SETTINGS_MODULE'].rpartition('.')[2]}"
    return {"default": {**dj_database_url.parse(f"{base}/{name}"), "TEST": {"NAME": name}}}


def command(*arguments):
    """Return the command line of a management command."""
    return [sys.executable, "-m", "django", *arguments]


def empty_redis():
    """Remove what is stored in the Redis database."""
    import redis

    with redis.Redis.from_url(REDIS_URL) as client:
        client.flushdb()
