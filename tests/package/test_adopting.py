"""A project with other settings can test its tasks once the package is installed."""

from __future__ import annotations

import pytest

from tests.lab.environments import install, module_of, newest, python_of, run

SETTINGS = """
SECRET_KEY = "x"
USE_TZ = True
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
TASKS_HERE
"""

PROJECTS = {
    "no setting": "",
    "immediate": 'TASKS = {"default": {"BACKEND": "FRAMEWORK.backends.immediate.ImmediateBackend"}}',
    "dummy": 'TASKS = {"default": {"BACKEND": "FRAMEWORK.backends.dummy.DummyBackend"}}',
}

TASKS = """
from FRAMEWORK import task

@task
def add(a, b):
    return a + b
"""

TESTS = """
import pytest
from django.test import TestCase
from dummy_backend.testing import TaskTestMixin
from tasks import add

class AddTest(TaskTestMixin, TestCase):
    def test_add(self):
        with self.assertNumTasks(1):
            add.enqueue(1, b=2)
        self.assertTaskEnqueued(add, args=[1, 2])
        self.assertEqual([result.return_value for result in self.runTasks()], [3])

    async def test_add_in_a_coroutine(self):
        async with self.acaptureTasks(execute=True) as captured:
            await add.aenqueue(1, 2)
        self.assertEqual([result.return_value for result in captured], [3])

@pytest.mark.django_db
def test_add(enqueued_tasks):
    add.enqueue(1, 2)
    enqueued_tasks.assert_enqueued("tasks.add", kwargs={"a": 1, "b": 2})
    assert [result.return_value for result in enqueued_tasks.run()] == [3]
"""


@pytest.mark.parametrize("tasks", PROJECTS.values(), ids=PROJECTS)
@pytest.mark.parametrize(
    ("scope", "framework"),
    [
        ("context", "django"),
        pytest.param("thread", "django-tasks", marks=pytest.mark.exhaustive),
        pytest.param("process", "both", marks=pytest.mark.exhaustive),
        pytest.param("cache", "django-tasks", marks=pytest.mark.slow),
    ],
)
def test_project_does_not_change_its_settings(render, tmp_path, scope, framework, tasks):
    version = newest(framework)
    if version is None:
        pytest.skip(f"no Python is found that has {framework}")
    python = python_of(version)
    package = render(storage_scope=scope, tasks_framework=framework)
    install(python, package, tmp_path / "installed")
    module = module_of(framework)
    texts = {"settings": SETTINGS.replace("TASKS_HERE", tasks), "tasks": TASKS, "test_it": TESTS}
    for name, text in texts.items():
        (tmp_path / f"{name}.py").write_text(text.replace("FRAMEWORK", module))

    def run_python(*arguments):
        return run(
            python, *arguments, cwd=tmp_path,
            PYTHONPATH=f"{tmp_path / 'installed'}:{tmp_path}", DJANGO_SETTINGS_MODULE="settings",
        )  # fmt: skip

    done = run_python("-m", "pytest", "-q", "-p", "no:cacheprovider")
    assert "3 passed" in done.stdout, done.stdout
    done = run_python("-m", "django", "test")
    assert "Ran 2 tests" in done.stderr, done.stderr
    assert done.returncode == 0, done.stderr
