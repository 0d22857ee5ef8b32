"""The backend beside Django's own: it passes their tests, and the contract tells them apart."""

from __future__ import annotations

import re
import sys
import tarfile

import pytest
from filelock import FileLock

from tests.lab import environments
from tests.lab.environments import CACHE, python_of, run, run_suite

# One Python is enough for each Django: what differs is the framework.
VERSIONS = list({version.django: version for version in environments.found()}.values())
CASES = [
    pytest.param(
        version,
        framework,
        id=f"{version}-{framework}",
        marks=[pytest.mark.slow] if version != VERSIONS[-1] else [],
    )
    for version in VERSIONS
    for framework in ("django-tasks", "django", "both")
    if version.supports(framework)
]

SETTINGS = """
SECRET_KEY = "x"
USE_TZ = True
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
"""


def module_of(version, framework):
    """Return the module of the tasks framework that a render uses."""
    backport = framework == "django-tasks" or (framework == "both" and version.django == "5.2")
    return "django_tasks" if backport else "django.tasks"


def django_tests(django):
    """Return the folder of Django's own tests of its tasks, which its sdist has."""
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
                    for name in ("__init__.py", "tasks.py", "test_dummy_backend.py")
                }
            folder.mkdir()
            for name, content in contents.items():
                (folder / name).write_bytes(content)
    return folder


@pytest.mark.parametrize(
    "scope",
    ["context", *(pytest.param(each, marks=pytest.mark.slow) for each in ("thread", "process"))],
)
@pytest.mark.parametrize("version, framework", CASES)
def test_passes_the_tests_of_the_backend_of_django(render, tmp_path, version, framework, scope):
    """They are those of Django 6.1 where the version itself has no tasks, and so no tests."""
    module = module_of(version, framework)
    source = django_tests(version.django if version.supports("django") else "6.1")
    for file in source.iterdir():
        text = file.read_text(encoding="utf-8")
        text = text.replace("django.tasks.backends.dummy", "dummy_backend")
        if module == "django_tasks":
            text = text.replace("django.tasks", module)
            text = text.replace("import InvalidTask,", "import InvalidTaskError as InvalidTask,")
            text = text.replace("support async Tasks", "support async tasks")
        (tmp_path / "django_tests").mkdir(exist_ok=True)
        (tmp_path / "django_tests" / file.name).write_text(text, encoding="utf-8")
    (tmp_path / "settings.py").write_text(SETTINGS)
    project = render(tasks_framework=framework, storage_scope=scope)
    done = run(
        python_of(version), "-m", "pytest", "-q", "-p", "no:cacheprovider", "--ds=settings",
        "-o", "pythonpath=.", "django_tests/test_dummy_backend.py",
        cwd=tmp_path, PYTHONPATH=project / "src",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert int(re.search(r"(\d+) passed", done.stdout)[1]) >= 15


# What Django's backends do otherwise than the contract asks, each for the one reason given.
NO_JSON_ROUND_TRIP = {
    f"test_arguments_are_what_json_makes_of_them[{caller}-{value}]"
    for caller in ("sync", "async")
    for value in ("whole number as a key", "true and none as keys")
} | {
    f"test_arguments_that_are_not_json_are_refused[{caller}-{value}-{way}]"
    for caller in ("sync", "async")
    for value in ("NaN", "infinity")
    for way in ("positional", "keyword")
}
TASK_COPIED_BY_ITS_PATH = {
    f"test_task_bound_to_another_name_is_refused_or_works[{caller}]" for caller in ("sync", "async")
}


@pytest.mark.parametrize(
    "backend",
    ["dummy.DummyBackend", pytest.param("immediate.ImmediateBackend", marks=pytest.mark.slow)],
)
@pytest.mark.parametrize("version, framework", CASES)
def test_contract_reports_how_the_backends_of_django_deviate(render, version, framework, backend):
    module = module_of(version, framework)
    done = run_suite(
        render(tasks_framework=framework), python_of(version), "tests/test_contract.py",
        TASKS_BACKEND=f"{module}.backends.{backend}",
    )  # fmt: skip
    failed = set(
        re.findall(r"^FAILED tests/test_contract\.py::(.*?)(?: - .*)?$", done.stdout, re.MULTILINE)
    )
    expected = set(NO_JSON_ROUND_TRIP)
    if (module, version.django, backend) == ("django.tasks", "6.1", "dummy.DummyBackend"):
        expected |= TASK_COPIED_BY_ITS_PATH
    assert failed == expected, done.stdout
    assert "error" not in done.stdout.splitlines()[-1]


def test_contract_runs_against_a_backend_that_settings_name(render, tmp_path, latest):
    """A settings module of one's own says what the environment variable cannot."""
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
        "tests/test_contract.py",
        cwd=project, PYTHONPATH=f"{project / 'src'}:{tmp_path}",
    )  # fmt: skip
    failed = set(re.findall(r"^FAILED tests/test_contract\.py::(\w+)", done.stdout, re.MULTILINE))
    assert failed == {
        # It declares more than it keeps.
        "test_scope_reaches_as_far_as_declared",
        "test_scope_of_a_coroutine_reaches_as_far_as_declared",
        "test_rollback_keeps_or_discards_the_result_as_declared",
        # Its option is none.
        "test_valid_settings_pass_the_checks",
    }, done.stdout
