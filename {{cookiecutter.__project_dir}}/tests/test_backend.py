"""What this backend adds to the contract: its store, its options and its checks."""

from __future__ import annotations

import contextvars
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from django.core import checks

from . import tasks
from .framework import TaskResultDoesNotExist, task_backends

if TYPE_CHECKING:
    from collections.abc import Callable

PACKAGE = "{{ cookiecutter.package_name }}"
WHERE = "TASKS['default']['OPTIONS']"


@pytest.fixture
def backend(configure: Callable[..., Any]) -> Any:
    return configure(QUEUES=["default", "other"])


def in_another_context(function: Callable[[], Any]) -> Any:
    return contextvars.Context().run(function)


def in_another_thread(function: Callable[[], Any]) -> Any:
    with ThreadPoolExecutor(1) as executor:
        return executor.submit(function).result()


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
    assert backend.results[0] is caller.get_result(backend, result.id)
    assert backend.results[0] is not result


def test_list_of_results_is_a_new_one_each_time(backend: Any) -> None:
    tasks.noop.enqueue()
    backend.results.clear()
    assert len(backend.results) == 1


def test_nothing_is_stored_if_enqueue_refuses(caller: Any, configure: Callable[..., Any]) -> None:
    elsewhere = tasks.noop.using(queue_name="default")
    backend = configure(QUEUES=["other"])
    with pytest.raises(Exception, match="default"):
        caller.enqueue(elsewhere)
    with pytest.raises(TypeError):
        caller.enqueue(tasks.noop.using(queue_name="other"), object())
    assert backend.results == []


def test_ids_have_32_characters(caller: Any, backend: Any) -> None:
    assert len(caller.enqueue(tasks.noop).id) == 32


def test_clear_removes_every_result(caller: Any, backend: Any) -> None:
    result = caller.enqueue(tasks.noop)
    backend.clear()
    assert backend.results == []
    with pytest.raises(TaskResultDoesNotExist, match=result.id):
        caller.get_result(backend, result.id)


def test_clear_does_not_empty_another_alias(configure: Callable[..., Any]) -> None:
    backend = configure("default", "second")
    tasks.noop.using(backend="second").enqueue()
    backend.clear()
    second: Any = task_backends["second"]
    assert len(second.results) == 1


def test_backends_share_results_with_those_in_their_scope(backend: Any) -> None:
    tasks.noop.enqueue("mine")
{% if cookiecutter.storage_scope == 'context' %}
    assert in_another_context(stored) == []
    assert in_another_thread(stored) == []
{% elif cookiecutter.storage_scope == 'thread' %}
    assert in_another_context(stored) == [["mine"]]
    assert in_another_thread(stored) == []
{% else %}
    assert in_another_context(stored) == [["mine"]]
    assert in_another_thread(stored) == [["mine"]]
{% endif %}


def test_clear_reaches_as_far_as_the_scope(backend: Any) -> None:
    def clear() -> None:
        task_backends["default"].clear()  # type: ignore[attr-defined]

    tasks.noop.enqueue("mine")
    in_another_thread(clear)
{% if cookiecutter.storage_scope == 'process' %}
    assert stored() == []
{% else %}
    assert stored() == [["mine"]]
{% endif %}
{% if cookiecutter.storage_scope != 'process' %}
    in_another_context(clear)
{% if cookiecutter.storage_scope == 'context' %}
    assert stored() == [["mine"]]
{% else %}
    assert stored() == []
{% endif %}
{% endif %}
{% if cookiecutter.storage_scope == 'process' %}


def test_threads_enqueue_read_and_clear_at_once(configure: Callable[..., Any]) -> None:
    backend = configure(OPTIONS={"MAX_RESULTS": 20})

    def enqueue(worker: int) -> None:
        for number in range(300):
            tasks.noop.enqueue(worker, number)
            if number % 50 == 0:
                backend.clear()

    def read() -> None:
        for _ in range(300):
            results = backend.results
            assert len(results) <= 20
            assert len({result.id for result in results}) == len(results)
            # What one thread enqueued is seen in the order in which it did so.
            for worker in range(4):
                numbers = [result.args[1] for result in results if result.args[0] == worker]
                assert numbers == sorted(numbers)

    with ThreadPoolExecutor(6) as executor:
        futures = [executor.submit(enqueue, worker) for worker in range(4)]
        futures += [executor.submit(read) for _ in range(2)]
    for future in futures:
        future.result()
{% endif %}


# Options


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
    tasks.noop.enqueue("first")
    tasks.noop.using(backend="second").enqueue()
    assert [result.args for result in backend.results] == [["first"]]


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
        *(
            (
                {"MAX_RESULTS": wrong},
                3,
                f"{WHERE}['MAX_RESULTS'] must be a positive whole number, not {wrong!r}.",
            )
            for wrong in (0, -1, True, 1.5, "10", [])
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


def test_every_option_that_is_not_valid_is_reported(configure: Callable[..., Any]) -> None:
    backend = configure(OPTIONS={"A": 1, "B": 2, "MAX_RESULTS": 0})
    assert len(backend.check()) == 3


def test_checks_are_run_by_django(configure: Callable[..., Any]) -> None:
    configure("default", "second", OPTIONS={"MAX": 1})
    errors = {message.msg for message in checks.run_checks()}
    assert errors == {
        f"TASKS[{alias!r}]['OPTIONS'] has an unknown option 'MAX'."
        for alias in ("default", "second")
    }


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
    settings.TASKS = {**settings.TASKS, "second": settings.TASKS["default"]}
    assert stored() == [["kept"]]


def test_removing_an_alias_forgets_its_results(settings: Any, backend: Any) -> None:
    before = settings.TASKS
    tasks.noop.enqueue()
    settings.TASKS = {}
    settings.TASKS = before
    assert stored() == []


def test_changing_another_setting_keeps_the_results(settings: Any, backend: Any) -> None:
    tasks.noop.enqueue("kept")
    settings.DEBUG = True
    assert stored() == [["kept"]]
{% endif %}
