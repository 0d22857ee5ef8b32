"""The suite of a generated package takes every branch of the package."""

import pytest

from .answers import in_turn, name, pairwise
from .environments import newest, python_of, run

COVERAGE = "coverage>=7.10"

# What no run can take: the other half of compat.py, which is for another release of Django.
# Both halves only import names, and each is taken by the suites that run on that release.
OMIT = {"both": ["--omit=*/compat.py"]}


def covered(project, python, *omit):
    """Run the suite of a project and return its coverage report."""
    # What the suite runs in processes of its own counts, too.
    (project / ".coveragerc").write_text(
        f"[run]\nbranch = true\nsource = {project / 'src'}\nparallel = true\npatch = subprocess\n"
    )
    source = {"PYTHONPATH": str(project / "src"), "COVERAGE_FILE": str(project / ".coverage")}
    for command in (["run", "-m", "pytest", "-q", "-p", "no:cacheprovider"], ["combine"]):
        done = run(python, "-m", "coverage", *command, cwd=project, **source)
        assert done.returncode == 0, done.stdout + done.stderr
    return run(
        python, "-m", "coverage", "report", "--show-missing", "--fail-under=100", *omit,
        cwd=project, **source,
    )  # fmt: skip


# What is imported depends on the framework, and no branch does: each has its turn.
ANSWERS = in_turn("tasks_framework", pairwise("storage_scope", "testing_tools"))
CASES = [
    pytest.param(answers, id=name(answers), marks=[pytest.mark.slow] if number else [])
    for number, answers in enumerate(ANSWERS)
]


@pytest.mark.parametrize("answers", CASES)
def test_every_branch_is_taken(renderer, answers):
    framework = answers["tasks_framework"]
    version = newest(framework)
    if version is None:
        pytest.skip(f"no Python is found for {framework}")
    python = python_of(version, COVERAGE)
    report = covered(renderer.cookiecutter(answers), python, *OMIT.get(framework, []))
    assert report.returncode == 0, report.stdout
