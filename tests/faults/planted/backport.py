"""Mistakes in ``backport.py``."""

from tests.faults.fault import Fault

FAULTS = [
    Fault(f"the check of the backport {mistake}", file, old, new, caught_by, framework="both")
    for mistake, file, old, new, caught_by in [
        (
            "warns where this backend is not used",
            "backport.py",
            "if not own or ",
            "if ",
            "test_backport_with_another_backend_gives_no_warning",
        ),
        (
            "warns where the backport is not imported",
            "backport.py",
            'if not own or "django_tasks" not in sys.modules:',
            "if not own:",
            "test_backport_that_is_not_imported_gives_no_warning",
        ),
        (
            "misses aliases",
            "backport.py",
            "for alias in task_backends.settings",
            'for alias in ["default"]',
            "test_backport_beside_this_backend_is_a_warning",
        ),
        (
            "is not registered",
            "framework.py",
            "register(check_backport)",
            "register",
            "test_django_runs_the_check_where_the_backport_is_not_used",
        ),
    ]
]
