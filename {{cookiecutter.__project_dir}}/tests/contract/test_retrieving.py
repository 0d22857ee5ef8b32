"""Fetching a result by its id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, transaction
from django.utils.timezone import now

from . import tasks
from .calling import AsyncCaller, SyncCaller
from .expect import expect, expect_that, refused
from .fetching import expect_same, fetch
from .framework import TaskResultDoesNotExist, TaskResultMismatch, TaskResultStatus, task_backends
from .rules import rule

if TYPE_CHECKING:
    from collections.abc import Callable

NO_IDS = ["", " ", "no-such-id", "0" * 32, "x" * 65, "é😀", "../id", "%s", "None"]


@rule("TC301")
def test_fetched_result_equals_the_one_returned(caller: Any, backend: Any) -> None:
    result = caller.enqueue(tasks.add, 1, b=2)
    fetched = fetch(caller, backend, result.id, complete=False)
    expect_same("the fetched result", fetched, result)


@rule("TC302")
def test_each_id_finds_its_own_result(caller: Any, backend: Any) -> None:
    ids = [caller.enqueue(tasks.noop, number).id for number in range(5)]
    args = [fetch(caller, backend, id_).args for id_ in ids]
    expect("arguments of the fetched results", args, [[number] for number in range(5)])


@rule("TC303")
@pytest.mark.parametrize("result_id", NO_IDS, ids=repr)
def test_unknown_id_is_a_result_that_does_not_exist(
    caller: Any, backend: Any, result_id: str
) -> None:
    caller.enqueue(tasks.noop)
    with refused(f"get_result({result_id!r})", TaskResultDoesNotExist):
        fetch(caller, backend, result_id)


@rule("TC303")
@pytest.mark.parametrize("change", ["without its last character", "with a space after it"])
def test_almost_an_id_finds_nothing(caller: Any, backend: Any, change: str) -> None:
    result_id = caller.enqueue(tasks.noop).id
    almost = result_id[:-1] if change == "without its last character" else f"{result_id} "
    with refused(f"get_result() of an id {change}", TaskResultDoesNotExist):
        fetch(caller, backend, almost)


@rule("TC304")
def test_results_are_retrieved_in_both_ways_or_in_neither(backend: Any) -> None:
    result_id = tasks.noop.enqueue().id

    def retrieves(caller: Any) -> bool:
        try:
            caller.get_result(backend, result_id)
        except NotImplementedError:
            return False
        except TaskResultDoesNotExist:
            pass
        return True

    expect("aget_result() is supported", retrieves(AsyncCaller()), retrieves(SyncCaller()))


@rule("TC305")
def test_result_is_found_through_its_task(caller: Any, backend: Any) -> None:
    result = caller.enqueue(tasks.noop)
    stored = fetch(caller, backend, result.id)
    for task in (tasks.noop, tasks.noop.using(queue_name="other")):
        expect_same("the result fetched with a task", caller.get_result(task, result.id), stored)


@rule("TC306")
def test_result_of_another_task_is_a_mismatch(caller: Any, backend: Any) -> None:
    result = caller.enqueue(tasks.noop)
    fetch(caller, backend, result.id)
    with refused("get_result() of another task", TaskResultMismatch):
        caller.get_result(tasks.add, result.id)


@rule("TC307")
def test_refresh_brings_back_the_stored_state(caller: Any, backend: Any) -> None:
    result = caller.enqueue(tasks.noop)
    fetch(caller, backend, result.id)
    for name, wrong in [
        ("status", TaskResultStatus.RUNNING),
        ("enqueued_at", None),
        ("started_at", now()),
        ("errors", ["wrong"]),
        ("worker_ids", ["wrong"]),
    ]:
        object.__setattr__(result, name, wrong)
    caller.refresh(result)
    expect_same("the refreshed result", result, fetch(caller, backend, result.id))
    expect_that(
        "the refreshed result",
        "wrong" not in [*result.errors, *result.worker_ids],
        expected="the stored errors and worker_ids",
        found=[*result.errors, *result.worker_ids],
    )


@rule("TC309")
@pytest.mark.django_db(transaction=True)
def test_results_can_be_fetched_in_a_transaction(backend: Any) -> None:
    result = tasks.noop.enqueue()
    with transaction.atomic():
        expect_same("the result", fetch(SyncCaller(), backend, result.id), result)
        with refused("get_result() of an unknown id", TaskResultDoesNotExist):
            backend.get_result(result.id[::-1])
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            expect("the transaction is usable", cursor.fetchone(), (1,))


@rule("TC310")
def test_fetched_result_has_the_alias_of_its_task(
    caller: Any, configure: Callable[..., Any]
) -> None:
    configure("default", "second")
    for alias in ("default", "second"):
        result = caller.enqueue(tasks.noop.using(backend=alias))
        stored = fetch(caller, task_backends[alias], result.id)
        expect("backend of the fetched result", stored.backend, alias)
        expect("backend of its task", stored.task.backend, alias)
