"""System checks of the backend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core import checks

from .expect import expect, expect_that
from .rules import rule

if TYPE_CHECKING:
    from collections.abc import Callable


@rule("TC751")
def test_valid_settings_pass_the_checks(backend: Any) -> None:
    expect("messages", [*backend.check(app_configs=None, databases=["default"])], [])


@rule("TC752")
def test_messages_of_the_checks_have_ids(configure: Callable[..., Any]) -> None:
    backend = configure(OPTIONS={"NO_SUCH_OPTION": object()})
    for message in backend.check():
        is_message = isinstance(message, checks.CheckMessage)
        expect_that("a message", is_message, expected="a CheckMessage", found=message)
        expect_that("the id of a message", message.id, expected="an id", found=message.id)
