"""The suite of a generated package fails for each mistake in it, and for the right reason.

Each fault is planted in one storage scope, another for the next; ``FAULTS=everywhere`` in the
environment plants each in every scope where it is a mistake.
"""

import os
import re
import shutil

import pytest

from . import environments
from .environments import python_of, run_suite
from .faults import FAULTS

# What would be a mistake in the mistake.
SLIP = re.compile(r"^E +(Name|UnboundLocal|Import|ModuleNotFound|Syntax)Error", re.MULTILINE)


def newest(fault):
    """Return the newest version found on which the fault is one, or None; and a framework."""
    for version in reversed(environments.found()):
        for framework in ("django", "django-tasks"):
            if (
                fault.django in (None, version.django)
                and fault.framework in (None, framework)
                and version.supports(framework)
            ):
                return version, framework
    return None, None


def scopes(number, fault):
    """Return the scopes to plant a fault in."""
    if os.environ.get("FAULTS") == "everywhere":
        return fault.scopes
    return [fault.scopes[number % len(fault.scopes)]]


PLANTS = [
    pytest.param(
        fault,
        scope,
        id=f"{scope}-{fault.slug}",
        # A quick cut has some of each kind: those that belong together stand together.
        marks=[] if number % 9 == 0 else [pytest.mark.slow],
    )
    for number, fault in enumerate(FAULTS)
    for scope in scopes(number, fault)
]


@pytest.fixture(scope="session")
def passing(render):
    """Return a function that renders a package whose suite passes; each is run once."""
    passed = {}

    def passing(version, **answers):
        key = (version, *answers.items())
        if key not in passed:
            project = render(**answers)
            done = run_suite(project, python_of(version))
            assert done.returncode == 0, done.stdout
            passed[key] = project
        return passed[key]

    return passing


def failed(output):
    """Return the ids of the tests that failed, without their files."""
    return re.findall(r"^FAILED [^:]+::(.+?)(?: - .*)?$", output, re.MULTILINE)


@pytest.mark.parametrize("fault, scope", PLANTS)
def test_fault_is_noticed(passing, tmp_path, fault, scope):
    version, framework = newest(fault)
    if version is None:
        pytest.skip(f"no Python is found for Django {fault.django}")
    original = passing(version, storage_scope=scope, tasks_framework=framework)
    project = shutil.copytree(original, tmp_path / "project")
    fault.plant(project / "src" / "dummy_backend")
    noticing = fault.caught_by.partition("[")[0]
    output = run_suite(project, python_of(version), "--tb=short", "-k", noticing).stdout
    assert any(fault.caught_by in test for test in failed(output)), output
    assert not SLIP.search(output), output


def test_each_fault_has_a_name_of_its_own():
    assert len({fault.slug for fault in FAULTS}) == len(FAULTS)
