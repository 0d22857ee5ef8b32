"""Tests that run in parallel with one Redis have results of their own."""

from __future__ import annotations

import os

import pytest

from tests.lab import servers
from tests.lab.environments import install, python_of, run

pytestmark = [
    pytest.mark.skipif("TEST_REDIS_URL" not in servers.named(), reason="no TEST_REDIS_URL is set"),
    servers.on_redis,
]

SETTINGS = """
import os
SECRET_KEY = "x"
USE_TZ = True
INSTALLED_APPS = ["dummy_backend"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": os.environ["TEST_REDIS_URL"],
        "KEY_PREFIX": os.environ["PREFIX"],
    }
}
TASKS = {"default": {"BACKEND": "dummy_backend.DummyBackend"}}
"""

TASKS = """
from django_tasks import task

@task
def noop(number):
    pass
"""

# Each test gives other processes time to list or remove its result.
PYTEST = """
import time
import pytest
from tasks import noop

@pytest.mark.parametrize("number", range(40))
def test_own_result_is_the_only_one(enqueued_tasks, number):
    noop.enqueue(number)
    time.sleep(0.02)
    assert [result.args for result in enqueued_tasks] == [[number]]
"""

# Django distributes the classes to the processes.
UNITTEST = """
import time
from django.test import SimpleTestCase
from dummy_backend.testing import TaskTestMixin
from tasks import noop

class Tests(TaskTestMixin):
    def check(self):
        with self.assertNumTasks(1):
            noop.enqueue(1)
            time.sleep(0.02)
        self.assertTaskEnqueued(noop, count=1)

    for number in range(10):
        locals()[f"test_{number}"] = check

class FirstTest(Tests, SimpleTestCase):
    pass

class SecondTest(Tests, SimpleTestCase):
    pass

class ThirdTest(Tests, SimpleTestCase):
    pass

class FourthTest(Tests, SimpleTestCase):
    pass
"""

SERVER = """
import django
django.setup()
from tasks import noop
noop.enqueue(0)
"""

LEFT = """
import os
import django
django.setup()
from django.core.cache import cache
from tasks import noop
print(len(noop.get_backend().results))
noop.get_backend().clear()
client = cache._cache.get_client()
keys = client.keys(f"{os.environ['PREFIX']}:*")
print(len([key for key in keys if client.ttl(key) == -1]))
client.delete(*keys)
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("tests", "command"),
    [
        (PYTEST, ["-m", "pytest", "-q", "-n", "2", "-p", "no:cacheprovider", "--ds=settings"]),
        (UNITTEST, ["-m", "django", "test", "--parallel=2"]),
    ],
    ids=["pytest", "unittest"],
)
def test_tests_have_results_of_their_own(render, latest, tmp_path, tests, command):
    python = python_of(latest, *servers.drivers(), "pytest-xdist>=3.8")
    install(python, render(storage_scope="cache"), tmp_path / "installed")
    project = tmp_path / "project"
    project.mkdir()
    for name, text in {"settings": SETTINGS, "tasks": TASKS, "test_it": tests}.items():
        (project / f"{name}.py").write_text(text)

    def run_python(*arguments):
        done = run(
            python, *arguments, cwd=project,
            PYTHONPATH=f"{tmp_path / 'installed'}:{project}",
            DJANGO_SETTINGS_MODULE="settings",
            PREFIX=f"parallel-{os.getpid()}", **servers.addresses(),
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    with servers.alone_on("TEST_REDIS_URL"):
        # A development server also does this.
        run_python("-c", SERVER)
        output = run_python(*command)
        assert "40 passed" in output or "Ran 40 tests" in output, output
        # The result of the server remains, and no other key without an expiry time.
        assert run_python("-c", LEFT).split() == ["1", "0"]
