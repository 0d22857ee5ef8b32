"""The tests of generated packages pass on all available versions of Python and Django.

On the newest versions, they run with coverage, and reach every branch of the package.
"""

from __future__ import annotations

import itertools

import pytest

from tests.lab import environments
from tests.lab.choices import CHOICES, each_of, in_turn, name, pairwise, some
from tests.lab.environments import python_of, run, run_suite

FOUND = environments.found()
NEWEST = FOUND[-1] if FOUND else None
COVERAGE = "coverage>=7.10"
# One branch of framework.py is for another release of Django. Both only import names.
OMIT = {"both": ["--omit=*/framework.py"]}

FILES = ("storage_scope", "tasks_framework", "testing_tools")
FLAGS = [question for question in CHOICES if question.startswith("supports_")]
SETS = [*in_turn(pairwise(*FILES), *FLAGS)]
# The first of each scope come first, because the modules of scopes differ most. All differ little
# without the testing tools. Other tests use a cache on Redis.
ORDER = ["context", "database", "cache", "process", "thread"]
SETS.sort(key=lambda answers: not answers["testing_tools"])
FIRST = list({answers["storage_scope"]: answers for answers in reversed(SETS)}.values())
SETS.sort(key=lambda each: (each not in FIRST, ORDER.index(each["storage_scope"])))


def covered(project, python, *omit):
    """Run the tests of a project, including its child processes, and return a coverage report."""
    (project / ".coveragerc").write_text(
        f"[run]\nbranch = true\nsource = {project / 'src'}\nparallel = true\npatch = subprocess\n"
    )
    variables = {"PYTHONPATH": str(project / "src"), "COVERAGE_FILE": str(project / ".coverage")}
    for command in (["run", "-m", "pytest", "-q", "-p", "no:cacheprovider"], ["combine"]):
        done = run(python, "-m", "coverage", *command, cwd=project, **variables)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "skipped" not in done.stdout
    return run(
        python, "-m", "coverage", "report", "--show-missing", "--fail-under=100", *omit,
        cwd=project, **variables,
    )  # fmt: skip


@pytest.mark.skipif(NEWEST is None, reason="no Python is found that generated packages support")
@pytest.mark.parametrize("answers", each_of(1, 1, SETS))
def test_suite_passes_and_takes_every_branch(renderer, answers):
    framework = answers["tasks_framework"]
    python = python_of(environments.newest(framework), COVERAGE)
    report = covered(renderer.cookiecutter(answers), python, *OMIT.get(framework, []))
    assert report.returncode == 0, report.stdout


def older_runs():
    """Yield a case for each older version. Scopes in memory and shared ones take turns."""
    with_tools = [answers for answers in SETS if answers["testing_tools"]]
    turns = itertools.cycle(
        itertools.cycle(each for each in with_tools if each["storage_scope"] in scopes)
        for scopes in (("context", "thread", "process"), ("cache", "database"))
    )
    for version in FOUND[:-1]:
        supported = (each for each in next(turns) if version.supports(each["tasks_framework"]))
        answers = next(supported)
        yield [version, name(answers)], version, answers


@pytest.mark.parametrize("version, answers", some(0, 0, older_runs()))
def test_suite_passes_on_older_versions(render, version, answers):
    # Killing processes takes long, and test_servers.py does it on every store.
    done = run_suite(render(**answers), python_of(version), "--ignore=tests/test_processes.py")
    assert done.returncode == 0, done.stdout
    assert "skipped" not in done.stdout
