"""Tests of the lines that this backend adds."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from . import tasks


def test_every_task_is_a_line() -> None:
    journal = Path(settings.TASKS["default"]["OPTIONS"]["FILE"])
    before = journal.read_text().count("\n") if journal.exists() else 0
    tasks.add.enqueue(1, 2)
    tasks.noop.enqueue()
    assert journal.read_text().count("\n") == before + 2
