"""Async tests with pytest-asyncio keep and remove their rows as the README says."""

import re
import shutil

import pytest

from tests.lab.environments import python_of, run_suite

SUITE = """
import pytest
from asgiref.sync import sync_to_async

from .tasks import noop


@pytest.mark.asyncio
{mark}
@pytest.mark.parametrize("number", [1, 2])
async def test_each_starts_without_results(enqueued_tasks, number):
    assert await sync_to_async(len)(enqueued_tasks) == 0
    await noop.aenqueue()
    assert await sync_to_async(len)(enqueued_tasks) == 1
"""
# Django's default, which begins a transaction without locking the database.
SETTINGS = """
DATABASES["default"]["OPTIONS"].pop("transaction_mode")
"""


@pytest.fixture
def result_of(render, latest, tmp_path):
    """Return a function that runs async tests with a mark, in a package for the database."""

    def result_of(mark):
        project = shutil.copytree(render(storage_scope="database"), tmp_path / "project")
        (project / "tests" / "test_async.py").write_text(SUITE.format(mark=mark))
        with (project / "tests" / "settings.py").open("a") as file:
            file.write(SETTINGS)
        python = python_of(latest, "pytest-asyncio>=1.2")
        loop = "asyncio_default_fixture_loop_scope=function"
        return run_suite(project, python, "-o", loop, "tests/test_async.py")

    return result_of


@pytest.mark.slow
def test_rows_of_async_tests_are_removed_with_the_mark_that_the_readme_shows(render, result_of):
    readme = (render(storage_scope="database") / "README.md").read_text(encoding="utf-8")
    [mark] = re.findall(r"`(@pytest\.mark\.django_db\(.*?\))`", readme)
    done = result_of(mark)
    assert done.returncode == 0, done.stdout


@pytest.mark.slow
def test_rows_of_async_tests_stay_with_the_plain_mark(result_of):
    """If this fails, remove the note from the README."""
    done = result_of("@pytest.mark.django_db")
    assert re.search(r"\b1 failed, 1 passed\b", done.stdout), done.stdout
