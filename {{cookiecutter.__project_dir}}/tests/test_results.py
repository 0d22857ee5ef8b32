"""Creating results, and the time until they are due."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils.timezone import make_aware

from {{ cookiecutter.package_name }}.results import time_left

NOON = datetime(2026, 7, 1, 12)  # noqa: DTZ001
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("run_after", "now", "expected"),
    [
        (None, NOON, timedelta()),
        (NOON, NOON, timedelta()),
        (NOON, NOON + HOUR, timedelta()),
        (NOON + HOUR, NOON, HOUR),
        (make_aware(NOON + HOUR, timezone(-HOUR)), make_aware(NOON, timezone(HOUR)), 3 * HOUR),
    ],
)
def test_time_left_is_never_negative(run_after: Any, now: datetime, expected: timedelta) -> None:
    result: Any = SimpleNamespace(task=SimpleNamespace(run_after=run_after))
    assert time_left(result, now) == expected


@pytest.mark.parametrize("naive", ["run_after", "now"])
def test_naive_time_is_in_the_current_time_zone(settings: Any, naive: str) -> None:
    settings.TIME_ZONE = "Asia/Tokyo"
    times = {"run_after": NOON + HOUR, "now": NOON}
    aware = {name: make_aware(time) for name, time in times.items() if name != naive}
    times |= aware
    result: Any = SimpleNamespace(task=SimpleNamespace(run_after=times["run_after"]))
    assert time_left(result, times["now"]) == HOUR
