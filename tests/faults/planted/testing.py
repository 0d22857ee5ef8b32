"""Mistakes in ``testing.py``."""

from tests.faults.fault import CACHE, MEMORY, Fault

COUNTED = "test_latest_is_returned_and_all_are_counted"
WITHIN = "test_tasks_are_counted_within"
CAPTURED = "test_tasks_are_captured_and_run_if_asked_to"
REFUSED = "test_task_that_cannot_be_expected_is_refused"

FAULTS = [
    *(
        Fault(f"the tools {mistake}", "testing.py", old, new, caught_by)
        for mistake, old, new, caught_by in [
            ("do not count", "found and count in (None, len(found))", "found", COUNTED),
            ("return the first", "return found[-1]", "return found[0]", COUNTED),
            (
                "find what is not there",
                "if found and count in (None, len(found)):",
                "if results and count in (None, len(results)):",
                COUNTED,
            ),
            (
                "count to zero",
                "count < 1:",
                "count < 0:",
                "test_expectation_that_cannot_be_is_refused",
            ),
            (
                "ignore a timeout",
                "for _ in poll(timeout):",
                "for _ in poll(0):",
                "test_assertion_does_not_wait_longer_than_it_may",
            ),
            (
                "expect no task at all",
                "        require_task(expected.task)\n        if count",
                "        if count",
                REFUSED,
            ),
            (
                "expect nothing of what is not a task",
                "            require_task(expected.task)\n",
                "            pass\n",
                REFUSED,
            ),
            (
                "count what is not a task",
                "            require_task(task)\n",
                "            pass\n",
                REFUSED,
            ),
            ("count fewer than there are", "if len(counted) != n:", "if len(counted) < n:", WITHIN),
            ("count more than there are", "if len(counted) != n:", "if len(counted) > n:", WITHIN),
            (
                "return what was not counted",
                "        captured[:] = counted\n",
                "        pass\n",
                WITHIN,
            ),
            ("run more than what was captured", "self._run(is_new)", "self._run(bool)", CAPTURED),
            (
                "capture what was there before",
                "filter(is_new, stored_results())",
                "stored_results()",
                CAPTURED,
            ),
            (
                "do not list what was lost",
                "messages.listed(stored_results(), self._notes)",
                "messages.listed(stored_results(), {})",
                "test_next_task_is_lost",
            ),
            (
                "do not say what became of the closest results",
                "messages.not_found(expected, results, count, self._notes)",
                "messages.not_found(expected, results, count, {})",
                "test_nearest_come_first_with_what_differs",
            ),
            (
                "do not say what became of what is unwanted",
                "messages.unwanted(expected, found, self._notes)",
                "messages.unwanted(expected, found, {})",
                "test_what_should_not_be_there_is_listed",
            ),
        ]
    ),
    # A coroutine can't use a database anyway.
    Fault(
        "the tools run in a coroutine what was captured",
        "testing.py",
        'refuse_in_coroutine("captureTasks(execute=True)")',
        "pass",
        "test_sync_tools_refuse_to_run_in_a_coroutine",
        (*MEMORY, *CACHE),
    ),
    Fault(
        "the tools clear nothing",
        "testing.py",
        "    for backend in own_backends():\n",
        "    for backend in own_backends()[:0]:\n",
        "test_results_of_other_tests_are_not_there",
        (*MEMORY, *CACHE),
    ),
    Fault(
        "the tools clear no table",
        "testing.py",
        "                backend.clear()\n",
        "                is_table or backend.clear()\n",
        "test_results_in_a_table_are_cleared_after_a_test_that_may_use_it",
        CACHE,
    ),
    Fault(
        "the tools fail where a test may not use a table",
        "testing.py",
        "with suppress(Exception) if is_table else nullcontext():",
        "with nullcontext():",
        "test_results_in_a_table_are_cleared_after_a_test_that_may_use_it",
        CACHE,
    ),
]
