"""What this backend adds to the contract: its store, its options and its checks."""

from __future__ import annotations

import contextvars
{% if cookiecutter.storage_scope in ['context', 'process'] %}
import random
{% endif %}
{% if cookiecutter.testing_tools %}
import re
{% endif %}
{% if cookiecutter.storage_scope in ['context', 'process'] %}
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
{% endif %}
{% if cookiecutter.storage_scope == 'process' %}
from functools import partial
{% endif %}
from typing import TYPE_CHECKING, Any
{% if cookiecutter.testing_tools and cookiecutter.storage_scope in ['cache', 'database'] %}
from unittest.mock import patch
{% endif %}

{% if cookiecutter.testing_tools and cookiecutter.tasks_framework != 'django-tasks' %}
import django
{% endif %}
import pytest
from django.core import checks
{% if cookiecutter.testing_tools %}
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string
{% endif %}

{% if cookiecutter.storage_scope in ['context', 'process'] %}
from {{ cookiecutter.package_name }} import store

{% endif %}
from . import {{ 'framework, ' if cookiecutter.testing_tools else '' }}tasks
from .conftest import in_new_process, in_thread, listening
from .framework import {{ 'Task, ' if cookiecutter.testing_tools else '' }}TaskResultDoesNotExist, TaskResultStatus, task_backends

if TYPE_CHECKING:
    from collections.abc import Callable
{% if cookiecutter.storage_scope in ['context', 'process'] %}
    from types import FrameType
{% endif %}

PACKAGE = "{{ cookiecutter.package_name }}"
WHERE = "TASKS['default']['OPTIONS']"


@pytest.fixture
def backend(configure: Callable[..., Any]) -> Any:
{% if cookiecutter.storage_scope in ['cache', 'database'] %}
    backend: Any = configure(QUEUES=["default", "other"])
    backend.clear()
    return backend
{% else %}
    return configure(QUEUES=["default", "other"])
{% endif %}


def in_another_context(function: Callable[[], Any]) -> Any:
    return contextvars.Context().run(function)


def stored() -> list[list[Any]]:
    """Return the arguments of the results that whoever calls this sees."""
    backend: Any = task_backends["default"]
    return [result.args for result in backend.results]


# Results


def test_results_are_in_the_order_they_were_enqueued(caller: Any, backend: Any) -> None:
    results = [caller.enqueue(tasks.noop, number) for number in range(5)]
    assert backend.results == results


def test_results_are_those_that_get_result_returns(caller: Any, backend: Any) -> None:
    result = caller.enqueue(tasks.noop)
{% if cookiecutter.storage_scope in ['cache', 'database'] %}
    assert backend.results == [caller.get_result(backend, result.id)]
{% else %}
    assert backend.results[0] is caller.get_result(backend, result.id)
{% endif %}
    assert backend.results[0] is not result


def test_list_of_results_is_a_new_one_each_time(backend: Any) -> None:
    before = backend.results
    tasks.noop.enqueue()
    backend.results.clear()
    assert len(backend.results) == 1
    assert before == []


def test_no_task_is_run(caller: Any, backend: Any) -> None:
    result = caller.enqueue(tasks.noop)
    caller.refresh(result)
    assert result.status == TaskResultStatus.READY


def test_exception_of_a_receiver_is_the_callers_too(caller: Any, backend: Any) -> None:
    def fail(**kwargs: Any) -> None:
        raise ZeroDivisionError

    with listening(fail), pytest.raises(ZeroDivisionError):
        caller.enqueue(tasks.noop)
    assert len(backend.results) == 1


def test_nothing_is_stored_if_enqueue_refuses(caller: Any, configure: Callable[..., Any]) -> None:
    elsewhere = tasks.noop.using(queue_name="default")
    backend = configure(QUEUES=["other"])
{% if cookiecutter.storage_scope in ['cache', 'database'] %}
    backend.clear()
{% endif %}
    with pytest.raises(Exception, match="default"):
        caller.enqueue(elsewhere)
    with pytest.raises(TypeError):
        caller.enqueue(tasks.noop.using(queue_name="other"), object())
{% if cookiecutter.storage_scope in ['cache', 'database'] %}
    # A result whose queue is not accepted would be left out.
    assert configure(QUEUES=[]).results == []
{% else %}
    assert backend.results == []
{% endif %}


