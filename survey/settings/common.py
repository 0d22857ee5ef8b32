"""Settings for all backends."""

import os

import dj_database_url
import redis

SECRET_KEY = "for the tests"
USE_TZ = True
DATABASES = {"default": dj_database_url.parse(os.environ["TEST_POSTGRES_URL"])}
DATABASES["default"]["TEST"] = {"NAME": "dummybackend_survey"}
if "TEST_DATABASE_NAME" in os.environ:
    DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE_NAME"]
QUEUES = ["default", "other"]
REDIS_URL = os.environ["TEST_REDIS_URL"]


def empty_redis():
    """Remove everything from the Redis database."""
    redis.from_url(REDIS_URL).flushdb()
