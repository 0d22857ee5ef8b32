"""The tests of packages with an engine, in memory, and with real workers and servers."""

from __future__ import annotations

import itertools
import os

import pytest
from filelock import FileLock

from tests.lab import environments, servers
from tests.lab.engines import answers_for, python_for
from tests.lab.environments import CACHE, run_suite
from tests.lab.rendering import COOKIECUTTER

# The servers that the workers of each engine need, besides a database.
NEEDS = {"celery": ["TEST_BROKER_URL"], "rq": ["TEST_REDIS_URL"], "procrastinate": []}
ENGINES = [engine for engine in COOKIECUTTER["engine"] if engine != "none"]
# The half of the contract tests that runs tasks.
RUNNING = "tests/contract/test_running.py"
TESTS = ["test_outbox.py", "test_engine.py", "test_broker.py"]


def engine_tests(project):
    """Return the tests of a package that are specific to its engine."""
    return [f"tests/{name}" for name in TESTS if (project / "tests" / name).exists()]


def newest_or_skip(framework):
    version = environments.newest(framework)
    if version is None:
        pytest.skip(f"no Python is found for {framework}")
    return version


@pytest.mark.parametrize("engine", ENGINES)
def test_engine_runs_tasks_in_memory(render, engine):
    version = environments.newest("both")
    project = render(
        **answers_for(engine, "both" if version.supports("django") else "django-tasks")
    )
    done = run_suite(project, python_for(project, version), *engine_tests(project))
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("engine", "framework"), [*zip(ENGINES, itertools.cycle(["django-tasks", "both"]))]
)
def test_engine_runs_tasks_in_memory_on_the_oldest_versions(render, engine, framework):
    version = environments.found()[0]
    project = render(**answers_for(engine, framework))
    python = python_for(project, version)
    # The other tests are the same for every package that stores results in a database.
    done = run_suite(
        project, python, *engine_tests(project), "tests/contract", "tests/test_backend.py"
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
def test_real_workers_are_killed_and_keep_the_contract(render, engine):
    needed = {"TEST_POSTGRES_URL", *NEEDS[engine]}
    if missing := needed - {*servers.named()}:
        pytest.skip(f"{', '.join(sorted(missing))} names no server")
    project = render(**answers_for(engine, "django"))
    python = python_for(project, newest_or_skip("django"))
    base = os.environ["TEST_POSTGRES_URL"].rpartition("/")[0]
    variables = {name: os.environ[name] for name in NEEDS[engine]}
    # All tests use the same queue names on a broker.
    with FileLock(CACHE / f"{engine}.lock"), FileLock(CACHE / "TEST_REDIS_URL.lock"):
        done = run_suite(
            project,
            python,
            *engine_tests(project),
            "tests/test_workers.py",
            RUNNING,
            TEST_DATABASE_URL=f"{base}/dummybackend_{engine}_{os.getpid()}",
            **variables,
        )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "skipped" not in done.stdout
    assert " broken" not in done.stdout
