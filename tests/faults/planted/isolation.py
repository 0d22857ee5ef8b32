"""Mistakes in ``isolation.py``, and in what calls it."""

from tests.faults.fault import CACHE, Fault

IS_OTHER = 'if not os.environ.get(NAMESPACE, "").startswith(own):'

SET_UP = "test_class_of_tests_has_its_namespace_before_it_is_set_up"
OTHERS = "test_process_that_runs_tests_leaves_the_results_of_others"

FAULTS = [
    Fault(intent, file, old, new, caught_by, scopes=CACHE)
    for intent, file, old, new, caught_by in [
        (
            "a test process keeps the namespace that it inherits",
            "isolation.py",
            IS_OTHER,
            "if not os.environ.get(NAMESPACE):",
            OTHERS,
        ),
        ("a test process changes its namespace", "isolation.py", IS_OTHER, "if own:", SET_UP),
        (
            "a class is set up in the namespace that it inherits",
            "testing.py",
            "        isolate()  # Before any process is started.\n",
            "",
            SET_UP,
        ),
        (
            "results are cleared in the namespace that is inherited",
            "testing.py",
            "    isolate()\n    for backend",
            "    for backend",
            OTHERS,
        ),
    ]
]
