"""Mistakes in ``pytest_plugin.py``."""

from tests.faults.fault import ALL, CACHE, MEMORY, Fault

LEFT_ALONE = "test_project_that_does_not_use_the_backend_is_left_alone"
CHOSEN = "test_package_that_the_settings_use_is_chosen"
OTHER_SETTINGS = "test_results_that_other_settings_let_a_test_have_are_cleared"

FAULTS = [
    Fault(f"the plugin {mistake}", "pytest_plugin.py", old, new, caught_by, scopes)
    for mistake, old, new, caught_by, scopes in [
        (
            "needs settings",
            "if conf is None or not conf.settings.configured:",
            "if conf is None:",
            LEFT_ALONE,
            (*MEMORY, *CACHE),
        ),
        (
            "needs a setting",
            'getattr(conf.settings, "TASKS", None) or {}',
            'getattr(conf.settings, "TASKS", {})',
            LEFT_ALONE,
            (*MEMORY, *CACHE),
        ),
        (
            "imports the backend in every project",
            "    if _is_used():\n",
            "    if sys:\n",
            LEFT_ALONE,
            (*MEMORY, *CACHE),
        ),
        (
            "clears nothing",
            "        clear_results()\n",
            "        pass\n",
            "test_results_are_cleared_around_tests_that_do_not_use_the_plugin",
            (*MEMORY, *CACHE),
        ),
        (
            "serves one of several packages",
            "    if len(packages) > 1:\n",
            "    if not packages:\n",
            CHOSEN,
            ALL,
        ),
        (
            "serves a package that is not used",
            "next(iter(packages.values()), EnqueuedTasks())",
            "EnqueuedTasks()",
            CHOSEN,
            ALL,
        ),
        (
            "always offers this package",
            "EnqueuedTasks() if own_backends() else None",
            "EnqueuedTasks()",
            CHOSEN,
            ALL,
        ),
        (
            "clears after the settings have changed",
            "pytest_runtest_teardown() -> Iterator[None]:",
            "pytest_sessionfinish() -> Iterator[None]:",
            OTHER_SETTINGS,
            CACHE,
        ),
        (
            "does not clear what a subclass stored",
            'is_named or f"{__package__}.backend" in sys.modules',
            "is_named",
            OTHER_SETTINGS,
            CACHE,
        ),
    ]
]
