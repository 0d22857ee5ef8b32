"""Settings for the tests."""

import os
import tempfile
from pathlib import Path

SECRET_KEY = "only for the tests"  # noqa: S105
USE_TZ = True

INSTALLED_APPS = ["acme_journal"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}

# For this process and those started by the tests.
folder = os.environ.setdefault("TEST_FOLDER", tempfile.mkdtemp())
TASKS = {
    "default": {
        "BACKEND": "acme_journal.JournalBackend",
        "OPTIONS": {"FILE": str(Path(folder, "journal"))},
    },
}
