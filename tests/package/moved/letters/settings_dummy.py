"""Settings of a project that tests with the Dummy backend."""

from letters.settings import *  # noqa: F403

TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
