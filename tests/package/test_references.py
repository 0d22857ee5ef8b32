"""The backend passes the tests of Django's own, and the contract tests find the differences."""

from __future__ import annotations

import re
import sys
import tarfile

import pytest
from filelock import FileLock

from tests.lab import environments
from tests.lab.choices import each_of, marks
from tests.lab.environments import CACHE, python_of, run, run_suite

# One Python is enough for each Django, because only the framework differs.
VERSIONS = list({version.django: version for version in environments.found()}.values())
CASES = [
    pytest.param(
        version,
        framework,
        id=f"{version}-{framework}",
        marks=[] if version == VERSIONS[-1] else marks(number, 0, 1),
    )
    for version in VERSIONS
    for number, framework in enumerate(
        each for each in ("django-tasks", "django", "both") if version.supports(each)
    )
]

IMMEDIATELY = """
import pytest

def pytest_collection_modifyitems(items):
    for item in items:
        item.add_marker(pytest.mark.immediate_tasks(raise_errors=False))
"""
SETTINGS = """
SECRET_KEY = "x"
USE_TZ = True
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
"""


def module_of(version, framework):
    """Return the module of the tasks framework that a package uses."""
    backport = framework == "django-tasks" or (framework == "both" and version.django == "5.2")
    return "django_tasks" if backport else "django.tasks"


def django_tests(django):
    """Return the folder with Django's own tests of tasks, from its sdist."""
    folder = CACHE.parent / f"django-{django}-tests"
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{folder}.lock"):
        if not folder.exists():
            sdists = CACHE.parent / f"django-{django}-sdist"
            done = run(
                sys.executable, "-m", "pip", "download", "--no-deps", "--no-binary", "django",
                "--ignore-requires-python", "--dest", sdists, f"django~={django}.0",
            )  # fmt: skip
            assert done.returncode == 0, done.stderr
            [path] = sdists.glob("*.tar.gz")
            release = path.name.removesuffix(".tar.gz")
            with tarfile.open(path) as sdist:
                contents = {
                    name: sdist.extractfile(f"{release}/tests/tasks/{name}").read()
                    for name in (
                        "__init__.py",
                        "tasks.py",
                        "test_dummy_backend.py",
                        "test_immediate_backend.py",
                    )
                }
            folder.mkdir()
            for name, content in contents.items():
                (folder / name).write_bytes(content)
    return folder


def write_django_tests(folder, version, framework):
    """Write Django's own tests of tasks for the framework, and their settings."""
    source = django_tests(version.django if version.supports("django") else "6.1")
    (folder / "django_tests").mkdir()
    for file in source.iterdir():
        text = file.read_text(encoding="utf-8")
        if module_of(version, framework) == "django_tasks":
            text = text.replace("django.tasks", "django_tasks")
            text = text.replace("import InvalidTask", "import InvalidTaskError as InvalidTask")
            text = text.replace("support async Tasks", "support async tasks")
        (folder / "django_tests" / file.name).write_text(text, encoding="utf-8")
    (folder / "settings.py").write_text(SETTINGS)


