"""The suite of a generated package takes every branch of the package."""

import pytest

from . import environments
from .answers import name, pairwise
from .environments import python_of, run

COVERAGE = "coverage>=7.10"

# What no run can take: the other half of compat.py, which is for another release of Django.
# Both halves only import names, and each is taken by the suites that run on that release.
OMIT = {"both": ["--omit=*/compat.py"]}


def newest(framework):
    """Return the newest version found that has the framework."""
    return [version for version in environments.found() if version.supports(framework)][-1]


def covered(project, python, *omit):
    """Run the suite of a project and return its coverage report."""
    source = {"PYTHONPATH": str(project / "src"), "COVERAGE_FILE": str(project / ".coverage")}
    done = run(
        python, "-m", "coverage", "run", "--branch", f"--source={project / 'src'}",
        "-m", "pytest", "-q", "-p", "no:cacheprovider", cwd=project, **source,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return run(
        python, "-m", "coverage", "report", "--show-missing", "--fail-under=100", *omit,
        cwd=project, **source,
    )  # fmt: skip


CASES = [
    pytest.param(answers, id=name(answers), marks=[pytest.mark.slow] if number else [])
    for number, answers in enumerate(pairwise("tasks_framework", "storage_scope"))
]


@pytest.mark.parametrize("answers", CASES)
def test_every_branch_is_taken(renderer, answers):
    framework = answers["tasks_framework"]
    if not any(version.supports(framework) for version in environments.found()):
        pytest.skip(f"no Python is found for {framework}")
    python = python_of(newest(framework), COVERAGE)
    report = covered(renderer.cookiecutter(answers), python, *OMIT.get(framework, []))
    assert report.returncode == 0, report.stdout
