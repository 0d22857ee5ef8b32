"""Packages with an engine."""

from __future__ import annotations

from tests.lab import servers
from tests.lab.environments import python_of
from tests.lab.parsing import toml

DRIVER = servers.DRIVERS["TEST_POSTGRES_URL"]


def answers_for(engine, framework):
    return {
        "engine": engine,
        "storage_scope": "database",
        "tasks_framework": framework,
        "supports_get_result": True,
        # With Celery, the broker in memory doesn't keep priorities apart, unlike RabbitMQ.
        "supports_priority": engine == "procrastinate",
    }


def python_for(project, version, *packages):
    """Return the Python of an environment with a package's requirements and a PostgreSQL driver."""
    metadata = toml((project / "pyproject.toml").read_bytes())
    required = metadata["project"]["dependencies"] + metadata["dependency-groups"]["test"]
    others = [
        each for each in required if not each.startswith(("django>", "django-tasks", "pytest"))
    ]
    return python_of(version, *others, DRIVER, *packages)
