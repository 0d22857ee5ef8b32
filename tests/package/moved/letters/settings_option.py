"""Settings of a project that only changes its backend."""

from letters.settings import *  # noqa: F403

TASKS = {"default": {"BACKEND": "dummy_backend.DummyBackend", "OPTIONS": {"IMMEDIATE": True}}}
