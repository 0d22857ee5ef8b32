"""The tests of a generated package fail for each planted mistake, and for the right reason.

Each mistake is planted in one storage scope, and the scopes take turns. With ``FAULTS=everywhere``
in the environment, it's planted in each scope in which it's a mistake.
"""

import ast
import os
import re
import shutil

import pytest

from tests.faults.fault import ALL
from tests.faults.planted import FAULTS
from tests.lab import environments
from tests.lab.engines import answers_for, python_for
from tests.lab.environments import clean_environment, python_of
from tests.lab.forking import Forking
from tests.lab.rendering import COOKIECUTTER, FOLDER

FRAMEWORKS = ("django", "django-tasks", "both")
ENGINES = COOKIECUTTER["engine"]
# Texts that would be mistakes in the mistakes.
SLIP = re.compile(r"^E +(Name|UnboundLocal|Import|ModuleNotFound|Syntax)Error", re.MULTILINE)


def newest(fault):
    """Return the newest version on which it's a mistake, or None, and the framework."""
    for version in reversed(environments.found()):
        for framework in FRAMEWORKS:
            if (
                fault.django in (None, version.django)
                and fault.python in (None, version.python)
                and fault.framework in (None, framework)
                and version.supports(framework)
            ):
                return version, framework
    return None, None


def scopes(number, fault):
    """Return the scopes to plant a mistake in."""
    if os.environ.get("FAULTS") == "everywhere":
        return fault.scopes
    return [fault.scopes[number % len(fault.scopes)]]


def marks_of(number, scope, fault):
    """Return the marks of a mistake. One in 50 is planted by `make test`, and one in 10 in CI.

    Related mistakes are next to each other, so a selection has some of each kind. Those of the same
    package are planted in one process, because it first runs their tests without a mistake.
    """
    marks = [pytest.mark.xdist_group(f"faults-{scope}-{fault.engine}")]
    if number % 50:
        marks.append(pytest.mark.exhaustive if number % 10 else pytest.mark.slow)
    return marks


PLANTS = [
    pytest.param(
        fault,
        scope,
        id=f"{scope}-{fault.slug}",
        marks=marks_of(number, scope, fault),
    )
    for number, fault in enumerate(FAULTS)
    for scope in scopes(number, fault)
]


def answers(framework, scope, engine):
    """Return the answers for a package in which mistakes are planted."""
    if engine != "none":
        return answers_for(engine, framework)
    return {"storage_scope": scope, "tasks_framework": framework}


def python(project, version, engine):
    """Return the Python of an environment for such a package."""
    return python_of(version) if engine == "none" else python_for(project, version)


def path_of(test, text):
    """Return the name of a test, preceded by that of its class if it has one."""
    before, _, _ = text.partition(f"def {test}(")
    if before.endswith("\n"):
        return test
    names = re.findall(r"^class (\w+)", before, re.MULTILINE)
    return f"{names[-1]}::{test}"


@pytest.fixture(scope="session")
def run_tests():
    """Return a function that only runs these tests of a package, because all of them take long."""
    processes = {}

    def run_tests(project, python, tests, *arguments):
        if python not in processes:
            # Unchanged modules are compiled once, because compiling takes longer than most tests.
            processes[python] = Forking(python, clean_environment(PYTHONDONTWRITEBYTECODE=""))
        texts = {
            path.relative_to(project): path.read_text("utf-8")
            for path in (project / "tests").rglob("test_*.py")
        }
        named = [
            f"{file}::{path_of(test, text)}"
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
    """Return a function that renders a package without mistakes, in which the tests pass.

    The tests of all mistakes that are planted in this run are run once, together.
    """
    passed = {}
    planted = [
        (item.callspec.params["fault"], item.callspec.params["scope"])
        for item in request.session.items
        if "fault" in item.fixturenames
    ]

    def passing(version, framework, scope, engine):
        key = (version, framework, scope, engine)
        if key not in passed:
            project = renderer.cookiecutter(answers(framework, scope, engine))
            tests = {
                fault.test
                for fault, where in planted
                if (*newest(fault), where, fault.engine) == key
            }
            code, output = run_tests(project, python(project, version, engine), tests)
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
    original = passing(version, framework, scope, fault.engine)
    project = shutil.copytree(original, tmp_path / "project")
    fault.plant(project / "src" / "dummy_backend")
    _, output = run_tests(
        project, python(original, version, fault.engine), [fault.test], "--tb=short"
    )
    assert any(fault.caught_by in test for test in failed(output)), output
    assert not SLIP.search(output), output


def test_each_fault_has_a_name_of_its_own():
    assert len({fault.slug for fault in FAULTS}) == len(FAULTS)


def unplantable(fault, project, tests):
    """Return the reason that a mistake can't be planted in a package or detected by its tests."""
    source = (project / "src" / "dummy_backend" / fault.file).read_text(encoding="utf-8")
    if (number := source.count(fault.old)) != 1:
        return f"{fault.slug}: {fault.file} has the text {number} times"
    if f"def {fault.test}(" not in tests:
        return f"{fault.slug}: there is no {fault.test}()"
    return None


@pytest.mark.parametrize("framework", FRAMEWORKS)
@pytest.mark.parametrize(
    ("scope", "engine"),
    [*((scope, "none") for scope in ALL), *(("database", engine) for engine in ENGINES[1:])],
)
def test_each_fault_can_be_planted(render, scope, engine, framework):
    faults = [
        fault
        for fault in FAULTS
        if scope in fault.scopes
        and fault.engine == engine
        and (fault.framework or FRAMEWORKS[0]) == framework
    ]
    project = render(**answers(framework, scope, engine))
    tests = "".join(path.read_text("utf-8") for path in (project / "tests").rglob("test_*.py"))
    problems = [unplantable(fault, project, tests) for fault in faults]
    assert [problem for problem in problems if problem] == []


def checks():
    """Return the contract rules, and the names of the tests that check each."""
    folder = FOLDER / "tests" / "contract"
    rules = re.findall(r'(?:must|should)\("(TC\d+)"', (folder / "rules.py").read_text("utf-8"))
    tests = {rule: set() for rule in rules}
    for path in folder.glob("test_*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            for decorator in getattr(node, "decorator_list", []):
                if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "rule":
                    tests[decorator.args[0].value].add(node.name)
    return tests


def test_each_rule_of_the_contract_has_a_fault():
    noticed_by = {fault.test for fault in FAULTS}
    assert [rule for rule, tests in checks().items() if not tests & noticed_by] == []
