"""Tasks that the backend accepts, and those that it rejects."""

from __future__ import annotations

import importlib
import sys
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest
from django.utils.timezone import is_aware, now

from . import tasks
from .calling import listening
from .declaration import declaration
from .expect import expect, expect_that, refused
from .fetching import expect_arguments, expect_task, fetch
from .framework import InvalidTask, task
from .rules import rule

if TYPE_CHECKING:
    from collections.abc import Callable


@rule("TC401")
def test_task_is_validated_again_as_it_is_enqueued(
    caller: Any, configure: Callable[..., Any]
) -> None:
    configure(QUEUES=["default", "other"])
    valid_until_now = tasks.noop.using(queue_name="other")
    configure(QUEUES=["default"])
    what = "enqueue() after the queue was removed from QUEUES"
    with listening() as sent, refused(what, InvalidTask, naming="other"):
        caller.enqueue(valid_until_now)
    expect("signals of the rejected task", sent, [])


@rule("TC402")
def test_function_that_cannot_be_imported_is_rejected(backend: Any) -> None:
    def local() -> None:
        pass

    functions: dict[str, Any] = {
        "a function in a function": local,
        "a lambda": lambda: None,
        "a built-in function": len,
    }
    for kind, function in functions.items():
        with refused(f"task() of {kind}", InvalidTask):
            task(function)


@rule("TC403")
def test_task_bound_to_another_name_is_rejected_or_works(caller: Any, backend: Any) -> None:
    with listening() as sent:
        try:
            result = caller.enqueue(tasks.another_name)
        except InvalidTask:
            expect("signals of the rejected task", sent, [])
            return
    expect_task("the task", result.task, tasks.another_name)
    stored = fetch(caller, backend, result.id)
    expect_task("the fetched task", stored.task, tasks.another_name)


@rule("TC404")
def test_queue_that_is_not_configured_is_rejected(backend: Any) -> None:
    with refused("using() a queue that isn't in QUEUES", InvalidTask, naming="unknown"):
        tasks.noop.using(queue_name="unknown")


@rule("TC405")
def test_no_queues_configured_means_any_queue(caller: Any, configure: Callable[..., Any]) -> None:
    configure(QUEUES=[])
    result = caller.enqueue(tasks.noop.using(queue_name="anything"))
    expect("queue_name", result.task.queue_name, "anything")


@rule("TC406")
def test_queue_is_kept(caller: Any, backend: Any) -> None:
    result = caller.enqueue(tasks.noop.using(queue_name="other"))
    expect("queue_name", result.task.queue_name, "other")
    stored = fetch(caller, backend, result.id)
    expect("queue_name of the fetched result", stored.task.queue_name, "other")


@rule("TC407")
@pytest.mark.parametrize("priority", [-100, -1, 1, 100])
def test_priority_is_kept_or_rejected(caller: Any, backend: Any, priority: int) -> None:
    if not backend.supports_priority:
        with refused("using() a priority", InvalidTask, naming="priority"):
            tasks.noop.using(priority=priority)
        return
    result = caller.enqueue(tasks.noop.using(priority=priority))
    expect("priority", result.task.priority, priority)
    stored = fetch(caller, backend, result.id)
    expect("priority of the fetched result", stored.task.priority, priority)


@rule("TC408")
@pytest.mark.parametrize("priority", [-101, 101, 0.5])
def test_priority_out_of_bounds_is_rejected(backend: Any, priority: Any) -> None:
    with refused(f"using() the priority {priority}", InvalidTask, naming="priority"):
        tasks.noop.using(priority=priority)


@rule("TC409")
@pytest.mark.parametrize("offset", [0, 2, -9.5])
@pytest.mark.parametrize("days", [-1, 1])
def test_run_after_is_kept_or_rejected(caller: Any, backend: Any, days: int, offset: float) -> None:
    zone = timezone(timedelta(hours=offset))
    run_after = (now() + timedelta(days=days)).astimezone(zone).replace(microsecond=123456)
    if not backend.supports_defer:
        with refused("using() run_after", InvalidTask, naming="run_after"):
            tasks.noop.using(run_after=run_after)
        return
    result = caller.enqueue(tasks.noop.using(run_after=run_after))
    expect("run_after", result.task.run_after, run_after)
    stored = fetch(caller, backend, result.id).task.run_after
    expect_that(
        "run_after of the fetched result",
        stored is not None
        and is_aware(stored)
        and abs(stored - run_after) <= declaration().precision,
        expected=f"{run_after}, within {declaration().precision}",
        found=stored,
    )


@rule("TC410")
def test_run_after_without_a_timezone_is_rejected(backend: Any) -> None:
    with refused("using() a naive run_after", InvalidTask, naming="run_after"):
        tasks.noop.using(run_after=datetime(2026, 1, 1))  # noqa: DTZ001


@rule("TC411")
def test_coroutine_is_accepted_or_rejected(caller: Any, backend: Any) -> None:
    module = f"{__package__}.async_tasks"
    sys.modules.pop(module, None)
    if not backend.supports_async_task:
        with refused("task() of a coroutine function", InvalidTask, naming="async"):
            importlib.import_module(module)
        return
    async_add = importlib.import_module(module).async_add
    result = caller.enqueue(async_add, 1, b=2)
    expect_task("the task", result.task, async_add)
    expect_arguments("the result", result, [1], {"b": 2})
    stored = fetch(caller, backend, result.id)
    expect_task("the fetched task", stored.task, async_add)


@rule("TC412")
def test_task_may_take_its_context(caller: Any, backend: Any) -> None:
    result = caller.enqueue(tasks.with_context, "word")
    expect("takes_context", result.task.takes_context, True)
    expect_arguments("the result", result, ["word"], {})
    stored = fetch(caller, backend, result.id)
    expect("takes_context of the fetched result", stored.task.takes_context, True)


@rule("TC413")
def test_task_that_takes_its_context_needs_an_argument_for_it(backend: Any) -> None:
    function: Any = tasks.without_context
    with refused("task(takes_context=True) without the argument", InvalidTask, naming="context"):
        task(takes_context=True)(function)
