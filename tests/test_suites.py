"""The suites of generated packages pass, on every framework and Python that is found."""

import itertools

import pytest

from . import environments
from .answers import CHOICES, name, pairwise
from .environments import python_of, run_suite

FOUND = environments.found()


# The first Django of each Python, and the last of the newest.
ONCE = {version.python: version for version in [*reversed(FOUND), *FOUND[-1:]]}.values()


def cover(version):
    """Return sets of answers in which every valid pair of those that matter here occurs."""
    return pairwise(
        "tasks_framework",
        "storage_scope",
        "supports_defer",
        "supports_async_task",
        "supports_priority",
        "supports_get_result",
        "testing_tools",
        tasks_framework=list(filter(version.supports, CHOICES["tasks_framework"])),
    )


def is_shared(answers):
    """Tell whether several processes share results: such suites take ten times as long."""
    return answers["storage_scope"] in ("cache", "database")


def quick_runs():
    """Yield the quick cut: a cover on one version after another, and a database on the newest.

    (The suite of a cache is in the quick cut of test_servers.py.)
    """
    turns = itertools.cycle(ONCE)
    answers = cover(FOUND[-1])
    for each in answers:
        if not is_shared(each):
            yield next(it for it in turns if it.supports(each["tasks_framework"])), each
    database = {"storage_scope": "database", "testing_tools": True}
    yield FOUND[-1], next(each for each in answers if database.items() <= each.items())


def runs():
    """Yield every run, and whether it is of the quick cut: a cover on the newest version.

    On older ones there is one of each scope, with the testing tools; those of scopes that are
    shared on each Python and each Django once.
    """
    quick = list(quick_runs()) if FOUND else []
    for version in FOUND:
        scopes = set()
        for answers in cover(version):
            if version is not FOUND[-1]:
                scope = answers["storage_scope"]
                skipped = is_shared(answers) and version not in ONCE
                if skipped or scope in scopes or not answers["testing_tools"]:
                    continue
                scopes.add(scope)
            if (version, answers) not in quick:
                yield version, answers, False
    for version, answers in quick:
        yield version, answers, True


RUNS = [
    pytest.param(
        version,
        answers,
        quick,
        id=f"{version}-{name(answers)}",
        marks=[] if quick else [pytest.mark.slow],
    )
    for version, answers, quick in runs()
]


@pytest.mark.parametrize("version, answers, quick", RUNS)
def test_generated_suite_passes(render, version, answers, quick):
    # Several processes at once are tried in the quick cut, and on every store by test_servers.py.
    alone = [] if quick else ["--ignore=tests/test_processes.py"]
    done = run_suite(render(**answers), python_of(version), *alone)
    assert done.returncode == 0, done.stdout
    assert "skipped" not in done.stdout
