"""Listing and clearing results, which the contract tests don't cover."""

from __future__ import annotations

from copy import copy, deepcopy
from typing import TYPE_CHECKING, Any

import pytest

from {{ cookiecutter.package_name }}.results import copy_result

from . import tasks
from .conftest import listening
from .framework import InvalidTask, TaskResultDoesNotExist, TaskResultStatus, task_backends

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def backend(configure: Callable[..., Any]) -> Any:
    backend: Any = configure(QUEUES=["default", "other"])
    backend.clear()
    return backend


def test_results_are_in_the_order_in_which_they_were_enqueued(caller: Any, backend: Any) -> None:
    results = [caller.enqueue(tasks.noop, number) for number in range(5)]
    assert backend.results == results


def test_results_are_those_that_get_result_returns(caller: Any, backend: Any) -> None:
    result = caller.enqueue(tasks.noop)
    assert backend.results == [caller.get_result(backend, result.id)]
    assert backend.results[0] is not result


def test_list_of_results_is_new_each_time(backend: Any) -> None:
    before = backend.results
    tasks.noop.enqueue()
    backend.results.append(before)
    assert len(backend.results) == 1
    assert before == []


def test_list_of_results_can_be_cleared_as_with_the_backend_of_django(backend: Any) -> None:
    tasks.noop.enqueue()
    results = backend.results
    copies = [copy(results), deepcopy(results)]
    results.clear()
    assert (results, backend.results) == ([], [])
    for each in copies:
        assert type(each) is list
        assert len(each) == 1


def test_task_is_not_run(caller: Any, backend: Any) -> None:
    result = caller.enqueue(tasks.noop)
    caller.refresh(result)
    assert result.status == TaskResultStatus.READY


def test_exception_of_a_receiver_propagates(caller: Any, backend: Any) -> None:
    def fail(**kwargs: Any) -> None:
        raise ZeroDivisionError

    with listening(fail), pytest.raises(ZeroDivisionError):
        caller.enqueue(tasks.noop)
    assert len(backend.results) == 1


def test_rejected_task_is_not_stored(
    caller: Any, backend: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(TypeError):
        caller.enqueue(tasks.noop, object())
    task = tasks.noop.using(queue_name="other")
    monkeypatch.setattr(backend, "queues", {"default"})
    with pytest.raises(InvalidTask, match="other"):
        caller.enqueue(task)
    monkeypatch.undo()
    assert backend.results == []


@pytest.mark.parametrize("depth", [100, 700, 5_000, 100_000])
def test_deeply_nested_arguments_are_stored_completely_or_rejected(
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
    assert [nesting(result.args) for result in backend.results] == expected


def nesting(value: list[Any]) -> int:
    """Return the number of lists that are nested in a list."""
    depth = 0
    while value:
        value = value[0]
        depth += 1
    return depth


@pytest.mark.parametrize("result_id", [None, 7, b"id"], ids=repr)
def test_id_that_is_not_a_string_does_not_exist(
    caller: Any, backend: Any, result_id: object
) -> None:
    with pytest.raises(TaskResultDoesNotExist):
        caller.get_result(backend, result_id)


def test_id_in_upper_case_does_not_exist(caller: Any, backend: Any) -> None:
    result_id = caller.enqueue(tasks.noop).id
    assert result_id.upper() != result_id
    with pytest.raises(TaskResultDoesNotExist):
        caller.get_result(backend, result_id.upper())


def test_ids_have_32_characters(caller: Any, backend: Any) -> None:
    assert len(caller.enqueue(tasks.noop).id) == 32


def test_ids_are_not_reused_after_clear(caller: Any, backend: Any) -> None:
    before = caller.enqueue(tasks.noop)
    backend.clear()
    assert caller.enqueue(tasks.noop).id != before.id


def test_clear_removes_all_results(caller: Any, backend: Any) -> None:
    result = caller.enqueue(tasks.noop)
    backend.clear()
    assert backend.results == []
    with pytest.raises(TaskResultDoesNotExist, match=result.id):
        caller.get_result(backend, result.id)


def test_clear_keeps_the_results_of_another_alias(configure: Callable[..., Any]) -> None:
    backend = configure("default", "second")
    second: Any = task_backends["second"]
    second.clear()
    tasks.noop.using(backend="second").enqueue()
    backend.clear()
    assert len(second.results) == 1


def test_replaced_result_keeps_its_position(caller: Any, backend: Any) -> None:
    before, result, after = [caller.enqueue(tasks.noop, number) for number in range(3)]
    running = copy_result(result, status=TaskResultStatus.RUNNING)
    backend.store.replace(running)
    assert backend.results == [before, running, after]
    assert caller.get_result(backend, result.id) == running


def test_removed_result_is_not_replaced(backend: Any) -> None:
    result = tasks.noop.enqueue()
    backend.clear()
    backend.store.replace(result)
    assert backend.results == []
    assert backend.store.get(result.id) is None
