"""What any task backend owes to those who call it.

Each test asks the backend for its flags and checks what they promise: what a flag claims
is honoured, and what it denies is refused. Only the public API is used, so the tests run
against every backend that the settings name as ``TASKS["default"]``.

Django documents the contract: https://docs.djangoproject.com/en/stable/ref/tasks/. What it
leaves open the backend may declare in the setting ``TASKS_CONTRACT``; a test of something
that is not declared is skipped:

``SCOPE``
    Who sees a result besides the caller: nobody outside its execution ``"context"``, its
    ``"thread"``, its ``"process"``, or every process that uses the backend (``"shared"``).
``ON_ROLLBACK``
    What becomes of a result enqueued in a database transaction that is rolled back: it is
    ``"kept"`` or, as one that is in the database, ``"discarded"``.
"""

from __future__ import annotations

import asyncio
import contextvars
import importlib
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta, timezone
from itertools import repeat
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.core import checks
from django.db import connection, transaction
from django.utils.timezone import is_aware, now

from . import tasks
from .conftest import AsyncCaller, SyncCaller, in_new_process, in_thread, listening, run
from .framework import (
    InvalidTask,
    TaskResultDoesNotExist,
    TaskResultMismatch,
    TaskResultStatus,
    task,
    task_backends,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from .framework import BaseTaskBackend

SCOPES = ["context", "thread", "process", "shared"]

JSON_VALUES = [
    pytest.param(value, expected, id=name)
    for name, value, expected in [
        ("plain", [None, True, 7, 0.5, "é😀"], [None, True, 7, 0.5, "é😀"]),
        ("tuple", (1, (2, 3)), [1, [2, 3]]),
        ("whole number as a key", {1: {2: 3}}, {"1": {"2": 3}}),
        ("true and none as keys", {True: 1, None: 2}, {"true": 1, "null": 2}),
        ("number too large for a float", 2**80, 2**80),
        ("bytes that are text", "é".encode(), "é"),
        ("empty", [[], {}, ""], [[], {}, ""]),
    ]
]

NOT_JSON = [
    pytest.param(value, id=name)
    for name, value in [
        ("object", object()),
        ("set", {1, 2}),
        ("function", len),
        ("date", date(2026, 1, 1)),
        ("bytes that are no text", b"\xff"),
        ("tuple as a key", {(1, 2): 3}),
        ("NaN", float("nan")),
        ("infinity", float("inf")),
        ("deep inside", {"rows": [{"value": object()}]}),
    ]
]

NO_IDS = ["", " ", "no-such-id", "0" * 32, "x" * 65, "é😀", "../id", "%s", "None"]


def fetch(caller: Any, backend: BaseTaskBackend, result_id: str) -> Any:
    """Return the stored result, or skip the test if the backend does not retrieve any."""
    try:
        return caller.get_result(backend, result_id)
    except NotImplementedError:
        assert not backend.supports_get_result
        pytest.skip("the backend does not retrieve results")


def skip_if_it_ran(result: Any) -> None:
    """Skip the test if the backend runs a task as it is enqueued."""
    if result.is_finished:
        pytest.skip("the backend runs tasks as they are enqueued")


def declared(name: str) -> str:
    """Return what ``TASKS_CONTRACT`` says, or skip the test if it says nothing."""
    value: str | None = getattr(settings, "TASKS_CONTRACT", {}).get(name)
    if value is None:
        pytest.skip(f"TASKS_CONTRACT does not declare {name}")
    return value


def found(result_id: str) -> bool:
    """Tell whether whoever calls this finds the result."""
    try:
        task_backends["default"].get_result(result_id)
    except (NotImplementedError, TaskResultDoesNotExist):
        return False
    return True


# Flags


@pytest.mark.parametrize(
    "flag",
    ["supports_defer", "supports_async_task", "supports_get_result", "supports_priority"],
)
def test_flags_are_true_or_false(backend: BaseTaskBackend, flag: str) -> None:
    assert getattr(backend, flag) in (True, False)


# The result of enqueue()


def test_ids_are_strings_of_1_to_64_characters(caller: Any) -> None:
    result = caller.enqueue(tasks.noop)
    assert isinstance(result.id, str)
    assert 1 <= len(result.id) <= 64


def test_ids_are_not_used_twice(backend: BaseTaskBackend) -> None:
    assert len({tasks.noop.enqueue().id for _ in range(500)}) == 500


def test_new_result_is_ready(caller: Any) -> None:
    result = caller.enqueue(tasks.noop)
    skip_if_it_ran(result)
    assert result.status == TaskResultStatus.READY
    assert (result.started_at, result.last_attempted_at, result.finished_at) == (None, None, None)
    assert (result.attempts, result.errors, result.worker_ids) == (0, [], [])
    with pytest.raises(ValueError, match="Task has not finished yet"):
        _ = result.return_value


def test_status_is_a_member_of_the_enumeration(caller: Any) -> None:
    assert isinstance(caller.enqueue(tasks.noop).status, TaskResultStatus)


@pytest.mark.parametrize("use_tz", [True, False])
def test_time_of_enqueueing_is_known(caller: Any, settings: Any, use_tz: bool) -> None:
    settings.USE_TZ = use_tz
    slack = timedelta(milliseconds=1)
    before = now() - slack
    result = caller.enqueue(tasks.noop)
    assert is_aware(result.enqueued_at) == use_tz
    assert before <= result.enqueued_at <= now() + slack


def test_result_names_its_task_and_backend(caller: Any, backend: BaseTaskBackend) -> None:
    result = caller.enqueue(tasks.add, 1, b=2)
    assert result.task == tasks.add
    assert result.backend == backend.alias == "default"
    assert (result.args, result.kwargs) == ([1], {"b": 2})


# Retrieving it


def test_fetched_result_equals_the_one_returned(caller: Any, backend: BaseTaskBackend) -> None:
    result = caller.enqueue(tasks.add, 1, b=2)
    assert fetch(caller, backend, result.id) == result


def test_each_id_finds_its_own_result(caller: Any, backend: BaseTaskBackend) -> None:
    ids = [caller.enqueue(tasks.noop, number).id for number in range(5)]
    assert [fetch(caller, backend, id_).args for id_ in ids] == [[number] for number in range(5)]


@pytest.mark.parametrize("result_id", NO_IDS, ids=repr)
def test_unknown_id_is_a_result_that_does_not_exist(
    caller: Any, backend: BaseTaskBackend, result_id: str
) -> None:
    caller.enqueue(tasks.noop)
    with pytest.raises(TaskResultDoesNotExist):
        fetch(caller, backend, result_id)


@pytest.mark.parametrize(
    "change", [str.upper, str.title, lambda id_: id_[:-1], lambda id_: f"{id_} "]
)
def test_almost_an_id_finds_nothing(
    caller: Any, backend: BaseTaskBackend, change: Callable[[str], str]
) -> None:
    result_id = caller.enqueue(tasks.noop).id
    if change(result_id) != result_id:
        with pytest.raises(TaskResultDoesNotExist):
            fetch(caller, backend, change(result_id))


def test_results_are_retrieved_in_both_ways_or_in_neither(backend: BaseTaskBackend) -> None:
    def retrieves(caller: Any) -> bool:
        try:
            caller.get_result(backend, "no-such-id")
        except NotImplementedError:
            return False
        except TaskResultDoesNotExist:
            pass
        return True

    assert retrieves(SyncCaller()) == retrieves(AsyncCaller())


def test_result_is_found_through_its_task(caller: Any, backend: BaseTaskBackend) -> None:
    result = caller.enqueue(tasks.noop)
    stored = fetch(caller, backend, result.id)
    assert caller.get_result(tasks.noop, result.id) == stored
    assert caller.get_result(tasks.noop.using(queue_name="other"), result.id) == stored


def test_result_of_another_task_is_a_mismatch(caller: Any, backend: BaseTaskBackend) -> None:
    result = caller.enqueue(tasks.noop)
    fetch(caller, backend, result.id)
    with pytest.raises(TaskResultMismatch):
        caller.get_result(tasks.add, result.id)


def test_refresh_brings_back_the_stored_state(caller: Any, backend: BaseTaskBackend) -> None:
    result = caller.enqueue(tasks.noop)
    stored = fetch(caller, backend, result.id)
    for name, wrong in [
        ("status", TaskResultStatus.RUNNING),
        ("enqueued_at", None),
        ("started_at", now()),
        ("errors", ["wrong"]),
        ("worker_ids", ["wrong"]),
    ]:
        object.__setattr__(result, name, wrong)
    assert result != stored
    caller.refresh(result)
    assert result == stored


# Arguments


@pytest.mark.parametrize(("value", "expected"), JSON_VALUES)
def test_arguments_are_what_json_makes_of_them(
    caller: Any, backend: BaseTaskBackend, value: object, expected: object
) -> None:
    result = caller.enqueue(tasks.noop, value, key=value)
    assert (result.args, result.kwargs) == ([expected], {"key": expected})
    stored = fetch(caller, backend, result.id)
    assert (stored.args, stored.kwargs) == ([expected], {"key": expected})


@pytest.mark.parametrize("keyword", [False, True], ids=["positional", "keyword"])
@pytest.mark.parametrize("value", NOT_JSON)
def test_arguments_that_are_not_json_are_refused(
    caller: Any,
    value: object,
    keyword: bool,
) -> None:
    args, kwargs = ((), {"key": value}) if keyword else ((value,), {})
    with listening() as sent, pytest.raises((TypeError, ValueError)):
        caller.enqueue(tasks.noop, *args, **kwargs)
    assert sent == []


def test_changing_what_was_given_changes_nothing_stored(
    caller: Any, backend: BaseTaskBackend
) -> None:
    given: dict[str, Any] = {"rows": [[1], [2]]}
    result = caller.enqueue(tasks.noop, given, key=given)
    given["rows"][0].append("changed")
    expected = {"rows": [[1], [2]]}
    assert (result.args, result.kwargs) == ([expected], {"key": expected})
    stored = fetch(caller, backend, result.id)
    assert (stored.args, stored.kwargs) == ([expected], {"key": expected})


def test_changing_what_was_returned_changes_nothing_stored(
    caller: Any, backend: BaseTaskBackend
) -> None:
    result = caller.enqueue(tasks.noop, [[1]], key={"rows": [1]})
    result.args[0][0].append("changed")
    result.args.append("changed")
    result.kwargs["key"]["rows"].append("changed")
    result.kwargs["more"] = "changed"
    result.errors.append("changed")
    result.worker_ids.append("changed")
    object.__setattr__(result, "status", TaskResultStatus.FAILED)
    stored = fetch(caller, backend, result.id)
    assert (stored.args, stored.kwargs) == ([[[1]]], {"key": {"rows": [1]}})
    assert "changed" not in [*stored.errors, *stored.worker_ids]
    assert stored.status != TaskResultStatus.FAILED


# Validation


def test_task_is_validated_again_as_it_is_enqueued(
    caller: Any, configure: Callable[..., BaseTaskBackend]
) -> None:
    valid_until_now = tasks.noop.using(queue_name="other")
    configure(QUEUES=["default"])
    with listening() as sent, pytest.raises(InvalidTask, match="other"):
        caller.enqueue(valid_until_now)
    assert sent == []


def test_function_that_cannot_be_imported_is_refused(backend: BaseTaskBackend) -> None:
    def local() -> None:
        pass

    for function in (local, lambda: None, len):
        with pytest.raises(InvalidTask):
            task(function)


def test_task_bound_to_another_name_is_refused_or_works(
    caller: Any, backend: BaseTaskBackend
) -> None:
    with listening() as sent:
        try:
            result = caller.enqueue(tasks.another_name)
        except InvalidTask:
            assert sent == []
            return
    assert result.task == tasks.another_name
    assert fetch(caller, backend, result.id).task == tasks.another_name


def test_queue_that_is_not_configured_is_refused(backend: BaseTaskBackend) -> None:
    with pytest.raises(InvalidTask, match="unknown"):
        tasks.noop.using(queue_name="unknown")


def test_no_queues_configured_means_any_queue(
    caller: Any, configure: Callable[..., BaseTaskBackend]
) -> None:
    configure(QUEUES=[])
    result = caller.enqueue(tasks.noop.using(queue_name="anything"))
    assert result.task.queue_name == "anything"


def test_queue_is_kept(caller: Any, backend: BaseTaskBackend) -> None:
    result = caller.enqueue(tasks.noop.using(queue_name="other"))
    assert result.task.queue_name == "other"
    assert fetch(caller, backend, result.id).task.queue_name == "other"


@pytest.mark.parametrize("priority", [-100, -1, 1, 100])
def test_priority_is_kept_or_refused(caller: Any, backend: BaseTaskBackend, priority: int) -> None:
    if not backend.supports_priority:
        with pytest.raises(InvalidTask, match="priority"):
            tasks.noop.using(priority=priority)
        return
    result = caller.enqueue(tasks.noop.using(priority=priority))
    assert result.task.priority == priority
    assert fetch(caller, backend, result.id).task.priority == priority


@pytest.mark.parametrize("priority", [-101, 101, 0.5])
def test_priority_out_of_bounds_is_refused(backend: BaseTaskBackend, priority: Any) -> None:
    with pytest.raises(InvalidTask, match="priority"):
        tasks.noop.using(priority=priority)


@pytest.mark.parametrize("offset", [0, 2, -9.5])
@pytest.mark.parametrize("days", [-1, 1])
def test_run_after_is_kept_or_refused(
    caller: Any, backend: BaseTaskBackend, days: int, offset: float
) -> None:
    zone = timezone(timedelta(hours=offset))
    run_after = (now() + timedelta(days=days)).astimezone(zone).replace(microsecond=123456)
    if not backend.supports_defer:
        with pytest.raises(InvalidTask, match="run_after"):
            tasks.noop.using(run_after=run_after)
        return
    result = caller.enqueue(tasks.noop.using(run_after=run_after))
    assert result.task.run_after == run_after
    stored = fetch(caller, backend, result.id)
    assert stored.task.run_after == run_after
    assert is_aware(stored.task.run_after)


def test_run_after_without_a_timezone_is_refused(backend: BaseTaskBackend) -> None:
    with pytest.raises(InvalidTask, match="run_after"):
        tasks.noop.using(run_after=datetime(2026, 1, 1))  # noqa: DTZ001


def test_coroutine_is_accepted_or_refused(caller: Any, backend: BaseTaskBackend) -> None:
    module = f"{__package__}.async_tasks"
    sys.modules.pop(module, None)
    if not backend.supports_async_task:
        with pytest.raises(InvalidTask, match="async"):
            importlib.import_module(module)
        return
    async_add = importlib.import_module(module).async_add
    result = caller.enqueue(async_add, 1, b=2)
    assert (result.task, result.args, result.kwargs) == (async_add, [1], {"b": 2})
    assert fetch(caller, backend, result.id).task == async_add


def test_task_may_take_its_context(caller: Any, backend: BaseTaskBackend) -> None:
    result = caller.enqueue(tasks.with_context, "word")
    assert result.task.takes_context
    assert result.args == ["word"]
    assert fetch(caller, backend, result.id).task.takes_context


def test_task_that_takes_its_context_needs_an_argument_for_it(backend: BaseTaskBackend) -> None:
    function: Any = tasks.without_context
    with pytest.raises(InvalidTask, match="context"):
        task(takes_context=True)(function)


# Signals


def test_signal_is_sent_once_with_the_class_of_the_backend(
    caller: Any, backend: BaseTaskBackend
) -> None:
    with listening() as sent:
        result = caller.enqueue(tasks.noop)
    assert [(sender, task_result.id) for sender, task_result in sent] == [
        (type(backend), result.id)
    ]


def test_result_is_stored_before_the_signal_is_sent(backend: BaseTaskBackend) -> None:
    stored: list[object] = []

    def receiver(task_result: Any, **kwargs: Any) -> None:
        stored.append(fetch_in_receiver(task_result.id))

    def fetch_in_receiver(result_id: str) -> object:
        try:
            return backend.get_result(result_id).status
        except NotImplementedError:
            return TaskResultStatus.READY

    with listening(receiver):
        tasks.noop.enqueue()
    assert stored == [TaskResultStatus.READY]


def test_result_is_stored_before_an_async_receiver_runs(backend: BaseTaskBackend) -> None:
    stored: list[object] = []

    async def receiver(task_result: Any, **kwargs: Any) -> None:
        try:
            stored.append((await backend.aget_result(task_result.id)).status)
        except NotImplementedError:
            stored.append(TaskResultStatus.READY)

    with listening(receiver):
        run(tasks.noop.aenqueue())
    assert stored == [TaskResultStatus.READY]


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

    with listening(receiver):
        caller.enqueue(tasks.noop)
    assert answers == [(1,)]


def test_failing_receiver_does_not_undo_what_was_enqueued(
    caller: Any, backend: BaseTaskBackend
) -> None:
    def fail(**kwargs: Any) -> None:
        msg = "the receiver failed"
        raise RuntimeError(msg)

    with listening(fail) as sent:
        try:
            caller.enqueue(tasks.noop)
        except RuntimeError as error:
            assert "the receiver failed" in str(error)  # noqa: PT017
    [(_, task_result)] = sent
    assert fetch(caller, backend, task_result.id).errors == []


# Aliases


def test_aliases_are_kept_apart(caller: Any, configure: Callable[..., BaseTaskBackend]) -> None:
    backend = configure("default", "second")
    second = task_backends["second"]
    assert second.alias == "second"
    result = caller.enqueue(tasks.noop.using(backend="second"))
    assert result.backend == result.task.backend == "second"
    assert fetch(caller, second, result.id) == result
    with pytest.raises(TaskResultDoesNotExist):
        fetch(caller, backend, result.id)


# Who sees a result


def test_other_threads_see_a_result_if_the_flag_says_so(
    caller: Any, backend: BaseTaskBackend
) -> None:
    result = caller.enqueue(tasks.noop)
    assert in_thread(found, result.id) or not backend.supports_get_result


def test_scope_reaches_as_far_as_declared(caller: Any, backend: BaseTaskBackend) -> None:
    reach = SCOPES.index(declared("SCOPE"))
    result_id = caller.enqueue(tasks.noop).id
    seen_by = {
        "context": found(result_id),
        "thread": contextvars.Context().run(found, result_id),
        "process": in_thread(found, result_id),
    }
    assert seen_by == {scope: SCOPES.index(scope) <= reach for scope in seen_by}


def test_other_processes_see_a_result_if_the_scope_is_shared(backend: BaseTaskBackend) -> None:
    shared = declared("SCOPE") == "shared"
    look_for_it = f"""
import django; django.setup()
from {__package__}.framework import TaskResultDoesNotExist, task_backends
try:
    task_backends["default"].get_result({tasks.noop.enqueue().id!r})
except TaskResultDoesNotExist:
    print("not found")
else:
    print("found")
"""
    assert in_new_process(look_for_it) == ("found" if shared else "not found")


def test_scope_of_a_coroutine_reaches_as_far_as_declared(backend: BaseTaskBackend) -> None:
    reach = SCOPES.index(declared("SCOPE"))

    async def is_found_by_another_coroutine() -> bool:
        result = await asyncio.create_task(tasks.noop.aenqueue())
        try:
            await task_backends["default"].aget_result(result.id)
        except TaskResultDoesNotExist:
            return False
        return True

    # In a new context no coroutine has a backend yet: whichever asks first gets one of its own.
    seen = contextvars.Context().run(run, is_found_by_another_coroutine())
    assert seen == (reach >= SCOPES.index("thread"))


def test_coroutine_finds_what_it_enqueued_at_once(backend: BaseTaskBackend) -> None:
    async def enqueue_and_find(number: int) -> Any:
        result = await tasks.noop.aenqueue(number)
        try:
            return await task_backends["default"].aget_result(result.id)
        except NotImplementedError:
            return result

    async def main() -> list[Any]:
        return await asyncio.gather(*map(enqueue_and_find, range(20)))

    assert [result.args for result in run(main())] == [[number] for number in range(20)]


def test_threads_that_enqueue_at_once_lose_nothing(backend: BaseTaskBackend) -> None:
    barrier = threading.Barrier(8)

    def enqueue(worker: int) -> list[str]:
        barrier.wait()
        ids = []
        for number in range(50):
            result = tasks.noop.enqueue(worker, number)
            ids.append(result.id)
            try:
                assert task_backends["default"].get_result(result.id).args == [worker, number]
            except NotImplementedError:
                assert not backend.supports_get_result
        return ids

    with ThreadPoolExecutor(8) as executor:
        ids = [id_ for ids in executor.map(in_thread, repeat(enqueue), range(8)) for id_ in ids]
    assert len(set(ids)) == 8 * 50
    if backend.supports_get_result:
        assert all(found(id_) for id_ in ids)


# Transactions


@pytest.mark.django_db(transaction=True)
def test_result_is_there_when_the_transaction_is_committed(backend: BaseTaskBackend) -> None:
    declared("ON_ROLLBACK")
    with transaction.atomic():
        result = tasks.noop.enqueue()
    assert found(result.id)


@pytest.mark.django_db(transaction=True)
def test_rollback_keeps_or_discards_the_result_as_declared(backend: BaseTaskBackend) -> None:
    on_rollback = declared("ON_ROLLBACK")
    with transaction.atomic():
        result = tasks.noop.enqueue()
        transaction.set_rollback(True)
    assert found(result.id) == (on_rollback == "kept")


# System checks


def test_valid_settings_pass_the_checks(backend: BaseTaskBackend) -> None:
    assert list(backend.check(app_configs=None, databases=["default"])) == []


def test_messages_of_the_checks_have_ids(configure: Callable[..., BaseTaskBackend]) -> None:
    backend = configure(OPTIONS={"NO_SUCH_OPTION": object()})
    for message in backend.check():
        assert isinstance(message, checks.CheckMessage)
        assert message.id
