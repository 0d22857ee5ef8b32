"""Two generated packages in one environment only serve their own aliases."""

from __future__ import annotations

import pytest

from tests.lab.environments import install, newest, python_of, run

pytestmark = pytest.mark.slow

FRAMEWORKS = {"old_backend": "django-tasks", "new_backend": "django"}

SETTINGS = """
import os
SECRET_KEY = "x"
USE_TZ = True
INSTALLED_APPS = ["old_backend", "new_backend"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
TASKS = {
    alias: {"BACKEND": f"{alias}_backend.DummyBackend"} for alias in os.environ["ALIASES"].split()
}
"""

TASKS = """
import {framework} as framework

@framework.task(backend="{alias}")
def {alias}():
    pass
"""

BY_FIXTURE = """
from {alias}_tasks import {alias}

def test_task(enqueued_tasks, django_assert_num_tasks):
    with django_assert_num_tasks(1):
        {alias}.enqueue()
    enqueued_tasks.assert_enqueued({alias})
    assert len(enqueued_tasks.run()) == 1
"""

BY_BOTH = """
import pytest
import new_backend.testing
import old_backend.testing
from django.core.exceptions import ImproperlyConfigured
from django.test import SimpleTestCase
from new_tasks import new
from old_tasks import old

def test_fixture_cannot_serve_both(request):
    tools = "Use new_backend.testing.EnqueuedTasks.. or old_backend.testing.EnqueuedTasks.."
    with pytest.raises(pytest.UsageError, match=tools):
        request.getfixturevalue("enqueued_tasks")

@pytest.mark.parametrize("module, task", [(new_backend, new), (old_backend, old)])
def test_each_serves_its_own(module, task):
    tools = module.testing.EnqueuedTasks()
    with tools.assert_num(1):
        new.enqueue()
        old.enqueue()
    tools.assert_enqueued(task)
    assert [result.task for result in tools.run()] == [task]

class Test(old_backend.testing.TaskTestMixin, SimpleTestCase):
    task_aliases = ["old"]

    def test_mixin_serves_its_own(self):
        old.enqueue()
        self.assertTaskEnqueued(old)
        message = "new_backend.DummyBackend, which isn't a old_backend.DummyBackend"
        with self.assertRaisesMessage(ImproperlyConfigured, message):
            self.assertTaskEnqueued(old.using(backend="new"))
"""


@pytest.fixture(scope="module")
def run_tests(render, tmp_path_factory):
    """Return a function that runs tests where both packages are installed."""
    version = newest("django")
    if version is None:
        pytest.skip("no Python is found for Django 6")
    folder = tmp_path_factory.mktemp("both")
    python = python_of(version)
    for name, framework in FRAMEWORKS.items():
        slug = name.replace("_", "-")
        package = render(tasks_framework=framework, package_name=name, project_slug=slug)
        install(python, package, folder / "installed")
    (folder / "settings.py").write_text(SETTINGS)
    for alias, framework in [("old", "django_tasks"), ("new", "django.tasks")]:
        (folder / f"{alias}_tasks.py").write_text(TASKS.format(alias=alias, framework=framework))

    def run_tests(text, *aliases):
        (folder / "test_it.py").write_text(text)
        return run(
            python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--ds=settings", cwd=folder,
            PYTHONPATH=f"{folder / 'installed'}:{folder}", ALIASES=" ".join(aliases),
        )  # fmt: skip

    return run_tests


@pytest.mark.parametrize("alias", ["old", "new"])
def test_fixtures_are_those_of_the_package_that_is_used(run_tests, alias):
    done = run_tests(BY_FIXTURE.format(alias=alias), alias)
    assert done.returncode == 0, done.stdout


def test_each_serves_its_own_aliases(run_tests):
    done = run_tests(BY_BOTH, "old", "new")
    assert done.returncode == 0, done.stdout
