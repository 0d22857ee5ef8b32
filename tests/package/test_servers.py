"""The generated tests with stores that processes share: files, tables, databases and servers."""

from __future__ import annotations

import re
import subprocess
import tempfile
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.lab import environments, servers
from tests.lab.environments import clean_environment, python_of, run_suite


def python_with_drivers(version):
    return python_of(version, *servers.drivers())


def answers_for(store, framework):
    # With a cache in the memory of one process, the declared support isn't true.
    return {
        "storage_scope": store.scope,
        "tasks_framework": framework,
        "supports_get_result": store.name != "memory",
    }


@pytest.mark.parametrize("store", servers.stores("postgres", "redis", but=["sqlite", "files"]))
def test_suite_passes_on(render, store):
    suite_passes_on(render, store, "django")


# If no server is named, there is no store to mark, and pytest would skip the test.
@pytest.mark.exhaustive
@pytest.mark.parametrize(
    "store", servers.stores(but=["sqlite", "files", "table", "mysql", "redis", "memory"])
)
def test_suite_of_the_backport_passes_on(render, store):
    suite_passes_on(render, store, "django-tasks")


def suite_passes_on(render, store, framework):
    """Other tests already run all generated tests on SQLite and files."""
    versions = [each for each in environments.found() if each.supports(framework)]
    if not versions:
        pytest.skip(f"no Python is found for {framework}")
    # The newest version with Django's own framework, and the oldest with the backport.
    version = versions[-1 if framework == "django" else 0]
    shared = ["test_processes", "test_namespaces"] if store.name == "memory" else []
    apart = [f"--ignore=tests/{name}.py" for name in shared]
    with store.alone():
        done = run_suite(
            render(**answers_for(store, framework)),
            python_with_drivers(version),
            *apart,
            **store.variables(),
        )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "skipped" not in done.stdout


@pytest.mark.parametrize("store", servers.stores(but=["memory"]))
def test_thousands_of_results_and_killed_processes(render, latest, store):
    """8 processes enqueue 500 results each, and 2 processes are killed 20 times."""
    framework = "django" if latest.supports("django") else "django-tasks"
    with store.alone():
        done = run_suite(
            render(**answers_for(store, framework)),
            python_with_drivers(latest),
            "tests/test_processes.py",
            TEST_THOROUGHLY="1",
            **store.variables(),
        )
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"\b4 passed", done.stdout)


USE_IT = """
import django
from django.core.management import call_command
from django.db import close_old_connections
django.setup()
if "{scope}" == "database":
    call_command("migrate", verbosity=0)
from tests.tasks import noop
from tests.framework import task_backends, task_enqueued
backend = task_backends["default"]
sent = []
task_enqueued.connect(lambda task_result, **kwargs: sent.append(task_result.id), weak=False)

def say(text):
    print(text, flush=True)
    input()

before = noop.enqueue("before").id
say("enqueued")
for operation in (noop.enqueue, lambda: backend.get_result(before), lambda: backend.results):
    close_old_connections()  # as Django does when a request begins
    try:
        operation()
    except Exception as error:
        print(type(error).__name__, str(error).replace("\\n", " "))
    else:
        print("no error")
say(f"signals: {{len(sent)}}")
close_old_connections()
after = noop.enqueue("after")
print(backend.get_result(after.id).args, [result.args for result in backend.results])
"""


@pytest.mark.parametrize(
    "server",
    [
        pytest.param(
            variable,
            marks=pytest.mark.skipif(
                variable not in servers.named(), reason=f"no {variable} is set"
            ),
        )
        for variable in servers.OWN
    ],
)
def test_server_that_restarts_is_an_error_and_then_works(render, latest, server):
    scope, kind = servers.OWN[server]
    framework = "django" if latest.supports("django") else "django-tasks"
    project = render(storage_scope=scope, tasks_framework=framework, supports_get_result=True)
    python = python_with_drivers(latest)
    with ExitStack() as stack:
        # Another user can't enter pytest's folder.
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        own = stack.enter_context(servers.running(kind, folder))
        process = subprocess.Popen(
            [python, "-c", USE_IT.format(scope=scope)],
            cwd=project,
            env=clean_environment(
                PYTHONPATH=f"{project}/src:{project}",
                DJANGO_SETTINGS_MODULE="tests.settings",
                **own.variables,
            ),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        stack.enter_context(process)
        stack.callback(process.kill)

        def line():
            text = process.stdout.readline().strip()
            assert text, process.stderr.read()
            return text

        def go_on():
            process.stdin.write("\n")
            process.stdin.flush()

        assert line() == "enqueued"
        own.stop()
        go_on()
        for _ in range(3):
            assert re.match(r"(OperationalError|ConnectionError) .*\b\d+", line())
        assert line() == "signals: 1"
        own.start()
        go_on()
        stored = [["before"], ["after"]] if own.keeps else [["after"]]
        assert line() == f"{['after']} {stored}"
        assert process.wait() == 0
