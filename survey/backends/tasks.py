"""The tasks of the suite, for workers that look for them in the applications."""

from tests.contract import async_tasks, tasks

__all__ = ["async_tasks", "tasks"]