@pytest.mark.parametrize("depth", [100, 700, 5_000, 100_000])
def test_arguments_nested_deep_are_kept_whole_or_not_at_all(
    caller: Any, backend: Any, depth: int
) -> None:
    nested: list[Any] = []
    for _ in range(depth):
        nested = [nested]
    with listening() as sent:
        try:
            caller.enqueue(tasks.noop, nested)
            expected = [depth + 1]
        except RecursionError:
            expected = []
    assert len(sent) == len(expected)
    assert [level(result.args) for result in backend.results] == expected


def level(nested: list[Any]) -> int:
    """Return how many lists are in a list, each in the one before."""
    count = 0
    while nested:
        nested = nested[0]
        count += 1
    return count


@pytest.mark.parametrize("no_id", [None, 7, b"id", [], {}], ids=repr)
def test_what_is_no_id_at_all_finds_nothing(caller: Any, backend: Any, no_id: object) -> None:
    with pytest.raises(TaskResultDoesNotExist):
        caller.get_result(backend, no_id)


def test_ids_have_32_characters(caller: Any, backend: Any) -> None:
    assert len(caller.enqueue(tasks.noop).id) == 32


def test_ids_are_not_used_again_after_clear(caller: Any, backend: Any) -> None:
    before = caller.enqueue(tasks.noop)
    backend.clear()
    assert caller.enqueue(tasks.noop).id != before.id


def test_clear_removes_every_result(caller: Any, backend: Any) -> None:
    result = caller.enqueue(tasks.noop)
    backend.clear()
    assert backend.results == []
    with pytest.raises(TaskResultDoesNotExist, match=result.id):
        caller.get_result(backend, result.id)


def test_clear_does_not_empty_another_alias(configure: Callable[..., Any]) -> None:
    backend = configure("default", "second")
    second: Any = task_backends["second"]
{% if cookiecutter.storage_scope in ['cache', 'database'] %}
    second.clear()
{% endif %}
    tasks.noop.using(backend="second").enqueue()
    backend.clear()
    assert len(second.results) == 1


def test_backends_share_results_with_those_in_their_scope(backend: Any) -> None:
    tasks.noop.enqueue("mine")
{% if cookiecutter.storage_scope == 'context' %}
    assert in_another_context(stored) == []
    assert in_thread(stored) == []
{% elif cookiecutter.storage_scope == 'thread' %}
    assert in_another_context(stored) == [["mine"]]
    assert in_thread(stored) == []
{% else %}
    assert in_another_context(stored) == [["mine"]]
    assert in_thread(stored) == [["mine"]]
{% endif %}


def test_clear_reaches_as_far_as_the_scope(backend: Any) -> None:
    def clear() -> None:
        task_backends["default"].clear()  # type: ignore[attr-defined]

    tasks.noop.enqueue("mine")
    in_thread(clear)
{% if cookiecutter.storage_scope not in ['context', 'thread'] %}
    assert stored() == []
{% else %}
    assert stored() == [["mine"]]
{% endif %}
{% if cookiecutter.storage_scope in ['context', 'thread'] %}
    in_another_context(clear)
{% if cookiecutter.storage_scope == 'context' %}
    assert stored() == [["mine"]]
{% else %}
    assert stored() == []
{% endif %}
{% endif %}
{% if cookiecutter.storage_scope in ['context', 'process'] %}


def at_once(function: Callable[[int], None]) -> None:
    """Call a function in threads, with their numbers, that give way at each line of the store."""
    barrier = threading.Barrier(4)

    def give_way(frame: FrameType, event: str, arg: Any) -> Any:
        if frame.f_code.co_filename == store.__file__:
            time.sleep(random.uniform(0, 0.0001))  # noqa: S311
            return give_way
        return None

    def start(worker: int) -> None:
        barrier.wait()
        sys.settrace(give_way)
        function(worker)

    with ThreadPoolExecutor(4) as executor:
        list(executor.map(start, range(4)))


