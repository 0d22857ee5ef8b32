"""Mistakes in ``commits.py``."""

from tests.faults.fault import Fault

COMMIT = "test_callbacks_are_run_as_in_production_if_asked_to"

FAULTS = [
    Fault(f"the tools {mistake}", "commits.py", old, new, caught_by)
    for mistake, old, new, caught_by in [
        (
            "leave a callback to wait that was called",
            "            _callback_of(connection.run_on_commit.pop(0))()\n",
            "            _callback_of(connection.run_on_commit[0])(); connection.run_on_commit.clear()\n",
            COMMIT,
        ),
        (
            "stop at an error of a robust callback",
            "_callback_of(connection.run_on_commit.pop(0))()",
            "connection.run_on_commit.pop(0)[1]()",
            COMMIT,
        ),
        (
            "go on after an error of a callback",
            "_callback_of(connection.run_on_commit.pop(0))()",
            "_call_robustly(connection.run_on_commit.pop(0)[1])",
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
            "partial(wrapper, _callback_of(entry)), False",
            "partial(wrapper, _callback_of(entry)), entry[2]",
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
