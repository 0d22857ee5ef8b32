"""The load tests and benchmarks of engines run, and the page shows their results."""

from __future__ import annotations

import json
import sys

import pytest

from benchmarks.engines.load import problems
from benchmarks.engines.page import markdown
from benchmarks.engines.subjects import ENGINES
from tests.lab import servers
from tests.lab.environments import newest, run
from tests.lab.rendering import COOKIECUTTER, REPOSITORY

PUBLISHED = REPOSITORY / "docs" / "benchmarks"
AVAILABLE = [engine for engine in COOKIECUTTER["engine"] if engine != "none"]


@pytest.mark.exhaustive
@pytest.mark.parametrize("engine", AVAILABLE)
def test_benchmark_of_an_engine_runs(tmp_path, engine):
    if newest("django") is None:
        pytest.skip("no Python is found for Django 6")
    needed = {"TEST_POSTGRES_URL", *ENGINES[engine].servers}
    if missing := needed - {*servers.named()}:
        pytest.skip(f"{', '.join(sorted(missing))} names no server")
    command = ["-m", "benchmarks.engines", "--little", "--engines", engine, "--output", tmp_path]
    with servers.alone_on("TEST_REDIS_URL", *ENGINES[engine].servers):
        done = run(sys.executable, *command, cwd=REPOSITORY, **servers.addresses())
    assert done.returncode == 0, done.stderr
    found = json.loads((tmp_path / "engines.json").read_text(encoding="utf-8"))
    assert [*found["load"]] == [*found["compare"]] == [engine]
    assert found["load"][engine]["killed"]["results"] == 40
    # A result is inserted, claimed and finished.
    table = "dummy_backend_storedresult"
    sent = found["compare"][engine]["statements"]["generated"]
    assert sent["enqueue"][f"INSERT {table}"] == 1
    assert (sent["run"][f"SELECT {table}"], sent["run"][f"UPDATE {table}"]) == (1, 2)
    assert done.stdout == (tmp_path / "engines.md").read_text(encoding="utf-8")


def test_page_shows_the_measurements():
    found = json.loads((PUBLISHED / "engines.json").read_text(encoding="utf-8"))
    assert (PUBLISHED / "engines.md").read_text(encoding="utf-8") == markdown(found)
    assert {*found["load"], *found["compare"]} <= {*AVAILABLE}
    for loads in found["load"].values():
        assert all(outcome["tasks"] == 10_000 for outcome in loads.values())
        assert [problem for outcome in loads.values() for problem in problems(outcome)] == []


OUTCOME = {
    "tasks": 10, "results": 10, "ends": {"SUCCESSFUL": 10}, "run twice": 0, "successful, but not run": 0,
}  # fmt: skip
LOST = "FAILED, WorkerLost: No worker runs the task any more."


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, []),
        ({"results": 9}, ["1 results are lost"]),
        ({"run twice": 2}, ["2 tasks were run twice"]),
        ({"successful, but not run": 1}, ["1 tasks were successful, but not run"]),
        ({"ends": {"SUCCESSFUL": 9, "RUNNING": 1}}, ["1 results are RUNNING"]),
        ({"ends": {"SUCCESSFUL": 9, LOST: 1}}, [f"1 results are {LOST}"]),
        ({"ends": {"SUCCESSFUL": 9, LOST: 1}, "workers killed": 1}, []),
        (
            {"ends": {"SUCCESSFUL": 9, "READY": 1}, "workers killed": 1},
            ["1 results are READY"],
        ),
    ],
)
def test_load_reports_problems(changes, found):
    assert problems({**OUTCOME, **changes}) == found
