"""Mistakes in ``assertions.py``."""

from tests.faults.fault import Fault

COUNTED = "test_latest_is_returned_and_all_are_counted"
WITHIN = "test_tasks_are_counted_within"
REFUSED = "test_task_that_cannot_be_expected_is_rejected"
MIXIN = "test_mixin_after_the_test_case_is_rejected"

FAULTS = [
    Fault(f"the tools {mistake}", "assertions.py", old, new, caught_by)
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
            "test_impossible_expectation_is_rejected",
        ),
        (
            "ignore a timeout",
            "for _ in poll(timeout):",
            "for _ in poll(0):",
            "test_assertion_does_not_wait_longer_than_it_may",
        ),
        (
            "expect no task at all",
            "        if expected.task is None:\n",
            "        if expected is None:\n",
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
        (
            "do not list what was lost",
            "messages.represented(self, stored_results(), self._notes)",
            "messages.represented(self, stored_results(), {})",
            "test_next_task_is_lost",
        ),
        (
            "do not say what became of the closest results",
            "messages.not_found(expected, results, count, self._notes)",
            "messages.not_found(expected, results, count, {})",
            "test_closest_results_come_first_with_their_differences",
        ),
        (
            "do not say what became of what is unwanted",
            "messages.unwanted(expected, found, self._notes)",
            "messages.unwanted(expected, found, {})",
            "test_unexpected_results_are_listed",
        ),
        (
            "clear one alias only",
            "for backend in own_backends():",
            "for backend in own_backends()[:1]:",
            "test_all_results_are_cleared",
        ),
        (
            "do not wait for callbacks to count",
            "        wrap_callbacks(call, since=callbacks)\n",
            "",
            "test_tasks_of_callbacks_are_counted_after_the_block",
        ),
        (
            "have no effect after a test case",
            "            raise TypeError(msg)\n",
            "            pass\n",
            MIXIN,
        ),
        (
            "are rejected after a test case although it is the base of another one that has them",
            "if unittest.TestCase not in order and",
            "if not issubclass(cls.__bases__[0], TaskAssertionsMixin) and",
            MIXIN,
        ),
        (
            "show where they raise",
            "__unittest = True",
            "unittest_ = True",
            "test_traceback_of_a_failed_assertion_ends_in_the_test",
        ),
    ]
]
