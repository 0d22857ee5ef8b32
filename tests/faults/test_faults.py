"""The suite of a generated package fails for each mistake in it, and for the right reason.

Each fault is planted in one storage scope, another for the next; ``FAULTS=everywhere`` in the
environment plants each in every scope where it is a mistake.
"""

import os
import re
import shutil

import pytest

from tests.faults.planted import FAULTS
from tests.lab import environments
from tests.lab.environments import clean_environment, python_of
from tests.lab.forking import Forking

# What would be a mistake in the mistake.
SLIP = re.compile(r"^E +(Name|UnboundLocal|Import|ModuleNotFound|Syntax)Error", re.MULTILINE)


def newest(fault):
    """Return the newest version found on which the fault is one, or None; and a framework."""
    for version in reversed(environments.found()):
        for framework in ("django", "django-tasks", "both"):
            if (
                fault.django in (None, version.django)
                and fault.python in (None, version.python)
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
        marks=[] if number % 30 == 0 else [pytest.mark.slow],
    )
    for number, fault in enumerate(FAULTS)
    for scope in scopes(number, fault)
]


@pytest.fixture(scope="session")
def run_tests():
    """Return a function that runs these tests of a package, and no others: a suite takes long."""
    processes = {}

    def run_tests(project, python, tests, *arguments):
        if python not in processes:
            # What is not changed is compiled once: compiling takes longer than most tests.
            processes[python] = Forking(python, clean_environment(PYTHONDONTWRITEBYTECODE=""))
        texts = {
            path.relative_to(project): path.read_text("utf-8")
            for path in (project / "tests").rglob("test_*.py")
        }
        named = [
            f"{file}::{test}"
            for test in sorted(tests)
            for file, text in texts.items()
            if f"def {test}(" in text
        ]
        return processes[python].run_suite(project, *arguments, *named)

    yield run_tests
    for process in processes.values():
        process.close()


@pytest.fixture(scope="session")
def passing(request, renderer, run_tests):
    """Return a function that renders a package in which the tests pass that have to fail.

    They are run once, and together: those of all the faults that are planted in this run.
    """
    passed = {}
    planted = [
        (item.callspec.params["fault"], item.callspec.params["scope"])
        for item in request.session.items
        if "fault" in item.fixturenames
    ]

    def passing(version, framework, scope):
        key = (version, framework, scope)
        if key not in passed:
            project = renderer.cookiecutter({"storage_scope": scope, "tasks_framework": framework})
            tests = {fault.test for fault, where in planted if (*newest(fault), where) == key}
            code, output = run_tests(project, python_of(version), tests)
            assert code == 0, output
            passed[key] = project
        return passed[key]

    return passing


def failed(output):
    """Return the ids of the tests that failed, without their files."""
    return re.findall(r"^FAILED [^:]+::(.+?)(?: - .*)?$", output, re.MULTILINE)


@pytest.mark.parametrize("fault, scope", PLANTS)
def test_fault_is_noticed(passing, run_tests, tmp_path, fault, scope):
    version, framework = newest(fault)
    if version is None:
        pytest.skip(f"no Python {fault.python or ''} is found for Django {fault.django or ''}")
    original = passing(version, framework, scope)
    project = shutil.copytree(original, tmp_path / "project")
    fault.plant(project / "src" / "dummy_backend")
    _, output = run_tests(project, python_of(version), [fault.test], "--tb=short")
    assert any(fault.caught_by in test for test in failed(output)), output
    assert not SLIP.search(output), output


def test_each_fault_has_a_name_of_its_own():
    assert len({fault.slug for fault in FAULTS}) == len(FAULTS)