def test_threads_that_use_one_store_at_once_do_not_upset_it(
    configure: Callable[..., Any],
) -> None:
    backend = configure(OPTIONS={"MAX_RESULTS": 2})

    def use(worker: int) -> None:
        for number in range(40):
{% if cookiecutter.storage_scope == 'context' %}
            # As with sync_to_async(), the thread has the backend of the context.
            enqueued = backend.enqueue(tasks.noop, [worker, number], {})
{% else %}
            enqueued = tasks.noop.enqueue(worker, number)
{% endif %}
            # Another thread may have dropped or cleared it by now.
            with suppress(TaskResultDoesNotExist):
                assert backend.get_result(enqueued.id) == enqueued
            results = backend.results
            assert len(results) <= 2
            assert len({result.id for result in results}) == len(results)
            # What one thread enqueued is seen in the order in which it did so.
            for other in range(4):
                numbers = [result.args[1] for result in results if result.args[0] == other]
                assert numbers == sorted(numbers)
            if number % 2 == worker % 2:
                backend.clear()

    at_once(use)


def test_threads_that_fill_and_clear_one_store_at_once_do_not_upset_it(
    configure: Callable[..., Any],
) -> None:
    backend = configure(OPTIONS={"MAX_RESULTS": 1})

    def use(worker: int) -> None:
        for _ in range(150):
            {{ 'backend.enqueue(tasks.noop, [], {})' if cookiecutter.storage_scope == 'context' else 'tasks.noop.enqueue()' }}
            if worker == 0:
                backend.clear()

    at_once(use)
{% endif %}
{% if cookiecutter.storage_scope == 'process' %}


def test_threads_that_first_use_an_alias_at_once_share_its_store(
    configure: Callable[..., Any],
) -> None:
    def enqueue(alias: str, worker: int) -> None:
        tasks.noop.using(backend=alias).enqueue(worker)

    aliases = [f"alias {number}" for number in range(20)]
    configure("default", *aliases)
    for alias in aliases:
        at_once(partial(enqueue, alias))
        backend: Any = task_backends[alias]
        assert len(backend.results) == 4
{% endif %}


# Options


{% if cookiecutter.storage_scope not in ['cache', 'database'] %}
def test_every_result_is_kept_by_default(backend: Any) -> None:
    for _ in range(2000):
        tasks.noop.enqueue()
    assert len(backend.results) == 2000


@pytest.mark.parametrize("limit", [1, 3])
def test_oldest_result_is_dropped_beyond_max_results(
    caller: Any, configure: Callable[..., Any], limit: int
) -> None:
    backend = configure(OPTIONS={"MAX_RESULTS": limit})
    results = [caller.enqueue(tasks.noop, number) for number in range(5)]
    assert backend.results == results[-limit:]
    with pytest.raises(TaskResultDoesNotExist):
        caller.get_result(backend, results[-limit - 1].id)


def test_max_results_counts_each_alias_apart(configure: Callable[..., Any]) -> None:
    backend = configure("default", "second", OPTIONS={"MAX_RESULTS": 1})
    tasks.noop.enqueue()
    tasks.noop.using(backend="second").enqueue()
    second: Any = task_backends["second"]
    assert len(backend.results) == len(second.results) == 1


@pytest.mark.parametrize("options", [{}, {"MAX_RESULTS": 1}, {"MAX_RESULTS": None}])
def test_valid_options_pass_the_checks(
    configure: Callable[..., Any], options: dict[str, Any]
) -> None:
    assert configure(OPTIONS=options).check() == []


@pytest.mark.parametrize(
    ("options", "number", "message"),
    [
        ("none", 1, f"{WHERE} must be a dictionary, not 'none'."),
        ({"MAX": 1}, 2, f"{WHERE} has an unknown option 'MAX'."),
        ({"max_results": 1}, 2, f"{WHERE} has an unknown option 'max_results'."),
        *(
            (
                {"MAX_RESULTS": wrong},
                3,
                f"{WHERE}['MAX_RESULTS'] must be a positive whole number, not {wrong!r}.",
            )
            for wrong in (0, -1, True, 1.5, "10", [1])
        ),
    ],
)
def test_option_that_is_not_valid_is_an_error_that_names_it(
    configure: Callable[..., Any], options: Any, number: int, message: str
) -> None:
    backend = configure(OPTIONS=options)
    [error] = backend.check()
    assert (error.id, error.msg) == (f"{PACKAGE}.E00{number}", message)
    assert error.is_serious()
    # It is an error of the settings, not of the code that enqueues.
    tasks.noop.enqueue()
    assert len(backend.results) == 1


