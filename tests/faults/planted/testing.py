"""Mistakes in ``testing.py``."""

from tests.faults.fault import CACHE, MEMORY, Fault

FAULTS = [
    Fault(
        "the tools clear nothing",
        "testing.py",
        "    EnqueuedTasks().clear()\n",
        "    pass\n",
        "test_results_of_other_tests_are_not_there",
        MEMORY,
    ),
    Fault(
        "the tools clear nothing in a cache",
        "testing.py",
        "    for backend in own_backends():\n",
        "    for backend in own_backends()[:0]:\n",
        "test_results_of_other_tests_are_not_there",
        CACHE,
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
