"""Mistakes in ``lending.py``."""

from tests.faults.fault import Fault

AWAIT = "            return await result.task.acall(*args, **kwargs)\n"

ENQUEUES = "test_tasks_that_a_task_enqueues_also_run"
COROUTINE = "test_results_are_lent_to_the_thread_of_a_coroutine"
LENT = "test_results_are_lent_only_during_the_run"

FAULTS = [
    Fault(intent, "lending.py", old, new, caught_by, scopes=("thread",))
    for intent, old, new, caught_by in [
        (
            "a coroutine in an event loop of its own has other results",
            f"        with borrowed():\n{AWAIT}",
            f"        if borrowed:\n{AWAIT}",
            COROUTINE,
        ),
        (
            "a function in a thread of its own has other results",
            "        with borrowed():\n            return function(*args, **kwargs)\n",
            "        if borrowed:\n            return function(*args, **kwargs)\n",
            f"{ENQUEUES}[function-arun]",
        ),
        (
            "a thread keeps the results that were lent to it",
            "            for store, results in own:\n",
            "            for store, results in ():\n",
            LENT,
        ),
        (
            "a thread is lent no results",
            "            store._results = results  # noqa: SLF001\n        try:",
            "            pass\n        try:",
            f"{ENQUEUES}[function-arun]",
        ),
        (
            "a coroutine is taken for a function",
            "if not iscoroutinefunction(result.task.func):",
            "if True:",
            COROUTINE,
        ),
        (
            "a thread keeps the results if the function raises",
            "        try:\n            yield\n        finally:\n",
            "        if True:\n            yield\n",
            f"{LENT}[1]",
        ),
    ]
]
