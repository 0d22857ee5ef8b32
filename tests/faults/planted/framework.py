"""Mistakes in ``framework.py``."""

from tests.faults.fault import Fault

FAULTS = [
    Fault(
        "the checks of the framework are not imported",
        "framework.py",
        "import django_tasks.checks",
        "import django_tasks",
        "test_django_runs_the_checks_if_no_other_application_is_installed",
        # A framework that is Django's own registers its checks as it is imported.
        framework="django-tasks",
        django="5.2",
    ),
]
