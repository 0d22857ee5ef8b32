"""Who sees a result: other contexts, threads and processes, and other aliases."""

from __future__ import annotations

import asyncio
import contextvars
import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from typing import TYPE_CHECKING, Any

from . import tasks
from .calling import in_new_process, in_thread, run
from .declaration import SCOPES, declaration
from .expect import expect, expect_that, refused
from .fetching import fetch, found
from .framework import TaskResultDoesNotExist, task_backends
from .rules import rule

if TYPE_CHECKING:
    from collections.abc import Callable


def reach() -> int:
    """Return how far results are visible, as declared in SCOPE."""
    return SCOPES.index(str(declaration().scope))


@rule("TC601")
def test_other_threads_see_a_result_if_the_flag_says_so(caller: Any, backend: Any) -> None:
    result = caller.enqueue(tasks.noop)
    if backend.supports_get_result:
        expect("found in another thread", in_thread(found, result.id), True)


@rule("TC602")
def test_scope_reaches_as_far_as_declared(caller: Any, backend: Any) -> None:
    result_id = caller.enqueue(tasks.noop).id
    seen_by = {
        "context": found(result_id),
        "thread": contextvars.Context().run(found, result_id),
        "process": in_thread(found, result_id),
    }
    for scope, seen in seen_by.items():
        expect(f"found in the same {scope}", seen, SCOPES.index(scope) <= reach())


@rule("TC602")
def test_other_processes_see_a_result_if_the_scope_is_shared(backend: Any) -> None:
    result = tasks.noop.enqueue()
    found(result.id)
    look_for_it = f"""
import django; django.setup()
from {__package__}.framework import TaskResultDoesNotExist, task_backends
try:
    task_backends["default"].get_result({result.id!r})
except TaskResultDoesNotExist:
    print("not found")
else:
    print("found")
"""
    expected = "found" if declaration().scope == "shared" else "not found"
    expect("in another process the result is", in_new_process(look_for_it), expected)


@rule("TC602")
def test_scope_of_a_coroutine_reaches_as_far_as_declared(backend: Any) -> None:
    async def is_found_by_another_coroutine() -> bool:
        result = await asyncio.create_task(tasks.noop.aenqueue())
        try:
            await task_backends["default"].aget_result(result.id)
        except TaskResultDoesNotExist:
            return False
        return True

    found(tasks.noop.enqueue().id)
    # In a new context no coroutine has a backend yet: whichever asks first gets one of its own.
    seen = contextvars.Context().run(run, is_found_by_another_coroutine())
    expect("found by another coroutine", seen, reach() >= SCOPES.index("thread"))


@rule("TC603")
def test_coroutine_finds_its_results_immediately(backend: Any) -> None:
    async def enqueue_and_find(number: int) -> Any:
        result = await tasks.noop.aenqueue(number)
        try:
            return await task_backends["default"].aget_result(result.id)
        except NotImplementedError:
            return result

    async def main() -> list[Any]:
        return await asyncio.gather(*map(enqueue_and_find, range(20)))

    args = [result.args for result in run(main())]
    expect("arguments of the fetched results", args, [[number] for number in range(20)])


@rule("TC604")
def test_threads_that_enqueue_at_once_lose_nothing(backend: Any) -> None:
    barrier = threading.Barrier(8)

    def enqueue(worker: int) -> list[tuple[str, Any]]:
        barrier.wait()
        seen = []
        for number in range(50):
            result = tasks.noop.enqueue(worker, number)
            try:
                fetched = task_backends["default"].get_result(result.id)
            except NotImplementedError:
                fetched = result
            except TaskResultDoesNotExist as error:
                seen.append((result.id, error))
                continue
            seen.append((result.id, fetched.args))
        return seen

    with ThreadPoolExecutor(8) as executor:
        threads = [*executor.map(in_thread, repeat(enqueue), range(8))]
    for worker, seen in enumerate(threads):
        args = [args for _, args in seen]
        expect(f"found in thread {worker}", args, [[worker, number] for number in range(50)])
    ids = {id_ for seen in threads for id_, _ in seen}
    expect("different ids", len(ids), 8 * 50)
    if backend.supports_get_result:
        lost = [id_ for id_ in ids if not found(id_)]
        expect_that("results", not lost, expected="all found", found=f"{len(lost)} lost")


@rule("TC605")
def test_aliases_are_kept_apart(caller: Any, configure: Callable[..., Any]) -> None:
    backend = configure("default", "second")
    second = task_backends["second"]
    expect("alias", second.alias, "second")
    result = caller.enqueue(tasks.noop.using(backend="second"))
    expect("backend of the result", result.backend, "second")
    expect("backend of its task", result.task.backend, "second")
    expect("id of the fetched result", fetch(caller, second, result.id).id, result.id)
    if declaration().aliases_apart:
        with refused("get_result() of another alias", TaskResultDoesNotExist):
            fetch(caller, backend, result.id)
