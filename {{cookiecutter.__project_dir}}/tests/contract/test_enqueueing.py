"""What enqueue() returns."""

from __future__ import annotations

import copy
from datetime import timedelta
from typing import Any

import pytest
from django.utils.timezone import is_aware, now

from . import tasks
from .expect import expect, expect_that, refused
from .fetching import expect_arguments, expect_same, expect_task, fetch
from .framework import TaskResultStatus
from .rules import rule


@rule("TC101")
@pytest.mark.parametrize(
    "flag",
    ["supports_defer", "supports_async_task", "supports_get_result", "supports_priority"],
)
def test_flags_are_true_or_false(backend: Any, flag: str) -> None:
    value = getattr(backend, flag)
    expect_that(flag, value in (True, False), expected="True or False", found=value)


@rule("TC102")
def test_ids_are_strings_of_1_to_64_characters(caller: Any) -> None:
    id_ = caller.enqueue(tasks.noop).id
    is_valid = isinstance(id_, str) and 1 <= len(id_) <= 64
    expect_that("the id", is_valid, expected="a string of 1 to 64 characters", found=id_)


@rule("TC103")
def test_ids_are_not_used_twice(backend: Any) -> None:
    ids = {tasks.noop.enqueue().id for _ in range(500)}
    expect("different ids of 500 results", len(ids), 500)


@rule("TC104")
def test_new_result_is_ready(caller: Any) -> None:
    result = caller.enqueue(tasks.noop)
    if result.is_finished:
        pytest.skip("the backend runs tasks as they are enqueued")
    expect("status", result.status, TaskResultStatus.READY)
    for name in ("started_at", "last_attempted_at", "finished_at"):
        expect(name, getattr(result, name), None)
    expect("attempts", result.attempts, 0)
    expect("errors", result.errors, [])
    expect("worker_ids", result.worker_ids, [])
    with refused("return_value", ValueError, naming="Task has not finished yet"):
        _ = result.return_value


@rule("TC105")
def test_status_is_a_member_of_the_enumeration(caller: Any) -> None:
    status = caller.enqueue(tasks.noop).status
    is_member = isinstance(status, TaskResultStatus)
    expect_that("the status", is_member, expected="a TaskResultStatus", found=status)


@rule("TC106")
def test_time_of_enqueueing_is_known(caller: Any, backend: Any) -> None:
    slack = timedelta(milliseconds=1)
    kinds = {"a task": tasks.noop}
    if backend.supports_defer:
        kinds["a deferred task"] = tasks.noop.using(run_after=now() + timedelta(days=1))
    for kind, task in kinds.items():
        before = now() - slack
        at = caller.enqueue(task).enqueued_at
        expect_that(
            f"enqueued_at of {kind}",
            at is not None and is_aware(at) and before <= at <= now() + slack,
            expected="an aware datetime of now",
            found=at,
        )


@rule("TC110")
def test_time_of_enqueueing_has_no_timezone_in_a_project_without(
    caller: Any, settings: Any
) -> None:
    settings.USE_TZ = False
    slack = timedelta(milliseconds=1)
    before = now() - slack
    at = caller.enqueue(tasks.noop).enqueued_at
    is_now = at is not None and not is_aware(at) and before <= at <= now() + slack
    expect_that("enqueued_at", is_now, expected="a naive datetime of now", found=at)


@rule("TC107")
def test_result_names_its_task_and_backend(caller: Any, backend: Any) -> None:
    result = caller.enqueue(tasks.add, 1, b=2)
    expect_task("the task", result.task, tasks.add)
    expect("alias of the backend", backend.alias, "default")
    expect("backend", result.backend, "default")
    expect_arguments("the result", result, [1], {"b": 2})


@rule("TC111")
def test_using_does_not_change_the_original_task(caller: Any, backend: Any) -> None:
    caller.enqueue(tasks.noop.using(queue_name="other"))
    expect("queue_name of the original task", tasks.noop.queue_name, "default")
    result = caller.enqueue(tasks.noop)
    expect("queue_name of its result", result.task.queue_name, "default")
    stored = fetch(caller, backend, result.id)
    expect("queue_name of its fetched result", stored.task.queue_name, "default")


@rule("TC108")
def test_result_can_be_copied(caller: Any, backend: Any) -> None:
    result = caller.enqueue(tasks.add, 1, b=2)
    expect_same("the copy", copy.deepcopy(result), result)
    stored = fetch(caller, backend, result.id)
    expect_same("the copy of the fetched result", copy.deepcopy(stored), stored)


@rule("TC109")
def test_backend_takes_arguments_by_name(backend: Any) -> None:
    result = backend.enqueue(task=tasks.add, args=[1], kwargs={"b": 2})
    expect_arguments("the result", result, [1], {"b": 2})
