"""Mistakes in the ``store.py`` of the scope context."""

from tests.faults.fault import Fault

FAULTS = [
    Fault(intent, "store.py", "return Store(params)", new, caught_by, scopes=("context",))
    for intent, new, caught_by in [
        (
            "all contexts have the same store",
            "return params.setdefault('_store', Store(params))",
            "test_scope_reaches_as_far_as_declared",
        ),
        (
            "the store of a context has no options",
            "return Store({})",
            "test_oldest_result_is_dropped_beyond_max_results",
        ),
        (
            "all contexts and settings have the same store",
            "Store.one = getattr(Store, 'one', None) or Store(params)\n    return Store.one",
            "test_changing_the_settings_removes_the_results",
        ),
    ]
]
