"""Running tasks: what becomes of their results, and what functions and receivers see."""

from __future__ import annotations

import importlib
import sys
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils.timezone import is_aware, now

from . import tasks
from .calling import AsyncCaller, SyncCaller, listening
from .declaration import declaration
from .expect import Broken, expect, expect_that, refused
from .fetching import expect_json, expect_same, fetch
from .framework import InvalidTask, TaskResultStatus
from .rules import rule

if TYPE_CHECKING:
    from .journal import Journal
    from .worker import Worker

READY, RUNNING = TaskResultStatus.READY, TaskResultStatus.RUNNING
SUCCESSFUL, FAILED = TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED
SLACK = timedelta(seconds=1)
OUTCOMES = {SUCCESSFUL: "SUCCESSFUL", FAILED: "FAILED"}


def expect_value(result: Any, value: Any) -> None:
    """Fail unless a result is SUCCESSFUL and has this return value, of the same type."""
    __tracebackhide__ = True
    expect("status", result.status, SUCCESSFUL)
    expect_json("return_value", result.return_value, value)


# Outcomes


@rule("TC801")
def test_task_that_returns_is_successful(worker: Worker) -> None:
    [result] = worker.finish(tasks.add.enqueue(1, b=2))
    expect_value(result, 3)


@rule("TC802")
def test_task_that_raises_is_failed(worker: Worker) -> None:
    [result] = worker.finish(tasks.fail.enqueue("ValueError"))
    expect("status", result.status, FAILED)
    with refused("return_value of a failed task", ValueError):
        _ = result.return_value


@rule("TC803")
def test_result_is_running_while_its_task_runs(worker: Worker, journal: Journal) -> None:
    worker.finish(tasks.look.enqueue(journal.path))
    called = journal.read("called")
    if not called:
        pytest.skip("a task that takes its context isn't called (TC814)")
    for where in ("context", "stored"):
        # There is nothing stored to be seen if results can't be fetched.
        if result := called[0][where]:
            expect(f"status ({where})", result["status"], "RUNNING")
            expect(f"finished_at is set ({where})", result["finished_at"], False)


@rule("TC804")
@pytest.mark.parametrize("name", ["ValueError", None], ids=["failed", "successful"])
def test_times_are_those_of_running(worker: Worker, name: str | None) -> None:
    before = now()
    [result] = worker.finish(tasks.fail.enqueue(name) if name else tasks.noop.enqueue())
    times = [
        before - SLACK,
        result.enqueued_at,
        result.started_at,
        result.last_attempted_at,
        result.finished_at,
        now() + SLACK,
    ]
    are_aware = all(time is not None and is_aware(time) for time in times)
    expect_that("all times are set and aware", are_aware, expected="aware times", found=times)
    expect_that("the times are in order", sorted(times) == times, expected="order", found=times)


@rule("TC805")
def test_time_of_enqueueing_stays(worker: Worker) -> None:
    result = tasks.noop.enqueue()
    enqueued_at = result.enqueued_at
    [finished] = worker.finish(result)
    expect("enqueued_at", finished.enqueued_at, enqueued_at)


@rule("TC806")
def test_attempts_are_counted_and_have_workers(worker: Worker) -> None:
    [result] = worker.finish(tasks.noop.enqueue())
    expect("attempts", result.attempts, 1)
    expect("number of worker_ids", len(result.worker_ids), 1)
    is_text = isinstance(result.worker_ids[0], str) and result.worker_ids[0] != ""
    expect_that("the id of the worker", is_text, expected="text", found=result.worker_ids[0])


@rule("TC807")
@pytest.mark.parametrize("name", ["own exception", "ValueError"])
def test_errors_have_the_exception_and_its_traceback(worker: Worker, name: str) -> None:
    [result] = worker.finish(tasks.fail.enqueue(name))
    expect("number of errors", len(result.errors), 1 + declaration().retries)
    for error in result.errors:
        expect("exception_class", error.exception_class, tasks.RAISED[name])
        told = "in fail" in error.traceback and name in error.traceback
        expect_that("the traceback", told, expected="that of fail()", found=error.traceback)


# Arguments and return values


