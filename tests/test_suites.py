"""The suites of generated packages pass, on every framework and Python that is found."""

import pytest

from . import environments
from .answers import CHOICES, name, pairwise
from .environments import python_of, run_suite

FOUND = environments.found()


def runs():
    """Yield every run, and whether it is of the quick cut.

    In the quick cut every Python and every Django is once. The suite of a scope that several
    processes share takes ten times as long: it is run on those alone, and in the quick cut
    once on the newest.
    """
    # The first Django of each Python, and the last of the newest.
    once = {version.python: version for version in [*reversed(FOUND), *FOUND[-1:]]}.values()
    for version in FOUND:
        scopes = set()
        for answers in pairwise(
            "tasks_framework",
            "storage_scope",
            "supports_defer",
            "supports_async_task",
            "supports_priority",
            "supports_get_result",
            tasks_framework=list(filter(version.supports, CHOICES["tasks_framework"])),
        ):
            scope = answers["storage_scope"]
            shared = scope in ("cache", "database")
            first = scope not in scopes and version is FOUND[-1]
            scopes.add(scope)
            if shared and version not in once:
                continue
            yield version, answers, version in once and (first or not shared)


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
