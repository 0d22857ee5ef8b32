"""Mistakes in ``commits.py``."""

from tests.faults.fault import Fault

FAULTS = [
    Fault(f"the tools {mistake}", "commits.py", old, new, caught_by)
    for mistake, old, new, caught_by in [
        (
            "wrap callbacks that others wait for",
            "entry if id(entry) in known else",
            "entry if id(entry) == known else",
            "test_tasks_of_other_callbacks_are_not_captured",
        ),
        (
            "hide what a task of a robust callback raises",
            "partial(wrapper, call), False",
            "partial(wrapper, call), is_robust",
            "test_task_of_a_callback_that_fails_is_raised[True]",
        ),
        (
            "raise what a robust callback raises",
            "partial(_call_robustly, callback) if is_robust else callback",
            "callback",
            "test_error_of_a_robust_callback_is_logged",
        ),
        (
            "hide what a callback raises",
            "partial(_call_robustly, callback) if is_robust else callback",
            "partial(_call_robustly, callback)",
            "test_error_of_a_robust_callback_is_logged",
        ),
    ]
]
