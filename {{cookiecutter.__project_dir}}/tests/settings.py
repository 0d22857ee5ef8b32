"""Settings for the tests."""

import os

SECRET_KEY = "only for the tests"  # noqa: S105
USE_TZ = True

INSTALLED_APPS = [{{ '"django_tasks", ' if cookiecutter.tasks_framework == 'django-tasks' }}"{{ cookiecutter.package_name }}"]

DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}

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
TASKS_CONTRACT = {"SCOPE": "{{ cookiecutter.storage_scope }}", "ON_ROLLBACK": "kept"}
if "TASKS_BACKEND" in os.environ:
    TASKS_CONTRACT = {}
