"""Settings for the tests."""

import os
import tempfile

SECRET_KEY = "only for the tests"  # noqa: S105
USE_TZ = True

INSTALLED_APPS = ["django_tasks", "acme_spool"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}

TASKS = {
    "default": {
        "BACKEND": "acme_spool.SpoolBackend",
        # For this process and those started by the tests.
        "OPTIONS": {"FOLDER": os.environ.setdefault("TEST_FOLDER", tempfile.mkdtemp())},
    },
}
TASKS_CONTRACT = {"SCOPE": "shared", "ON_ROLLBACK": "kept"}
