"""The tests of packages with an engine, in memory, and with real workers and servers."""

from __future__ import annotations

import itertools
import json
import os
import signal
import subprocess
import time
from contextlib import contextmanager

import pytest

from tests.lab import environments, servers
from tests.lab.choices import each_of, some
from tests.lab.engines import answers_for, python_for
from tests.lab.environments import clean_environment, run, run_suite
from tests.lab.rendering import COOKIECUTTER

# The servers that the workers of each engine need, besides a database.
NEEDS = {"celery": ["TEST_BROKER_URL"], "rq": ["TEST_REDIS_URL"], "procrastinate": []}
ENGINES = [engine for engine in COOKIECUTTER["engine"] if engine != "none"]
TESTS = ["test_outbox.py", "test_engine.py", "test_broker.py"]


def engine_tests(project):
    """Return the tests of a package that are specific to its engine."""
    return [f"tests/{name}" for name in TESTS if (project / "tests" / name).exists()]


def newest_or_skip(framework):
    version = environments.newest(framework)
    if version is None:
        pytest.skip(f"no Python is found for {framework}")
    return version


@pytest.mark.parametrize("engine", each_of(1, 2, ENGINES))
def test_engine_runs_tasks_in_memory(render, engine):
    version = environments.newest("both")
    project = render(
        **answers_for(engine, "both" if version.supports("django") else "django-tasks")
    )
    done = run_suite(project, python_for(project, version), *engine_tests(project))
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "engine, framework",
    some(0, 0, [(pair, *pair) for pair in zip(ENGINES, itertools.cycle(["django-tasks", "both"]))]),
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


def run_with_servers(project, engine, *tests):
    """Run tests of a package with PostgreSQL and the servers of its engine."""
    needed = {"TEST_POSTGRES_URL", *NEEDS[engine]}
    if missing := needed - {*servers.named()}:
        pytest.skip(f"{', '.join(sorted(missing))} names no server")
    python = python_for(project, newest_or_skip("django"))
    base = os.environ["TEST_POSTGRES_URL"].rpartition("/")[0]
    variables = {name: os.environ[name] for name in NEEDS[engine]}
    with servers.alone_on(*NEEDS[engine]):
        done = run_suite(
            project,
            python,
            *tests,
            TEST_DATABASE_URL=f"{base}/dummybackend_{engine}_{os.getpid()}",
            **variables,
        )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "skipped" not in done.stdout
    assert " broken" not in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
def test_real_workers_are_killed(render, engine):
    project = render(**answers_for(engine, "django"))
    run_with_servers(project, engine, *engine_tests(project), "tests/test_workers.py")


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
def test_real_workers_keep_the_contract(render, engine):
    project = render(**answers_for(engine, "django"))
    run_with_servers(project, engine, "tests/contract/test_running.py")


SET_UP = """
import django, json
django.setup()
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from dummy_backend.models import StoredResult
from tests.tasks import add
"""
COMMIT = """
with transaction.atomic():
    result = add.enqueue(1, b=2)
print(json.dumps(result.id))
"""
FAIL = """
try:
    add.enqueue(1, b=2)
except Exception as error:
    print(json.dumps([type(error).__name__, StoredResult.objects.count()]))
"""
STATUS = "print(json.dumps(StoredResult.objects.get(result_id={!r}).status))"
WORKER = 'print(json.dumps(settings.TASKS_CONTRACT["WORKER"]))'


class Application:
    """A project with a generated package, whose processes use one broker and one database."""

    def __init__(self, project, python, **variables):
        self.project = project
        self.python = python
        self.variables = {
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "PYTHONPATH": f"{project / 'src'}{os.pathsep}{project}",
            **variables,
        }

    def run(self, code):
        """Run code in a new process, and return the value that it prints."""
        done = run(self.python, "-c", SET_UP + code, cwd=self.project, **self.variables)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    @contextmanager
    def worker(self):
        """Run a worker, which must still run at the end."""
        worker = subprocess.Popen(
            self.run(WORKER),
            cwd=self.project,
            env=clean_environment(**self.variables),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            yield
            assert worker.poll() is None
        finally:
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()

    def wait_for_success(self, result_id):
        deadline = time.monotonic() + 60
        while (status := self.run(STATUS.format(result_id))) != "SUCCESSFUL":
            assert time.monotonic() < deadline, status


@pytest.mark.slow
@pytest.mark.parametrize(
    ("engine", "variable"), [("celery", "TEST_BROKER_URL"), ("rq", "TEST_REDIS_URL")]
)
def test_broker_stops_and_starts_while_a_worker_runs(render, tmp_path, engine, variable):
    """The broker is a Redis that loses its data. The worker connects again."""
    project = render(**answers_for(engine, "django"))
    python = python_for(project, newest_or_skip("django"), servers.DRIVERS["TEST_REDIS_URL"])
    (tmp_path / "redis").mkdir()
    with servers.running(servers.Redis, str(tmp_path / "redis")) as broker:
        application = Application(
            project,
            python,
            TEST_DATABASE_URL=f"sqlite:///{tmp_path / 'results'}",
            **{variable: f"redis://127.0.0.1:{broker.port}/0"},
        )
        application.run("call_command('migrate', verbosity=0); print(0)")
        with application.worker():
            application.wait_for_success(application.run(COMMIT))
            broker.stop()
            name, count = application.run(FAIL)
            assert name in ("ConnectionError", "OperationalError")
            assert count == 1
            committed = application.run(COMMIT)
            assert application.run(STATUS.format(committed)) == "READY"
            broker.start()
            application.run("call_command('recover_task_results', ready=0); print(0)")
            application.wait_for_success(committed)
            application.wait_for_success(application.run(COMMIT))