@rule("TC808")
def test_function_gets_arguments_converted_to_json(worker: Worker, journal: Journal) -> None:
    worker.finish(tasks.write.enqueue((1, (2, 3)), journal=journal.path, text="é😀", none=None))
    [seen] = journal.read("called")
    expect("args", seen["args"], [[1, [2, 3]]])
    expect("kwargs", seen["kwargs"], {"text": "é😀", "none": None})


@rule("TC808")
def test_function_gets_lists_and_not_tuples(worker: Worker) -> None:
    [result] = worker.finish(tasks.name_types.enqueue((1,), [1.5], {"key": True}, None))
    expect_value(result, ["list", "list", "dict", "NoneType"])


@rule("TC809")
@pytest.mark.parametrize(
    ("name", "expected"),
    [("none", None), ("text", "é😀"), ("tuple", [1, [2, 3]])],
    ids=["none", "text", "tuple"],
)
def test_return_value_is_converted_to_json(worker: Worker, name: str, expected: Any) -> None:
    [result] = worker.finish(tasks.give.enqueue(name))
    expect_value(result, expected)


@rule("TC810")
@pytest.mark.parametrize("name", ["set", "object"])
def test_return_value_that_is_not_json_fails_the_task(worker: Worker, name: str) -> None:
    [result] = worker.finish(tasks.give.enqueue(name))
    expect(f"status of a task that returns: {name}", result.status, FAILED)


@rule("TC811")
@pytest.mark.parametrize("name", ["SystemExit", "GeneratorExit", "CancelledError"])
def test_base_exception_fails_the_task(worker: Worker, name: str) -> None:
    [result] = worker.finish(tasks.fail.enqueue(name))
    expect(f"status of a task that raises {name}", result.status, FAILED)


@rule("TC812")
@pytest.mark.parametrize("name", tasks.RAISED)
def test_worker_runs_the_next_task(worker: Worker, name: str) -> None:
    tasks.fail.enqueue(name)
    [result] = worker.finish(tasks.add.enqueue(1, 2))
    expect_value(result, 3)


@rule("TC813")
def test_coroutine_is_run(worker: Worker) -> None:
    module = f"{__package__}.async_tasks"
    sys.modules.pop(module, None)
    async_tasks = importlib.import_module(module)
    added, failed = worker.finish(
        async_tasks.async_add.enqueue(1, b=2), async_tasks.async_fail.enqueue("word")
    )
    expect_value(added, 3)
    expect("status", failed.status, FAILED)
    expect("exception_class", failed.errors[0].exception_class, ValueError)


@rule("TC814")
def test_context_has_the_result_and_the_attempt(worker: Worker, journal: Journal) -> None:
    result = tasks.look.enqueue(journal.path)
    worker.finish(result)
    called = journal.read("called")
    expect("number of calls", len(called), 1)
    seen = called[0]
    expect("id of context.task_result", seen["id"], result.id)
    expect("context.attempt", seen["attempt"], 1)


@rule("TC815")
def test_changing_an_argument_in_a_function_changes_nothing_stored(
    worker: Worker, journal: Journal
) -> None:
    [result] = worker.finish(tasks.change.enqueue({"rows": []}, journal.path))
    expect("args", result.args, [{"rows": []}, journal.path])


@rule("TC816")
def test_task_runs_as_often_as_declared(worker: Worker, journal: Journal) -> None:
    written = tasks.write.enqueue("written", journal=journal.path)
    failed = tasks.fail_after_writing.enqueue("failed", journal=journal.path)
    worker.finish(written, failed)
    [control] = worker.finish(tasks.add.enqueue(1, 2))
    expect_value(control, 3)
    calls = {name: journal.order.count(name) for name in ("written", "failed")}
    expect("number of calls", calls, {"written": 1, "failed": 1 + declaration().retries})


@rule("TC817")
def test_tasks_enqueued_by_tasks_run(worker: Worker, journal: Journal) -> None:
    tasks.enqueue_another.enqueue(journal.path)
    worker.run_until(lambda: "another" in journal.order, "a call of the task that a task enqueued")


