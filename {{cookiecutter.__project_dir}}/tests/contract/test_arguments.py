"""The arguments of a task, which go through JSON."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils.timezone import now

from . import tasks
from .calling import listening
from .declaration import declaration
from .expect import expect, expect_that, refused
from .fetching import expect_arguments, fetch
from .framework import TaskResultStatus
from .rules import rule


def named(*values: tuple[Any, ...]) -> list[Any]:
    return [pytest.param(*parameters, id=name) for name, *parameters in values]


JSON_VALUES = named(
    ("plain", [None, True, 7, 0.5, "é😀"], [None, True, 7, 0.5, "é😀"]),
    ("tuple", (1, (2, 3)), [1, [2, 3]]),
    ("number too large for a float", 2**80, 2**80),
    ("empty", [[], {}, ""], [[], {}, ""]),
)
OTHER_KEYS = named(
    ("whole number as a key", {1: {2: 3}}, {"1": {"2": 3}}),
    ("true and none as keys", {True: 1, None: 2}, {"true": 1, "null": 2}),
)
NOT_JSON = named(
    ("object", object()),
    ("set", {1, 2}),
    ("function", len),
    ("date", date(2026, 1, 1)),
    ("datetime", now()),
    ("bytes that are no text", b"\xff"),
    ("tuple as a key", {(1, 2): 3}),
    ("deep inside", {"rows": [{"value": object()}]}),
)
NOT_NUMBERS = named(("NaN", float("nan")), ("infinity", float("inf")))
UNUSUAL_TEXT = named(("NUL", "a\x00b"), ("lone surrogate", "a\ud800b"))


def enqueue_with(caller: Any, value: object, *, keyword: bool) -> Any:
    """Enqueue a task with an argument, and return what was sent; reraise what enqueue() raises."""
    args, kwargs = ((), {"key": value}) if keyword else ((value,), {})
    return caller.enqueue(tasks.noop, *args, **kwargs)


def expect_refused(caller: Any, value: object, *, keyword: bool) -> None:
    """Fail unless a task with an argument is rejected, and nothing is stored or sent."""
    __tracebackhide__ = True
    number_stored = declaration().number_stored
    before = number_stored()
    with listening() as sent, refused(f"enqueue() with {value!r}", TypeError, ValueError):
        enqueue_with(caller, value, keyword=keyword)
    expect("signals of the rejected task", sent, [])
    expect("results stored by the rejected task", number_stored() - before, 0)


def expect_kept_or_refused(caller: Any, backend: Any, value: Any, kept: Any) -> None:
    """Fail unless a task keeps an argument, or is rejected, and nothing is stored or sent."""
    __tracebackhide__ = True
    number_stored = declaration().number_stored
    before = number_stored()
    with listening() as sent:
        try:
            result = caller.enqueue(tasks.noop, value, key=value)
        except Exception:  # noqa: BLE001
            expect("signals of the rejected task", sent, [])
            expect("results stored by the rejected task", number_stored() - before, 0)
            return
    expect_arguments("the result", result, [kept], {"key": kept})
    stored = fetch(caller, backend, result.id)
    expect_arguments("the fetched result", stored, [kept], {"key": kept})


def expect_kept(caller: Any, backend: Any, value: Any, kept: Any) -> None:
    """Fail unless a task keeps an argument, as ``kept``."""
    __tracebackhide__ = True
    result = caller.enqueue(tasks.noop, value, key=value)
    expect_arguments("the result", result, [kept], {"key": kept})
    stored = fetch(caller, backend, result.id)
    expect_arguments("the fetched result", stored, [kept], {"key": kept})


@rule("TC201")
@pytest.mark.parametrize(("value", "expected"), JSON_VALUES)
def test_arguments_are_converted_to_json(
    caller: Any, backend: Any, value: object, expected: object
) -> None:
    expect_kept(caller, backend, value, expected)


@rule("TC202")
@pytest.mark.parametrize(("value", "expected"), OTHER_KEYS)
def test_keys_that_are_not_strings(
    caller: Any, backend: Any, value: object, expected: object
) -> None:
    handling = declaration().non_string_keys
    if handling == "refused":
        expect_refused(caller, value, keyword=False)
    else:
        expect_kept(caller, backend, value, expected if handling == "converted" else value)


@rule("TC203")
@pytest.mark.parametrize("keyword", [False, True], ids=["positional", "keyword"])
@pytest.mark.parametrize("value", NOT_JSON)
def test_arguments_that_are_not_json_are_rejected(
    caller: Any,
    value: object,
    keyword: bool,
) -> None:
    expect_refused(caller, value, keyword=keyword)


@rule("TC204")
@pytest.mark.parametrize("keyword", [False, True], ids=["positional", "keyword"])
@pytest.mark.parametrize("value", NOT_NUMBERS)
def test_nan_and_infinity(caller: Any, value: object, keyword: bool) -> None:
    if declaration().nan == "refused":
        expect_refused(caller, value, keyword=keyword)
    else:
        enqueue_with(caller, value, keyword=keyword)


@rule("TC205")
def test_changing_arguments_does_not_change_the_stored_result(caller: Any, backend: Any) -> None:
    given: dict[str, Any] = {"rows": [[1], [2]]}
    result = caller.enqueue(tasks.noop, given, key=given)
    given["rows"][0].append("changed")
    expected = {"rows": [[1], [2]]}
    expect_arguments("the result", result, [expected], {"key": expected})
    stored = fetch(caller, backend, result.id)
    expect_arguments("the fetched result", stored, [expected], {"key": expected})


@rule("TC206")
def test_changing_a_result_does_not_change_the_stored_result(caller: Any, backend: Any) -> None:
    result = caller.enqueue(tasks.noop, [[1]], key={"rows": [1]})
    change(result)
    object.__setattr__(result, "status", TaskResultStatus.FAILED)
    stored = fetch(caller, backend, result.id)
    expect_unchanged(stored, [[[1]]], {"key": {"rows": [1]}})
    failed = stored.status == TaskResultStatus.FAILED
    expect_that("the stored status", not failed, expected="not FAILED", found=stored.status)


def change(result: Any) -> None:
    """Change what can be changed in a result."""
    result.args[0][0].append("changed")
    result.args.append("changed")
    result.kwargs["key"]["rows"].append("changed")
    result.kwargs["more"] = "changed"
    result.errors.append("changed")
    result.worker_ids.append("changed")


def expect_unchanged(stored: Any, args: list[Any], kwargs: dict[str, Any]) -> None:
    __tracebackhide__ = True
    expect_arguments("the stored result", stored, args, kwargs)
    expect("changed errors", [error for error in stored.errors if error == "changed"], [])
    expect("changed worker_ids", [id_ for id_ in stored.worker_ids if id_ == "changed"], [])


@rule("TC207")
@pytest.mark.parametrize("text", UNUSUAL_TEXT)
def test_unusual_text_is_kept_or_rejected(caller: Any, backend: Any, text: str) -> None:
    expect_kept_or_refused(caller, backend, text, text)


@rule("TC208")
def test_bytes_that_are_text_become_text_or_are_rejected(caller: Any, backend: Any) -> None:
    expect_kept_or_refused(caller, backend, "é".encode(), "é")


@rule("TC308")
def test_changing_a_fetched_result_changes_nothing_stored(caller: Any, backend: Any) -> None:
    result = caller.enqueue(tasks.noop, [[1]], key={"rows": [1]})
    change(fetch(caller, backend, result.id))
    caller.refresh(result)
    result.errors.append("changed")
    result.worker_ids.append("changed")
    stored = fetch(caller, backend, result.id)
    expect_unchanged(stored, [[[1]]], {"key": {"rows": [1]}})
