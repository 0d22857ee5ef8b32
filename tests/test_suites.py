"""The suites of generated packages pass, on every framework and Python that is found."""

import pytest

from . import environments
from .answers import CHOICES, name, pairwise
from .environments import python_of, run_suite

RUNS = [
    pytest.param(version, answers, id=f"{version}-{name(answers)}")
    for version in environments.found()
    for answers in pairwise(
        "tasks_framework",
        "storage_scope",
        "supports_defer",
        "supports_async_task",
        "supports_priority",
        "supports_get_result",
        tasks_framework=list(filter(version.supports, CHOICES["tasks_framework"])),
    )
]


@pytest.mark.parametrize("version, answers", RUNS)
def test_generated_suite_passes(render, version, answers):
    done = run_suite(render(**answers), python_of(version))
    assert done.returncode == 0, done.stdout
    assert "skipped" not in done.stdout
