"""Mistakes in ``aliases.py``."""

from tests.faults.fault import Fault

MERGED = 'merge(*(backend.results for backend in backends), key=attrgetter("enqueued_at"))'
NOT_OWN = "except (AttributeError, ImportError, TypeError):"

A_LIST = "test_enqueued_results_are_a_list"
WITHOUT_THE_BACKEND = "test_project_without_the_backend_is_told"
REFUSED = "test_task_that_cannot_be_expected_is_rejected"

FAULTS = [
    Fault(f"the tools {mistake}", "aliases.py", old, new, caught_by)
    for mistake, old, new, caught_by in [
        (
            "mix the order of aliases up",
            MERGED,
            "(result for backend in backends for result in backend.results)",
            A_LIST,
        ),
        (
            "do not see a subclass of the backend",
            "issubclass(import_string(path), DummyBackend)",
            "import_string(path) is DummyBackend",
            "test_subclass_of_the_backend_is_not_replaced",
        ),
        (
            "hide that no backend is ours",
            "raise ImproperlyConfigured(_foreign(*task_backends.settings))",
            "return []",
            WITHOUT_THE_BACKEND,
        ),
        *(
            (
                f"stumble over a backend {which}",
                NOT_OWN,
                NOT_OWN.replace(error, "KeyError"),
                WITHOUT_THE_BACKEND,
            )
            for which, error in [
                ("that is not named", "AttributeError"),
                ("that is not a class", "TypeError"),
            ]
        ),
        (
            "hide that the backend of an alias is not ours",
            "raise ImproperlyConfigured(_foreign(task.backend))",
            "return",
            REFUSED,
        ),
        (
            "expect what is not a task",
            "        raise TypeError(msg)\n    if task.backend",
            "        return task\n    if task.backend",
            REFUSED,
        ),
        (
            "fail at a path that leads nowhere",
            "        raise TypeError(msg) from error\n",
            "        return None\n",
            REFUSED,
        ),
        (
            "do not know a task by its path",
            "if isinstance(named, str) else named",
            "if not named else named",
            "test_task_may_be_given_by_its_path",
        ),
        (
            "want every value decorated",
            "elif callable(task):",
            "elif task is not Task:",
            REFUSED,
        ),
        (
            "do not tell frameworks apart",
            "if type(task).__name__ == Task.__name__:",
            "if not task:",
            "test_task_of_another_framework_is_told_apart",
        ),
        (
            "name Wagtail to users of the wrong framework",
            'answer == "django"',
            'answer != "django"',
            "test_task_of_another_framework_is_told_apart",
        ),
        (
            "hide that an alias is gone",
            "raise ImproperlyConfigured(msg)",
            "return",
            "test_removed_alias_is_named",
        ),
    ]
]
