"""Settings for the tests."""

{% if cookiecutter.storage_scope == 'cache' %}
import atexit
import os
import secrets
import shutil
import tempfile
from pathlib import Path
from typing import Any
{% elif cookiecutter.storage_scope == 'database' %}
import os
import tempfile
from pathlib import Path

import dj_database_url
{% else %}
import os
{% endif %}

SECRET_KEY = "only for the tests"  # noqa: S105
USE_TZ = True

{% if cookiecutter.storage_scope == 'database' %}
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
{% if cookiecutter.tasks_framework == 'django-tasks' %}
    "django_tasks",
{% endif %}
    "{{ cookiecutter.package_name }}",
]

# What the admin needs.
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
ROOT_URLCONF = "tests.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
STATIC_URL = "static/"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # safe ones are slow

# Another database can be tested: name it in the environment, as in
# postgres://user:password@localhost/name. The tests make one of their own beside it.
database = os.environ.get("TEST_DATABASE_URL", "sqlite:///:memory:")
DATABASES = {"default": {**dj_database_url.parse(database)}}
if database.startswith("sqlite"):
    # Every process finds a file, and waits for its turn. It need not survive a loss of power.
    file = Path(tempfile.gettempdir(), f"{{ cookiecutter.package_name }}-{os.getpid()}.sqlite3")
    DATABASES["default"]["TEST"] = {"NAME": str(file)}
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 60,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA synchronous = OFF",
    }
if "TEST_DATABASE_NAME" in os.environ:
    # This process was started by a test.
    DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE_NAME"]
{% else %}
INSTALLED_APPS = [{{ '"django_tasks", ' if cookiecutter.tasks_framework == 'django-tasks' }}"{{ cookiecutter.package_name }}"]

{% if cookiecutter.storage_scope == 'cache' %}
# Another cache can be tested: name its backend and its location in the environment.
backend = os.environ.get("TEST_CACHE_BACKEND", "tests.caches.UnlimitedFiles")
if "TEST_FOLDER" not in os.environ:
    # For this process and those that the tests start.
    os.environ["TEST_FOLDER"] = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, os.environ["TEST_FOLDER"], ignore_errors=True)
folder = Path(os.environ["TEST_FOLDER"])
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": backend,
        "LOCATION": os.environ.get("TEST_CACHE_LOCATION", folder / "cache"),
        "KEY_PREFIX": os.environ.setdefault("TEST_CACHE_PREFIX", secrets.token_hex(4)),
    },
}
if backend.endswith(("DatabaseCache", "FileBasedCache", "LocMemCache")):
    # They drop entries at random beyond this, which is 300 by default.
    CACHES["default"]["OPTIONS"] = {"MAX_ENTRIES": 100_000}

# A file, for the cache that is a table of the database: every process finds it.
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ.get("TEST_DATABASE_NAME", ":memory:"),
        "OPTIONS": {"timeout": 60, "transaction_mode": "IMMEDIATE"},
        "TEST": {"NAME": folder / "tests.sqlite3"},
    },
}
{% else %}
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
{% endif %}
{% endif %}

TASKS = {
    "default": {
        # The contract can be checked of any backend: name it in the environment.
        "BACKEND": os.environ.get(
            "TASKS_BACKEND",
            "{{ cookiecutter.package_name }}.{{ cookiecutter.backend_class }}",
        ),
    },
}

# What the backend promises besides its flags. test_contract.py says what may stand here.
{% if cookiecutter.storage_scope == 'cache' %}
TASKS_CONTRACT = {
    "SCOPE": "process" if backend.endswith("LocMemCache") else "shared",
    "ON_ROLLBACK": "discarded" if backend.endswith("DatabaseCache") else "kept",
}
{% elif cookiecutter.storage_scope == 'database' %}
TASKS_CONTRACT = {"SCOPE": "shared", "ON_ROLLBACK": "discarded"}
{% else %}
TASKS_CONTRACT = {"SCOPE": "{{ cookiecutter.storage_scope }}", "ON_ROLLBACK": "kept"}
{% endif %}
if "TASKS_BACKEND" in os.environ:
    TASKS_CONTRACT = {}