@pytest.mark.parametrize("scope", each_of(1, 1, ("context", "process", "thread")))
@pytest.mark.parametrize("version, framework", CASES)
def test_passes_the_tests_of_the_backend_of_django(render, tmp_path, version, framework, scope):
    """A Django without tasks, and so without tests, uses those of Django 6.1."""
    write_django_tests(tmp_path, version, framework)
    for file in (tmp_path / "django_tests").iterdir():
        text = file.read_text(encoding="utf-8")
        path = f"{module_of(version, framework)}.backends.dummy"
        file.write_text(text.replace(path, "dummy_backend"), encoding="utf-8")
    project = render(tasks_framework=framework, storage_scope=scope)
    done = run(
        python_of(version), "-m", "pytest", "-q", "-p", "no:cacheprovider", "--ds=settings",
        "-o", "pythonpath=.", "django_tests/test_dummy_backend.py",
        cwd=tmp_path, PYTHONPATH=project / "src",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert int(re.search(r"(\d+) passed", done.stdout)[1]) >= 15


@pytest.mark.parametrize("scope", each_of(1, 1, ("context", "process", "cache")))
@pytest.mark.parametrize("version, framework", CASES)
def test_passes_the_tests_of_the_immediate_backend_of_django(
    render, tmp_path, version, framework, scope
):
    """It replaces that backend without changes to the tests or their settings."""
    write_django_tests(tmp_path, version, framework)
    (tmp_path / "conftest.py").write_text(IMMEDIATELY)
    project = render(tasks_framework=framework, storage_scope=scope)
    done = run(
        python_of(version), "-m", "pytest", "-q", "-p", "no:cacheprovider", "--ds=settings",
        "-p", "dummy_backend.pytest_plugin", "-o", "pythonpath=.",
        "django_tests/test_immediate_backend.py",
        cwd=tmp_path, PYTHONPATH=project / "src",
    )  # fmt: skip
    # Only the class of the backend differs.
    failed = re.findall(r"^FAILED .*::(\w+)", done.stdout, re.MULTILINE)
    assert failed == ["test_using_correct_backend"], done.stdout
    assert int(re.search(r"(\d+) passed", done.stdout)[1]) >= 17, done.stdout


# The rules that Django's backends break, and the reasons.
NO_JSON_ROUND_TRIP = {"TC202", "TC204"}
STORED_RESULT_IS_HANDED_OUT = {"TC308"}
TASK_COPIED_BY_ITS_PATH = {"TC403"}


def broken_rules(output):
    """Return the ids of the broken rules in the output of a run."""
    return set(re.findall(r"^(TC\d+) \w+ +broken: ", output, re.MULTILINE))


@pytest.mark.parametrize(
    "backend",
    ["dummy.DummyBackend", pytest.param("immediate.ImmediateBackend", marks=pytest.mark.slow)],
)
@pytest.mark.parametrize("version, framework", CASES)
def test_contract_reports_how_the_backends_of_django_deviate(render, version, framework, backend):
    module = module_of(version, framework)
    done = run_suite(
        render(tasks_framework=framework), python_of(version), "tests/contract",
        TASKS_BACKEND=f"{module}.backends.{backend}",
    )  # fmt: skip
    expected = set(NO_JSON_ROUND_TRIP)
    if backend == "dummy.DummyBackend":
        expected |= STORED_RESULT_IS_HANDED_OUT
        if (module, version.django) == ("django.tasks", "6.1"):
            expected |= TASK_COPIED_BY_ITS_PATH
    assert broken_rules(done.stdout) == expected, done.stdout
    assert "error" not in done.stdout.splitlines()[-1]


def test_contract_runs_against_a_backend_that_settings_name(render, tmp_path, latest):
    """A settings module can declare more than the environment variable."""
    (tmp_path / "elsewhere.py").write_text(
        "from tests.settings import *\n"
        'TASKS = {"default": {"BACKEND": "elsewhere_backend.Reversed", "OPTIONS": {"X": 1}}}\n'
        'TASKS_CONTRACT = {"SCOPE": "thread", "ON_ROLLBACK": "discarded"}\n'
    )
    (tmp_path / "elsewhere_backend.py").write_text(
        "from dummy_backend import DummyBackend\nclass Reversed(DummyBackend):\n    pass\n"
    )
    project = render()
    done = run(
        python_of(latest), "-m", "pytest", "-q", "-p", "no:cacheprovider", "--ds=elsewhere",
        "tests/contract",
        cwd=project, PYTHONPATH=f"{project / 'src'}:{tmp_path}",
    )  # fmt: skip
    assert broken_rules(done.stdout) == {
        # It declares support for more than it keeps.
        "TC602", "TC702",
        # It has no such option.
        "TC751",
    }, done.stdout  # fmt: skip