@rule("TC818")
def test_refresh_brings_the_outcome(worker: Worker, caller: Any, backend: Any) -> None:
    result = caller.enqueue(tasks.add, 1, 2)
    worker.finish(result)
    fetched = fetch(caller, backend, result.id)
    caller.refresh(result)
    expect_value(result, 3)
    expect_same("the refreshed result", result, fetched)
    expect("status", result.status, fetched.status)


@rule("TC819")
def test_rejected_task_never_runs(worker: Worker, journal: Journal) -> None:
    for caller in (SyncCaller(), AsyncCaller()):
        with suppress(Exception):
            caller.enqueue(tasks.write, now(), journal=journal.path)
    [control] = worker.finish(tasks.add.enqueue(1, 2))
    expect_value(control, 3)
    expect("calls of the rejected task", journal.read("called"), [])


@rule("TC820")
def test_task_bound_to_another_name_is_rejected_or_run(worker: Worker) -> None:
    try:
        result = tasks.another_name.enqueue()
    except InvalidTask:
        return
    [finished] = worker.finish(result)
    expect_value(finished, "bound")


# Signals


def signals_of(journal: Journal, name: str) -> list[dict[str, Any]]:
    return [entry for entry in journal.read("signal") if entry["signal"] == name]


@rule("TC831")
@pytest.mark.parametrize("name", ["write", "fail_after_writing"])
def test_signals_are_sent_once_around_the_call(worker: Worker, journal: Journal, name: str) -> None:
    if declaration().retries and name == "fail_after_writing":
        pytest.skip("the backend retries tasks that fail")
    result = getattr(tasks, name).enqueue("x", journal=journal.path)
    worker.finish(result)
    worker.run_until(lambda: bool(signals_of(journal, "task_finished")), "task_finished")
    order = [entry.get("signal") or "the call" for entry in journal.read()]
    expect("order", order, ["task_started", "the call", "task_finished"])
    ids = {entry["id"] for entry in journal.read("signal")}
    expect("ids of the results sent", ids, {result.id})


def wait_for_signal(worker: Worker, journal: Journal, name: str = "task_finished") -> None:
    """Wait for a signal, which is sent after the state is stored. Skip the test if none is sent."""
    try:
        worker.run_until(lambda: bool(signals_of(journal, name)), name)
    except Broken:
        pytest.skip(f"{name} isn't sent (TC831)")


@rule("TC832")
@pytest.mark.parametrize("name", ["task_started", "task_finished"])
def test_sender_is_the_class_of_the_backend(
    worker: Worker, journal: Journal, backend: Any, name: str
) -> None:
    worker.finish(tasks.write.enqueue("x", journal=journal.path))
    wait_for_signal(worker, journal, name)
    kind = type(backend)
    senders = {entry["sender"] for entry in signals_of(journal, name)}
    expect("senders", senders, {f"{kind.__module__}.{kind.__qualname__}"})


@rule("TC833")
def test_started_signal_has_a_result_that_runs(worker: Worker, journal: Journal) -> None:
    worker.finish(tasks.write.enqueue("x", journal=journal.path))
    wait_for_signal(worker, journal, "task_started")
    sent = [entry["result"] for entry in signals_of(journal, "task_started")]
    expect("number of signals", len(sent), 1)
    expected = {"status": "RUNNING", "started_at": True, "last_attempted_at": True}
    expected |= {"finished_at": False, "errors": 0, "workers": 1}
    expect("the result", {name: sent[0][name] for name in expected}, expected)


@rule("TC834")
@pytest.mark.parametrize("status", OUTCOMES, ids=OUTCOMES.get)
def test_finished_signal_has_a_result_with_the_outcome(
    worker: Worker, journal: Journal, status: Any
) -> None:
    task = tasks.write if status == SUCCESSFUL else tasks.fail_after_writing
    worker.finish(task.enqueue("x", journal=journal.path))
    wait_for_signal(worker, journal)
    sent = signals_of(journal, "task_finished")[-1]["result"]
    expected = {"status": OUTCOMES[status], "started_at": True, "finished_at": True}
    expected["errors"] = 0 if status == SUCCESSFUL else 1 + declaration().retries
    expect("the result", {name: sent[name] for name in expected}, expected)


