"""Mistakes in ``substitution.py`` and ``replaced.py``."""

from tests.faults.fault import MEMORY, Fault

REJECTED = "test_tasks_that_the_backend_rejects_are_rejected"
RETRIEVED = "test_results_are_retrieved_as_by_the_backend"
CHOSEN = "test_backends_can_be_chosen"
ELSEWHERE = "test_backends_are_not_replaced_elsewhere"
KEPT = "test_own_results_are_kept"

FAULTS = [
    Fault(
        "a substitute takes the place of all",
        "replaced.py",
        "alias in aliases for",
        "True for",
        CHOSEN,
    ),
    Fault(
        "a substitute takes the place of the chosen only if none is",
        "replaced.py",
        "any(aliases is None or",
        "any(not aliases or",
        "test_mixin_replaces_the_backends_for_its_class",
    ),
    *(
        Fault(f"a substitute {mistake}", "substitution.py", old, new, caught_by)
        for mistake, old, new, caught_by in [
            (
                "takes the options of another backend",
                '{**params, "OPTIONS": {}}',
                "params",
                "test_backends_are_replaced_for_the_test",
            ),
            (
                "has a task class of its own",
                "return self.replaced.task_class",
                "return super().task_class",
                "test_tasks_have_the_class_of_the_backend_that_is_replaced",
            ),
            (
                "accepts what the backend rejects",
                "        self.replaced.validate_task(task)\n",
                "",
                REJECTED,
            ),
            (
                "has priorities of its own",
                "self.supports_priority = replaced.supports_priority",
                "self.supports_priority = True; type(replaced).supports_priority = True",
                REJECTED,
            ),
            (
                "retrieves results unlike the backend",
                "        if not self.supports_get_result:\n            kind",
                "        if not self.replaced:\n            kind",
                RETRIEVED,
            ),
            (
                "retrieves no results",
                "        if not self.supports_get_result:\n            kind",
                "        if self.replaced:\n            kind",
                RETRIEVED,
            ),
            (
                "retrieves results in a coroutine unlike the backend",
                "        self._require_get_result()\n        return await",
                "        return await",
                RETRIEVED,
            ),
            (
                "stays",
                "    finally:\n        _forget_backends()\n",
                "    finally:\n        pass\n",
                ELSEWHERE,
            ),
            (
                "comes late",
                "            _forget_backends()\n            yield\n",
                "            yield\n",
                ELSEWHERE,
            ),
            (
                "is kept",
                "type(backend) is not SubstituteBackend and isinstance",
                "isinstance",
                ELSEWHERE,
            ),
        ]
    ),
    Fault(
        "a substitute takes the place of the own backend",
        "substitution.py",
        "            handler[alias] = backend\n",
        "            pass\n",
        KEPT,
        MEMORY,
    ),
]
