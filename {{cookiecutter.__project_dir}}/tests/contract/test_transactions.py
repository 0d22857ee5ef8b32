"""Enqueueing in a database transaction."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from . import tasks
from .declaration import declaration
from .expect import expect
from .fetching import found
from .rules import rule


@rule("TC701")
@pytest.mark.django_db(transaction=True)
def test_result_is_there_when_the_transaction_is_committed(backend: Any) -> None:
    with transaction.atomic():
        result = tasks.noop.enqueue()
    expect("found after the commit", found(result.id), True)


@rule("TC702")
@pytest.mark.django_db(transaction=True)
def test_rollback_keeps_or_discards_the_result_as_declared(backend: Any) -> None:
    with transaction.atomic():
        result = tasks.noop.enqueue()
        transaction.set_rollback(True)
    expect("found after the rollback", found(result.id), declaration().on_rollback == "kept")
