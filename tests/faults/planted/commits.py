"""Mistakes in ``commits.py``."""

from tests.faults.fault import Fault

COMMIT = "test_callbacks_are_run_as_in_production_if_asked_to"

FAULTS = [
    Fault(f"the tools {mistake}", "commits.py", old, new, caught_by)
    for mistake, old, new, caught_by in [
        (
            "leave a callback to wait that was called",
            "connection.run_on_commit.pop(0)",
            "connection.run_on_commit[0]; del connection.run_on_commit[:]",
            COMMIT,
        ),
        (
            "stop at an error of a robust callback",
            "            if is_robust:\n                _call_robustly(callback)\n",
            "            if is_robust:\n                callback()\n",
            COMMIT,
        ),
        (
            "go on after an error of a callback",
            "            else:\n                callback()\n",
            "            else:\n                _call_robustly(callback)\n",
            COMMIT,
        ),
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
