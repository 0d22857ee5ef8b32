"""Wagtail uses the backport on all Djangos, so packages used with it must do so, too."""

from __future__ import annotations

import pytest

from tests.lab.environments import Version, interpreter, python_of, run

VERSION = Version("3.13", "6.0")
WAGTAIL = "wagtail>=7"

SETTINGS = """
SECRET_KEY = "only for the tests"
USE_TZ = True
ROOT_URLCONF = "urls"
STATIC_URL = "/static/"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
INSTALLED_APPS = [
    "dummy_backend",
    "wagtail.users",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.admin",
    "wagtail.search",
    "wagtail",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
]
TASKS = {"default": {"BACKEND": "dummy_backend.DummyBackend"}}
WAGTAIL_SITE_NAME = "Shop"
WAGTAILADMIN_BASE_URL = "http://localhost"
SILENCED_SYSTEM_CHECKS = ["admin.E403", "wagtailadmin.W001"]
"""
TEST = """
import pytest
from django_tasks import default_task_backend
from django_tasks.signals import task_enqueued
from wagtail.models import Page, ReferenceIndex
from wagtail.tasks import update_reference_index_task


@pytest.mark.django_db
def test_tasks_of_wagtail_are_captured(enqueued_tasks, django_capture_on_commit_callbacks):
    sent = []
    receiver = lambda task_result, **kwargs: sent.append(task_result)
    task_enqueued.connect(receiver)
    with django_capture_on_commit_callbacks(execute=True):
        page = Page.get_first_root_node().add_child(title="Shop", slug="shop")
    found = enqueued_tasks.assert_enqueued(
        update_reference_index_task, args=["wagtailcore", "page", str(page.pk)]
    )
    assert found in default_task_backend.results
    assert found.id in [result.id for result in sent]
    enqueued_tasks.run()
"""


@pytest.fixture
def check(render, tmp_path):
    """Return a function that runs Python in a project with Wagtail and a package."""
    if interpreter(VERSION.python) is None:
        pytest.skip(f"no Python {VERSION.python} is found")
    python = python_of(VERSION, WAGTAIL)
    (tmp_path / "settings.py").write_text(SETTINGS)
    (tmp_path / "urls.py").write_text("urlpatterns = []\n")
    (tmp_path / "test_shop.py").write_text(TEST)

    def in_project(framework, *arguments):
        package = render(tasks_framework=framework)
        return run(
            python, "-m", *arguments, cwd=tmp_path, DJANGO_SETTINGS_MODULE="settings",
            PYTHONPATH=f"{package / 'src'}:{tmp_path}",
        )  # fmt: skip

    return in_project


PYTEST = ("pytest", "-q", "-p", "no:cacheprovider", "-p", "dummy_backend.pytest_plugin")


@pytest.mark.slow
def test_check_warns_of_both(check):
    done = check("both", "django", "check")
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("(dummy_backend.W002)") == 1
    assert "identified 1 issue" in done.stderr


@pytest.mark.slow
def test_package_for_both_misses_the_tasks_of_wagtail(check):
    """The system check W002 warns about this."""
    done = check("both", *PYTEST, "test_shop.py")
    assert done.returncode == 1, done.stdout
    assert "assert found in default_task_backend.results" in done.stdout, done.stdout


@pytest.mark.slow
def test_backport_captures_the_tasks_of_wagtail(check):
    done = check("django-tasks", "django", "check")
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout + done.stderr
    done = check("django-tasks", *PYTEST, "test_shop.py")
    assert done.returncode == 0, done.stdout
