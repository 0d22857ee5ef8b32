"""A project uses the testing tools of an installed package."""

import shutil

import pytest

from tests.lab.choices import each_of, pairwise
from tests.lab.environments import install, module_of, newest, python_of, run
from tests.lab.rendering import REPOSITORY

SHARED = ("process", "cache", "database")
CASES = each_of(1, 3, pairwise("tasks_framework", "storage_scope"))


@pytest.fixture(params=CASES)
def project(request, render, tmp_path):
    """Return a function that runs Python in the example, with a package installed."""
    answers = request.param
    framework, scope = answers["tasks_framework"], answers["storage_scope"]
    version = newest(framework)
    if version is None:
        pytest.skip(f"no Python is found for {framework}")
    python = python_of(version)
    folder = shutil.copytree(REPOSITORY / "tests" / "package" / "example", tmp_path / "example")
    settings = folder / "shop" / "settings.py"
    with settings.open("a") as file:
        file.write(f"IS_SEEN_BY_THREADS = {scope in SHARED}\n")
        file.write(f"ARE_RESULTS_ROWS = {scope == 'database'}\n")
    module = module_of(framework)
    for path in folder.rglob("*.py"):
        path.write_text(path.read_text().replace("django_tasks", module))
    source = shutil.copytree(render(**answers), tmp_path / "source")
    install(python, source, tmp_path / "installed")
    return lambda *arguments: run(
        python, *arguments, cwd=folder, PYTHONPATH=str(tmp_path / "installed")
    )


def test_unittest_style(project):
    done = project("manage.py", "test", "--verbosity=2")
    assert done.returncode == 0, done.stderr
    assert "Ran 8 tests" in done.stderr


def test_pytest_style(project):
    done = project("-m", "pytest", "-q", "-p", "no:cacheprovider", "--ds=shop.settings")
    assert done.returncode == 0, done.stdout
    assert "13 passed" in done.stdout or "12 passed, 1 skipped" in done.stdout, done.stdout
