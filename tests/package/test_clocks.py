"""Tests that freeze the time with freezegun or time-machine can wait for results."""

import shutil

import pytest

from tests.lab.choices import CHOICES, each_of
from tests.lab.environments import python_of, run_suite

SUITE = """
from threading import Event, Thread

import freezegun
import pytest
import time_machine
from django.db import connections

from .tasks import noop

STOPPED = pytest.mark.parametrize(
    "stopped",
    [freezegun.freeze_time("2026-01-01"), time_machine.travel("2026-01-01", tick=False)],
    ids=["freezegun", "time-machine"],
)


@STOPPED
def test_assertion_stops_waiting(enqueued_tasks, stopped):
    with stopped, pytest.raises(AssertionError, match="noop"):
        enqueued_tasks.assert_enqueued(noop, timeout=0.1)


@STOPPED
def test_tasks_run(enqueued_tasks, stopped):
    with stopped:
        noop.enqueue()
        [ran] = enqueued_tasks.run()
    assert ran.enqueued_at.year == ran.finished_at.year == 2026
"""
SHARED = """

@STOPPED
def test_assertion_waits_for_another_thread(enqueued_tasks, stopped):
    def enqueue():
        Event().wait(0.2)
        noop.enqueue()
        connections.close_all()

    thread = Thread(target=enqueue)
    with stopped:
        thread.start()
        enqueued_tasks.assert_enqueued(noop, timeout=10)
        thread.join()
"""

EXPIRING = """

@pytest.mark.parametrize("move", [freezegun.freeze_time, time_machine.travel])
@pytest.mark.parametrize("options, left", [({}, 0), ({"TIMEOUT": None}, 1)])
def test_result_expires_by_the_clock_of_the_test(settings, enqueued_tasks, move, options, left):
    settings.TASKS = {"default": {**settings.TASKS["default"], "OPTIONS": options}}
    with move("2026-01-01"):
        noop.enqueue()
    with move("2026-01-03"):
        assert len(enqueued_tasks.run()) == left
"""


@pytest.mark.parametrize("scope", each_of(0, 2, reversed(CHOICES["storage_scope"])))
def test_clock_may_be_stopped(render, latest, tmp_path, scope):
    project = shutil.copytree(render(storage_scope=scope), tmp_path / "project")
    suite = SUITE if scope in ("context", "thread") else SUITE + SHARED
    if scope == "cache":
        suite += EXPIRING
    (project / "tests" / "test_clocks.py").write_text(suite)
    python = python_of(latest, "freezegun>=1.5", "time-machine>=2.16")
    done = run_suite(project, python, "tests/test_clocks.py")
    assert done.returncode == 0, done.stdout + done.stderr
