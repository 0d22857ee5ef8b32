"""Mistakes in ``apps.py``."""

from tests.faults.fault import Fault

FAULTS = [
    Fault(
        "the checks are not registered",
        "apps.py",
        "from . import framework",
        "pass",
        "test_django_runs_the_checks_if_no_other_application_is_installed",
        # A framework that is Django's own registers its checks as it is imported.
        framework="django-tasks",
        django="5.2",
    ),
]