def test_valid_limit_counts_beside_an_option_that_is_not_valid(
    configure: Callable[..., Any],
) -> None:
    backend = configure(OPTIONS={"MAX_RESULTS": 1, "MAX": 1})
    tasks.noop.enqueue()
    tasks.noop.enqueue()
    assert len(backend.results) == 1


def test_every_option_that_is_not_valid_is_reported(configure: Callable[..., Any]) -> None:
    backend = configure(OPTIONS={"A": 1, "B": 2, "MAX_RESULTS": 0})
    errors = backend.check()
    assert len(errors) == 3
    assert all(error.hint for error in errors)


{% else %}
@pytest.mark.parametrize(
    ("options", "number", "message"),
    [
        ("none", 1, f"{WHERE} must be a dictionary, not 'none'."),
        ({"MAX": 1}, 2, f"{WHERE} has an unknown option 'MAX'."),
        ({"MAX_RESULTS": 1}, 2, f"{WHERE} has an unknown option 'MAX_RESULTS'."),
{% if cookiecutter.storage_scope == 'cache' %}
        *(
            (
                {"TIMEOUT": wrong},
                3,
                f"{WHERE}['TIMEOUT'] must be positive whole seconds or None, not {wrong!r}.",
            )
            for wrong in (0, -1, True, 1.5, "10", [1])
        ),
        *(
            (
                {"CACHE": wrong},
                4,
                f"{WHERE}['CACHE'] must be the alias of a cache in CACHES, not {wrong!r}.",
            )
            for wrong in ("no such cache", None, 7, ["default"])
        ),
{% endif %}
    ],
)
def test_option_that_is_not_valid_is_an_error_that_names_it(
    configure: Callable[..., Any], options: Any, number: int, message: str
) -> None:
    [error] = configure(OPTIONS=options).check()
    assert (error.id, error.msg) == (f"{PACKAGE}.E00{number}", message)
    assert error.is_serious()
    assert error.hint or number == 1


@pytest.mark.parametrize("options", ["none", {"MAX": 1}])
def test_option_that_is_not_valid_does_not_stop_a_task(
    configure: Callable[..., Any], options: Any
) -> None:
    backend = configure(OPTIONS=options)
    backend.clear()
    tasks.noop.enqueue()
    assert len(backend.results) == 1


def test_every_option_that_is_not_valid_is_reported(configure: Callable[..., Any]) -> None:
    assert len(configure(OPTIONS={"A": 1, "B": 2}).check()) == 2


{% endif %}
{% if cookiecutter.testing_tools %}
@pytest.mark.parametrize("path", ["tests.framework.Task", "tests.task_class.RetriedTask", None])
def test_task_class_is_that_of_the_options(configure: Callable[..., Any], path: Any) -> None:
    backend = configure(OPTIONS={"TASK_CLASS": path})
    assert backend.check() == []
    assert backend.task_class is (import_string(path) if path else Task)


def test_task_of_another_class_is_enqueued_with_what_it_has_beyond(
    configure: Callable[..., Any],
) -> None:
    backend = configure(OPTIONS={"TASK_CLASS": "tests.task_class.RetriedTask"})
{% if cookiecutter.tasks_framework != 'django-tasks' %}
    if django.VERSION[:2] == (6, 0):
        # Its @task hands on no other arguments.
        task: Any = backend.task_class(
            func=tasks.without_context, retries=3, priority=0, backend="default",
            queue_name="default", run_after=None,
        )  # fmt: skip
    else:
        # The stubs know the class of the framework only.
        task = framework.task(retries=3)(tasks.without_context)  # type: ignore[call-overload]
{% else %}
    task: Any = framework.task(retries=3)(tasks.without_context)
{% endif %}
{% if cookiecutter.storage_scope in ['cache', 'database'] %}
    with patch.object(tasks, "without_context", task):
        stored = backend.get_result(task.enqueue("word").id)
{% else %}
    stored = backend.get_result(task.enqueue("word").id)
{% endif %}
    assert (type(stored.task).__name__, stored.task.retries) == ("RetriedTask", 3)


