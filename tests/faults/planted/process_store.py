"""Mistakes in the ``store.py`` of the scope process; most are the same in the scope thread."""

from tests.faults.fault import SHARED, Fault

CREATE = "return _stores.setdefault(alias, Store(params))"
CHANGED = "tasks.get(alias) != store.params"

SETTINGS = "test_changing_the_settings_removes_the_results"
OTHER_ALIAS = "test_changing_one_alias_keeps_the_results_of_the_others"
REMOVED_ALIAS = "test_removing_an_alias_removes_its_results"

FAULTS = [
    *(
        Fault(intent, "store.py", old, new, caught_by, scopes=SHARED)
        for intent, old, new, caught_by in [
            (
                "all aliases have one store",
                CREATE,
                CREATE.replace("alias", "''"),
                "test_aliases_are_kept_apart",
            ),
            (
                "every backend has a store of its own",
                CREATE,
                "return Store(params)",
                "test_scope_reaches_as_far_as_declared",
            ),
            (
                "a shared store has no options",
                CREATE,
                CREATE.replace("params", "{}"),
                "test_oldest_result_is_dropped_beyond_max_results",
            ),
            (
                "changing the settings drops nothing",
                'setting == "TASKS"',
                'setting == "TASK"',
                SETTINGS,
            ),
            (
                "changing the settings drops only aliases that are removed",
                CHANGED,
                "alias not in tasks",
                SETTINGS,
            ),
            (
                "changing the settings drops every alias",
                f"if {CHANGED}:",
                "if store:",
                OTHER_ALIAS,
            ),
            (
                "changing the settings drops aliases whose settings are another dictionary",
                CHANGED,
                "tasks.get(alias) is not store.params",
                OTHER_ALIAS,
            ),
            (
                "changing the settings keeps aliases that are removed",
                CHANGED,
                "tasks.get(alias, store.params) != store.params",
                REMOVED_ALIAS,
            ),
            (
                "removing the setting fails",
                'kwargs["value"] or {}',
                'kwargs["value"]',
                REMOVED_ALIAS,
            ),
            (
                "changing another setting drops the results",
                '    if setting == "TASKS":\n        tasks = kwargs["value"] or {}\n',
                "    if setting:\n        tasks = {}\n",
                "test_changing_another_setting_keeps_the_results",
            ),
        ]
    ),
    Fault(
        "each thread has a store of its own",
        "store.py",
        "class Store(MemoryStore):",
        "class Store(MemoryStore, threading.local):",
        "test_scope_reaches_as_far_as_declared",
        scopes=("process",),
    ),
    Fault(
        "stores are created without the lock",
        "store.py",
        f"    with _stores_lock:\n        {CREATE}\n",
        """\
    if alias not in _stores:
        _stores[alias] = Store(params)
    return _stores[alias]
""",
        "test_threads_that_use_an_alias_first_share_its_store",
        scopes=("process",),
    ),
]
