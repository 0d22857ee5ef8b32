"""Comparing what a backend does with what a rule expects of it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


class Broken(AssertionError):
    """What was expected isn't what was found."""

    def __init__(self, what: str, expected: object, found: object) -> None:
        super().__init__(f"{what}\n  expected: {expected}\n  found:    {found}")


def expect(what: str, found: object, expected: object) -> None:
    """Fail unless two values are equal."""
    __tracebackhide__ = True
    if found != expected:
        raise Broken(what, repr(expected), repr(found))


def expect_that(what: str, holds: object, *, expected: str, found: object) -> None:
    """Fail unless a condition holds."""
    __tracebackhide__ = True
    if not holds:
        raise Broken(what, expected, repr(found))


@contextmanager
def refused(what: str, *kinds: Any, naming: str = "") -> Iterator[None]:
    """Fail unless the block raises one of these exceptions, with a text in its message."""
    __tracebackhide__ = True
    expected = " or ".join(kind.__name__ for kind in kinds)
    try:
        yield
    except kinds as error:
        if naming not in str(error):
            raise Broken(what, f"{expected} that names {naming!r}", repr(error)) from error
    except Exception as error:
        raise Broken(what, expected, repr(error)) from error
    else:
        raise Broken(what, expected, "no exception")
