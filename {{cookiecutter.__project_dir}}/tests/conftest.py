"""Access to the database for all tests, if results are there; and helpers of the contract tests."""

from __future__ import annotations

import pytest
from django.conf import settings
{% if cookiecutter.storage_scope == 'database' %}
from django.db.models.signals import post_migrate
{% endif %}

from .contract.calling import in_new_process, in_thread, listening, new_process, run
from .contract.conftest import pytest_configure
from .contract.fixtures import backend, caller, configure

__all__ = [
    "backend",
    "caller",
    "configure",
    "in_new_process",
    "in_thread",
    "listening",
    "new_process",
    "pytest_configure",
    "run",
]
{% if cookiecutter.testing_tools %}

pytest_plugins = ["{{ cookiecutter.package_name }}.pytest_plugin"]
{% endif %}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give all tests access to the database if the backend stores results there."""
    if getattr(settings, "TASKS_CONTRACT", {}).get("ON_ROLLBACK") == "discarded":
        for item in items:
            if item.get_closest_marker("django_db") is None:
                item.add_marker(pytest.mark.django_db(transaction=True))
{% if cookiecutter.storage_scope == 'database' %}


@pytest.fixture(autouse=True, scope="session")
def _no_permissions() -> None:
    """Create no permissions: no test needs them, and it takes longer than most tests."""
    uid = "django.contrib.auth.management.create_permissions"
    post_migrate.disconnect(dispatch_uid=uid)
{% endif %}