@rule("TC835")
def test_state_is_stored_before_its_signal_is_sent(worker: Worker, journal: Journal) -> None:
    worker.finish(tasks.write.enqueue("x", journal=journal.path))
    wait_for_signal(worker, journal)
    for entry in journal.read("signal"):
        if entry["stored"]:
            status = entry["result"]["status"]
            expect(f"status stored at {entry['signal']}", entry["stored"]["status"], status)


@rule("TC836")
def test_failing_receiver_of_enqueueing_does_not_keep_the_task_from_running(
    worker: Worker, journal: Journal
) -> None:
    def fail(**kwargs: Any) -> None:
        msg = "the receiver failed"
        raise RuntimeError(msg)

    with listening(fail), suppress(RuntimeError):
        tasks.write.enqueue("x", journal=journal.path)
    worker.run_until(lambda: journal.order == ["x"], "a call of the task")


def expect_no_effect(worker: Worker, journal: Journal, signal: str) -> None:
    """Fail unless a task, and the next one, run as usual if a receiver of a signal raises."""
    __tracebackhide__ = True
    for task, outcome in ((tasks.write, SUCCESSFUL), (tasks.fail_after_writing, FAILED)):
        try:
            result = task.enqueue("x", journal=journal.path, broken_receiver=signal)
        except RuntimeError as error:
            expect_that("enqueue()", False, expected="a result", found=error)
        worker.finish(result)
        [control] = worker.finish(tasks.add.enqueue(1, 2))
        expect_value(control, 3)
        # By now, the receiver has been called, which is after the outcome is stored.
        [finished] = worker.finish(result)
        expect("status", finished.status, outcome)
        if outcome == FAILED:
            kinds = {error.exception_class for error in finished.errors}
            expect("exceptions", kinds, {tasks.ContractError})


@rule("TC837")
def test_failing_receiver_of_started_does_not_change_the_outcome(
    worker: Worker, journal: Journal
) -> None:
    expect_no_effect(worker, journal, "task_started")


@rule("TC838")
def test_failing_receiver_of_finished_does_not_change_the_outcome(
    worker: Worker, journal: Journal
) -> None:
    expect_no_effect(worker, journal, "task_finished")


# Order


@rule("TC851")
def test_higher_priority_runs_first(worker: Worker, journal: Journal) -> None:
    results = [
        tasks.write.using(priority=priority).enqueue(priority, journal=journal.path)
        for priority in (0, -50, 90, 1)
    ]
    worker.finish(*results)
    expect("priorities in the order of running", journal.order, [90, 1, 0, -50])


@rule("TC852")
def test_deferred_task_does_not_run_early(worker: Worker, journal: Journal) -> None:
    later = now() + timedelta(hours=1)
    deferred = tasks.write.using(run_after=later).enqueue("early", journal=journal.path)
    worker.finish(tasks.add.enqueue(1, 2))
    # Time for a worker that takes tasks at once.
    worker.finish(tasks.add.enqueue(1, 2))
    expect("calls of the deferred task", journal.order, [])
    stored = fetch(SyncCaller(), deferred.task.get_backend(), deferred.id)
    expect("its status", stored.status, READY)


@rule("TC853")
def test_deferred_task_runs_in_time(worker: Worker, journal: Journal) -> None:
    run_after = now() + SLACK
    result = tasks.write.using(run_after=run_after).enqueue("late", journal=journal.path)
    worker.run_until(lambda: bool(journal.order), "a call of the task")
    [finished] = worker.finish(result)
    expect_value(finished, "written")
    earliest = run_after - declaration().precision
    called = datetime.fromisoformat(journal.read("called")[0]["at"])
    what = "the time of the call"
    expect_that(what, called >= earliest, expected=f"{earliest} or later", found=called)


@rule("TC854")
def test_worker_of_one_queue_leaves_others_alone(
    other_queue_worker: Worker, journal: Journal
) -> None:
    default = tasks.write.enqueue("default", journal=journal.path)
    other = tasks.write.using(queue_name="other").enqueue("other", journal=journal.path)
    other_queue_worker.finish(other)
    other_queue_worker.finish(tasks.add.using(queue_name="other").enqueue(1, 2))
    expect("calls", journal.order, ["other"])
    stored = fetch(SyncCaller(), default.task.get_backend(), default.id)
    expect("status in the other queue", stored.status, READY)
