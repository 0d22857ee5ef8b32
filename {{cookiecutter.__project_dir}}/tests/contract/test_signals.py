"""The signal task_enqueued."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

from . import tasks
from .calling import listening, run
from .expect import expect, expect_that
from .fetching import fetch
from .framework import TaskResultDoesNotExist, TaskResultStatus
from .rules import rule

if TYPE_CHECKING:
    from collections.abc import Sequence


@rule("TC501")
def test_signal_is_sent_once_with_the_class_of_the_backend(caller: Any, backend: Any) -> None:
    with listening() as sent:
        result = caller.enqueue(tasks.noop)
    expect("the results sent", [task_result.id for _, task_result in sent], [result.id])
    expect("the sender", sent[0][0], type(backend))


def skip_if_not_sent(sent: Sequence[object]) -> None:
    if not sent:
        pytest.skip("task_enqueued isn't sent (TC501)")


def expect_stored(seen: list[object]) -> None:
    """Fail unless the result was stored when the receiver was called."""
    __tracebackhide__ = True
    skip_if_not_sent(seen)
    stored = seen[0] in TaskResultStatus
    expect_that("get_result() in a receiver", stored, expected="a result", found=seen[0])


@rule("TC502")
def test_result_is_stored_before_the_signal_is_sent(backend: Any) -> None:
    seen: list[object] = []

    def receiver(task_result: Any, **kwargs: Any) -> None:
        try:
            seen.append(backend.get_result(task_result.id).status)
        except NotImplementedError:
            seen.append(TaskResultStatus.READY)
        except TaskResultDoesNotExist as error:
            seen.append(error)

    with listening(receiver):
        tasks.noop.enqueue()
    expect_stored(seen)


@rule("TC502")
def test_result_is_stored_before_an_async_receiver_runs(backend: Any) -> None:
    seen: list[object] = []

    async def receiver(task_result: Any, **kwargs: Any) -> None:
        try:
            seen.append((await backend.aget_result(task_result.id)).status)
        except NotImplementedError:
            seen.append(TaskResultStatus.READY)
        except TaskResultDoesNotExist as error:
            seen.append(error)

    with listening(receiver):
        run(tasks.noop.aenqueue())
    expect_stored(seen)


@rule("TC503")
@pytest.mark.django_db(transaction=True)
def test_receiver_may_use_the_database(caller: Any) -> None:
    answers: list[object] = []

    def receiver(**kwargs: Any) -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
                answers.append(cursor.fetchone())
        finally:
            connection.close()

    with listening(receiver) as sent:
        caller.enqueue(tasks.noop)
    skip_if_not_sent(sent)
    expect("the answers of the database", answers, [(1,)])


@rule("TC504")
def test_failing_receiver_does_not_remove_the_result(caller: Any, backend: Any) -> None:
    def fail(**kwargs: Any) -> None:
        msg = "the receiver failed"
        raise RuntimeError(msg)

    with listening(fail) as sent:
        try:
            caller.enqueue(tasks.noop)
        except RuntimeError as error:
            raised = "the receiver failed" in str(error)
            expect_that("the exception", raised, expected="that of the receiver", found=error)
    skip_if_not_sent(sent)
    expect("errors of the result", fetch(caller, backend, sent[0][1].id).errors, [])
