"""Test suites written for the backends of the frameworks are moved to the testing tools."""

from __future__ import annotations

import shutil

import pytest

from tests.lab.environments import install, module_of, newest, python_of, run
from tests.lab.rendering import REPOSITORY

SOURCE = REPOSITORY / "tests" / "package" / "moved"
MARKED = """
import pytest

def pytest_collection_modifyitems(items):
    for item in items:
        item.add_marker(pytest.mark.immediate_tasks(raise_errors=False))
"""
CASES = [
    ("process", "django"),
    pytest.param("context", "django-tasks", marks=pytest.mark.exhaustive),
    pytest.param("thread", "both", marks=pytest.mark.exhaustive),
    pytest.param("cache", "django-tasks", marks=pytest.mark.slow),
]


@pytest.fixture
def project(tmp_path):
    """Return a function that writes a test suite, and returns a function that runs Python there."""

    def project(suite, framework, *packages):
        version = newest(framework)
        if version is None:
            pytest.skip(f"no Python is found that has {framework}")
        folder = tmp_path / "project"
        shutil.copytree(SOURCE / "letters", folder / "letters")
        shutil.copytree(SOURCE / suite, folder, dirs_exist_ok=True)
        for path in folder.rglob("*.py"):
            text = path.read_text().replace("django_tasks", module_of(framework))
            path.write_text(text)
        python = python_of(version)
        for package in packages:
            install(python, shutil.copytree(package, tmp_path / "source"), tmp_path / "installed")
        return folder, lambda *arguments: run(
            python, "-m", *arguments, cwd=folder,
            PYTHONPATH=f"{tmp_path / 'installed'}:{folder}", DJANGO_SETTINGS_MODULE="letters.settings",
        )  # fmt: skip

    return project


DUMMY = ("django", "test", "--settings=letters.settings_dummy")
PYTEST = ("pytest", "-q", "-p", "no:cacheprovider")


def test_suites_pass_before_they_move(project):
    _, run_python = project("dummy/before", "django-tasks")
    done = run_python(*DUMMY)
    assert done.returncode == 0, done.stderr
    assert "Ran 4 tests" in done.stderr


def test_suite_for_immediate_passes_before_it_moves(project):
    _, run_python = project("immediate/before", "django-tasks")
    done = run_python(*PYTEST)
    assert "4 passed" in done.stdout, done.stdout


@pytest.mark.parametrize(("scope", "framework"), CASES)
def test_suite_for_dummy_moves(project, render, scope, framework):
    package = render(storage_scope=scope, tasks_framework=framework)
    _, run_python = project("dummy/after", framework, package)
    done = run_python(*DUMMY)
    assert done.returncode == 0, done.stderr
    assert "Ran 4 tests" in done.stderr


@pytest.mark.parametrize(("scope", "framework"), CASES)
def test_suite_for_immediate_moves(project, render, scope, framework):
    package = render(storage_scope=scope, tasks_framework=framework)
    _, run_python = project("immediate/after", framework, package)
    done = run_python(*PYTEST)
    assert "4 passed" in done.stdout, done.stdout


@pytest.mark.parametrize(("scope", "framework"), CASES)
def test_suite_for_immediate_passes_unchanged(project, render, scope, framework):
    """It either needs a marker for all tests, or the option."""
    package = render(storage_scope=scope, tasks_framework=framework)
    folder, run_python = project("immediate/before", framework, package)
    done = run_python(*PYTEST, "--ds=letters.settings_option")
    assert "4 passed" in done.stdout, done.stdout
    (folder / "conftest.py").write_text(MARKED)
    done = run_python(*PYTEST)
    assert "4 passed" in done.stdout, done.stdout


def test_moved_suites_are_no_longer():
    for backend, name in (("dummy", "tests.py"), ("immediate", "test_letters.py")):
        before, after = (
            len((SOURCE / backend / when / name).read_text().splitlines())
            for when in ("before", "after")
        )
        assert after <= before
