"""Fetching results, and comparing them."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from .expect import expect, expect_that
from .framework import TaskResultDoesNotExist, task_backends

# What doesn't change when the task runs.
STABLE = ("id", "task", "args", "kwargs", "backend", "enqueued_at")


def fetch(caller: Any, backend: Any, result_id: str, *, complete: bool = True) -> Any:
    """Return the stored result, or skip the test if the backend does not retrieve any.

    If it has to be ``complete``, the test is skipped for a result without a task, too.
    """
    __tracebackhide__ = True
    try:
        result = caller.get_result(backend, result_id)
    except NotImplementedError:
        expect("supports_get_result, as get_result() isn't", backend.supports_get_result, False)
        pytest.skip("the backend does not retrieve results")
    if complete and result.task is None:
        pytest.skip("the fetched result has no task (TC301)")
    return result


def found(result_id: str) -> bool:
    """Return whether whoever calls this finds the result, or skip the test as ``fetch()`` does."""
    try:
        task_backends["default"].get_result(result_id)
    except NotImplementedError:
        pytest.skip("the backend does not retrieve results")
    except TaskResultDoesNotExist:
        return False
    return True


def expect_same(what: str, result: Any, other: Any) -> None:
    """Fail unless two results are equal, or differ in nothing but what running has changed."""
    __tracebackhide__ = True
    for name in STABLE:
        expect(f"{name} of {what}", getattr(result, name), getattr(other, name))
    if result.status == other.status:
        expect_that(f"{what} is equal", result == other, expected=repr(other), found=result)


def expect_task(what: str, found_task: Any, task: Any) -> None:
    """Fail unless a task has the fields of another. Its class may be another one."""
    __tracebackhide__ = True
    for field in fields(task):
        value = getattr(found_task, field.name, "missing")
        expect(f"{field.name} of {what}", value, getattr(task, field.name))


def expect_arguments(what: str, result: Any, args: list[Any], kwargs: dict[str, Any]) -> None:
    """Fail unless a result has these arguments, of the same types."""
    __tracebackhide__ = True
    for name, value, found_value in (
        ("args", args, result.args),
        ("kwargs", kwargs, result.kwargs),
    ):
        expect_json(f"{name} of {what}", found_value, value)


def expect_json(what: str, found_value: Any, value: Any) -> None:
    """Fail unless two values are equal and have the same types, such as lists and not tuples."""
    __tracebackhide__ = True
    expect_that(what, is_same(found_value, value), expected=repr(value), found=found_value)


def is_same(one: Any, other: Any) -> bool:
    """Return whether two values are equal and have the same types. The order of keys is free."""
    if type(one) is not type(other) or one != other:
        return False
    if isinstance(one, dict):
        types = {key: type(key) for key in one}
        return {key: type(key) for key in other} == types and all(
            is_same(one[key], other[key]) for key in one
        )
    return not isinstance(one, (list, tuple)) or all(map(is_same, one, other))