def test_error_says_why_a_task_class_cannot_be_imported(configure: Callable[..., Any]) -> None:
    [error] = configure(OPTIONS={"TASK_CLASS": "no.such.Class"}).check()
    assert error.msg.endswith("'no.such.Class' (ModuleNotFoundError: No module named 'no').")


@pytest.mark.parametrize("path", ["", "json", "no.such.Class", "tests.tasks.add", "abc.ABC", 7])
def test_task_class_that_is_none_is_an_error(configure: Callable[..., Any], path: Any) -> None:
    backend = configure(OPTIONS={"TASK_CLASS": path})
    [error] = backend.check()
    message = f"{WHERE}['TASK_CLASS'] must be the path of a subclass of Task, not {path!r}"
    assert error.msg.startswith(message)
    assert error.id == f"{PACKAGE}.{{ {'cache': 'E006'}.get(cookiecutter.storage_scope, 'E004') }}"
    assert error.hint
    with pytest.raises(ImproperlyConfigured, match=re.escape(message)):
        framework.task(tasks.without_context)


{% endif %}
def test_checks_are_run_by_django(configure: Callable[..., Any]) -> None:
    configure("default", "second", OPTIONS={"MAX": 1})
    errors = {message.msg for message in checks.run_checks()}
    assert errors == {
        f"TASKS[{alias!r}]['OPTIONS'] has an unknown option 'MAX'."
        for alias in ("default", "second")
    }


def test_checks_are_run_in_a_project_that_has_no_other_application(settings: Any) -> None:
    params = {**settings.TASKS["default"], "OPTIONS": {"MAX": 1}}
{% if cookiecutter.storage_scope == 'cache' %}
    shared = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "results"}
    project = {
        "CACHES": {"default": shared},
        "INSTALLED_APPS": [PACKAGE],
        "TASKS": {"default": params},
    }
{% else %}
    project = {"INSTALLED_APPS": [PACKAGE], "TASKS": {"default": params}}
{% endif %}
    run_the_checks = f"""
import django
from django.conf import settings
from django.core import checks
settings.configure(**{project!r})
django.setup()
print(*(message.id for message in checks.run_checks()))
"""
    # A Django that has a tasks framework of its own asks every backend, too.
    assert set(in_new_process(run_the_checks).split()) == {f"{PACKAGE}.E002"}
{% if cookiecutter.storage_scope not in ['cache', 'database'] %}


# Settings


def test_changing_the_settings_empties_the_stores_they_change(
    configure: Callable[..., Any],
) -> None:
    configure(QUEUES=["default"])
    tasks.noop.enqueue()
    configure(QUEUES=["default", "other"])
    assert stored() == []
    tasks.noop.enqueue()
    configure(QUEUES=["default"])
    assert stored() == []
{% if cookiecutter.storage_scope != 'context' %}


def test_changing_the_settings_of_one_alias_keeps_the_results_of_others(
    settings: Any, backend: Any
) -> None:
    tasks.noop.enqueue("kept")
    params = settings.TASKS["default"]
    settings.TASKS = {"default": {**params}, "second": params}
    assert stored() == [["kept"]]


@pytest.mark.parametrize("removed", [{}, None])
def test_removing_an_alias_forgets_its_results(
    settings: Any, backend: Any, removed: dict[str, Any] | None
) -> None:
    before = settings.TASKS
    tasks.noop.enqueue()
    settings.TASKS = removed
    settings.TASKS = before
    assert stored() == []


def test_changing_another_setting_keeps_the_results(settings: Any, backend: Any) -> None:
    tasks.noop.enqueue("kept")
    settings.DEBUG = True
    assert in_another_context(stored) == [["kept"]]
{% endif %}
{% else %}


# Settings


def test_changing_the_settings_keeps_the_results(
    configure: Callable[..., Any], backend: Any
) -> None:
    tasks.noop.enqueue("kept")
    configure(QUEUES=["default"])
    assert stored() == [["kept"]]
{% endif %}
