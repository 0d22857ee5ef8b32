"""Mistakes in ``apps.py``."""

from tests.faults.fault import Fault

FAULTS = [
    Fault(
        "the checks are not registered",
        "apps.py",
        "from . import framework",
        "pass",
        "test_django_runs_the_checks_if_no_other_application_is_installed",
        # Django's own framework registers its checks when it's imported.
        framework="django-tasks",
        django="5.2",
    ),
]
