"""The output of the contract tests before they run, and for known failures."""

from __future__ import annotations

import os
import re
import sqlite3
from contextlib import closing

import pytest

from tests.lab import servers
from tests.lab.environments import python_of, run

SETTINGS = """
from tests.settings import *
CONTRACT = {"SCOPE": "context", "WORKER": "tests.worker.run_due"}
TASKS_CONTRACT = CONTRACT
"""
BACKENDS = """
from dummy_backend import DummyBackend
from dummy_backend.results import copy_result

class Unrelated:
    pass

class HandsOut(DummyBackend):
    # Breaks TC308.
    def get_result(self, result_id):
        [result] = [each for each in self.results if each.id == result_id]
        return result

class Loses(DummyBackend):
    # Breaks TC302.
    def get_result(self, result_id):
        raise LookupError("lost")

def count():
    return 2

def do_nothing():
    pass
"""
TASKS = 'TASKS = {{"default": {{"BACKEND": "{}"}}}}\n'
PYTHON = '[__import__("sys").executable, "-c", "import time; print(7 * 11); time.sleep(60)"]'
QUEUES = 'TASKS["default"]["QUEUES"] = ["default", "other"]\n'
IN_MEMORY = (
    "Other processes can't see a test database in memory: "
    'set DATABASES["default"]["TEST"] to {"NAME": ...}, a file.'
)


@pytest.fixture
def run_contract(render, tmp_path, latest):
    """Return a function that runs contract tests with settings, and returns code and output."""

    def run_contract(settings, *arguments, project=None, requirements=()):
        (tmp_path / "elsewhere.py").write_text(SETTINGS + settings)
        (tmp_path / "elsewhere_backends.py").write_text(BACKENDS)
        project = project or render(tasks_framework="django-tasks")
        done = run(
            python_of(latest, *requirements), "-m", "pytest", "-q", "-p", "no:cacheprovider", "--ds=elsewhere",
            *(arguments or ["tests/contract"]),
            cwd=project, PYTHONPATH=f"{project / 'src'}:{tmp_path}",
        )  # fmt: skip
        return done.returncode, done.stdout + done.stderr

    return run_contract


@pytest.mark.parametrize(
    "settings, sentence",
    [
        ('CONTRACT["SCOP"] = "context"\n', "TASKS_CONTRACT has no 'SCOP'. Did you mean 'SCOPE'?"),
        (
            'CONTRACT["NAN"] = "lost"\n',
            "TASKS_CONTRACT['NAN'] must be 'refused' or 'accepted', not 'lost'.",
        ),
        (
            'CONTRACT["WORKER"] = "tests.nowhere.run"\n',
            "TASKS_CONTRACT['WORKER'] can't be imported: No module named 'tests.nowhere'",
        ),
        (
            'CONTRACT["KNOWN_FAILURES"] = {"TC000": "https://example.org/"}\n',
            "TASKS_CONTRACT['KNOWN_FAILURES'] has 'TC000', which isn't a rule.",
        ),
        (
            TASKS.format("nowhere.Backend"),
            'TASKS["default"]["BACKEND"] can\'t be imported: No module named \'nowhere\'',
        ),
        (
            TASKS.format("elsewhere_backends.Unrelated"),
            ("Unrelated doesn't inherit from the BaseTaskBackend of django.tasks or django_tasks."),
        ),
        (
            f'CONTRACT["WORKER"] = {PYTHON}\n',
            'Add \'other\' to TASKS["default"]["QUEUES"], which the worker reads.',
        ),
        (f"{QUEUES}CONTRACT.update(WORKER={PYTHON}, USES_DATABASE=True)\n", IN_MEMORY),
        ('CONTRACT.update(SCOPE="shared", USES_DATABASE=True)\n', IN_MEMORY),
    ],
)
def test_problem_with_the_settings_is_one_sentence(run_contract, settings, sentence):
    code, output = run_contract(settings)
    assert code == 4, output
    assert [line for line in output.splitlines() if line] == [f"ERROR: {sentence}"]


SENTENCE = "TASKS_CONTRACT has no 'SCOP'. Did you mean 'SCOPE'?"


def test_settings_are_checked_before_the_first_test_of_the_package(run_contract):
    code, output = run_contract('CONTRACT["SCOP"] = "context"\n', "tests")
    assert code == 4, output
    assert [line for line in output.splitlines() if line] == [f"ERROR: {SENTENCE}"]


def test_settings_are_checked_if_the_folder_above_imports_nothing(run_contract, renderer):
    project = renderer.cookiecutter({"tasks_framework": "django-tasks"})
    conftest = project / "tests" / "conftest.py"
    text = conftest.read_text(encoding="utf-8")
    text = text.replace("from .contract.conftest import pytest_configure\n", "")
    conftest.write_text(text.replace('    "pytest_configure",\n', ""), encoding="utf-8")
    code, output = run_contract('CONTRACT["SCOP"] = "context"\n', "tests", project=project)
    assert code == 4, output
    assert f"ERROR: {SENTENCE}" in output
    assert "INTERNALERROR" not in output


def test_application_that_is_not_installed_is_named(render, tmp_path, latest):
    (tmp_path / "elsewhere.py").write_text(
        'SECRET_KEY = "x"\nUSE_TZ = True\nTASKS = {"default": {"BACKEND": "jobs.core.Backend"}}\n'
    )
    (tmp_path / "jobs").mkdir()
    for name in ("__init__.py", "models.py"):
        (tmp_path / "jobs" / name).write_text("")
    (tmp_path / "jobs" / "core.py").write_text(
        "from django_tasks.backends.dummy import DummyBackend\nclass Backend(DummyBackend): pass\n"
    )
    project = render(tasks_framework="django-tasks", testing_tools=False)
    done = run(
        python_of(latest), "-m", "pytest", "-q", "-p", "no:cacheprovider", "--ds=elsewhere",
        "tests/contract", cwd=project, PYTHONPATH=f"{project / 'src'}:{tmp_path}",
    )  # fmt: skip
    assert "Backend has models: add 'jobs' to INSTALLED_APPS." in done.stdout + done.stderr


def test_worker_that_does_not_answer_ends_the_run(run_contract):
    command = f"{QUEUES}CONTRACT.update(WORKER={PYTHON}, WORKER_TIMEOUT=3)\n"
    code, output = run_contract(command, "tests/contract/test_running.py")
    assert code == 1
    assert "The worker doesn't answer." in output
    assert "expected: a call of a task" in output
    assert "none in 3 s; its last lines:" in output
    assert "passed" not in output
    assert "broken" not in output


@pytest.mark.parametrize(
    "worker, found",
    [
        ("'elsewhere_backends.do_nothing'", "none in 1 s"),
        ("['no-such-worker']", "FileNotFoundError(2, 'No such file or directory')"),
        ("['false']", "its exit with code 1"),
    ],
)
def test_worker_that_runs_nothing_ends_the_run(run_contract, worker, found):
    code, output = run_contract(
        f"{QUEUES}CONTRACT.update(WORKER={worker}, WORKER_TIMEOUT=1)\n",
        "tests/contract/test_running.py",
    )
    assert code == 1
    assert "The worker doesn't answer." in output
    assert f"found:    {found}" in output
    assert "Traceback" not in output
    assert "Rule of the contract" not in output
    assert "1 error in" in output


def test_backend_that_is_not_empty_is_left_alone(run_contract):
    code, output = run_contract('CONTRACT["COUNT"] = "elsewhere_backends.count"\n')
    assert code == 1
    assert "The backend isn't empty: it stores 2 results or jobs." in output
    assert "passed" not in output


def test_known_failure_does_not_fail_the_run_until_it_is_mended(run_contract):
    known = 'CONTRACT["KNOWN_FAILURES"] = {"TC308": "https://example.org/7"}\n'
    broken = TASKS.format("elsewhere_backends.HandsOut")
    tests = "tests/contract/test_arguments.py"
    code, output = run_contract(broken, tests)
    assert code == 1
    assert (
        "\nTC308 SHOULD broken: Changing a fetched result doesn't change the stored one. (1 of"
        in output
    )
    code, output = run_contract(broken + known, tests)
    assert code == 0, output
    assert (
        "\nTC308 SHOULD known: Changing a fetched result doesn't change the stored one. (https"
        in output
    )
    code, output = run_contract(known, tests)
    assert code == 1, output
    assert "\nTC308 SHOULD kept: remove it from KNOWN_FAILURES" in output


@pytest.mark.slow
def test_report_with_xdist_is_the_same(run_contract):
    settings = (
        'del CONTRACT["SCOPE"]\nCONTRACT["KNOWN_FAILURES"] = {"TC308": "https://example.org/7"}\n'
    )
    arguments = ["tests", "-k", "test_arguments"]
    xdist = ["-n", "2"]
    reports = [
        run_contract(settings, *arguments, *more, requirements=["pytest-xdist>=3.8"])
        for more in ([], xdist)
    ]
    for code, output in reports:
        assert code == 1, output
        assert "\nTC308 SHOULD kept: remove it from KNOWN_FAILURES" in output
    [lines, others] = [
        output.partition("= contract of ")[2].splitlines()[1:-1] for _, output in reports
    ]
    assert lines == others
    assert lines[-1].startswith("9 kept, ")


def test_failure_shows_the_rule_what_was_expected_and_what_was_found(run_contract):
    _, output = run_contract(
        TASKS.format("elsewhere_backends.HandsOut"), "tests/contract/test_arguments.py"
    )
    assert "expected: [[[1]]]" in output
    assert "found:    [[[1, 'changed']], 'changed']" in output
    assert "TC308 SHOULD: Changing a fetched result doesn't change the stored one." in output
    assert "https://docs.djangoproject.com/en/stable/topics/tasks/#updating-results" in output


def test_failure_shows_the_rule_and_an_exception_that_was_found(run_contract):
    _, output = run_contract(
        TASKS.format("elsewhere_backends.Loses"),
        "tests/contract/test_retrieving.py",
        "-k",
        "own_result",
    )
    assert "TC302 MUST: Each id finds its own result." in output
    assert "expected: no exception" in output
    assert "found:    LookupError('lost')" in output


def test_ids_of_tests_are_readable(run_contract):
    code, output = run_contract("", "tests/contract", "--collect-only")
    assert code == 0, output
    tried = re.findall(r"^tests/contract/.*::\w+\[(.*)\]$", output, re.MULTILINE)
    assert "sync-whole number as a key" in tried
    # The id that pytest creates for a value without a name.
    assert [name for name in tried if re.search(r"[a-z>]\d+(-|$)", name)] == []


def test_test_needs_a_rule_and_a_rule_needs_a_test(renderer, latest):
    project = renderer.cookiecutter({"tasks_framework": "django-tasks"})
    folder = project / "tests" / "contract"
    text = (folder / "test_checks.py").read_text(encoding="utf-8")

    def collected(changed):
        (folder / "test_checks.py").write_text(changed, encoding="utf-8")
        done = run(
            python_of(latest), "-m", "pytest", "-q", "--collect-only", "-p", "no:cacheprovider",
            "tests/contract", cwd=project, PYTHONPATH=project / "src",
        )  # fmt: skip
        return done.stdout + done.stderr

    unmarked = collected(text.replace('@rule("TC751")\n', ""))
    assert "must be marked with one of the rules in rules.py" in unmarked
    assert "No test checks TC751." in collected(text.replace('"TC751"', '"TC752"'))


LEFT = """
import os
import threading

import pytest
from asgiref.sync import SyncToAsync


@pytest.hookimpl(trylast=True)
def pytest_unconfigure():
    # asgiref keeps one thread for as long as the process lives.
    own = {threading.main_thread(), *SyncToAsync.single_thread_executor._threads}
    print("threads:", [thread.name for thread in threading.enumerate() if thread not in own])
    try:
        print("process:", os.waitpid(-1, os.WNOHANG))
    except ChildProcessError:
        print("no process")
"""
WORKER = """
import time, django
django.setup()
from tests.worker import run_due
while True:
    run_due()
    time.sleep(0.1)
"""
# Rules that need other processes, threads and a worker.
SOME = "scope or threads or found_in or returns or running_while or does_not_run_early or aliases"


def left_by(project, python, tmp_path, settings):
    """Return the threads and processes that a run of contract tests leaves behind."""
    (tmp_path / "left.py").write_text(LEFT)
    (tmp_path / "elsewhere.py").write_text(
        "import sys\nfrom tests.settings import *\n" + QUEUES + settings
    )
    done = run(
        python, "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider", "-p", "left",
        "--ds=elsewhere", "--reuse-db", "tests/contract", "-k", SOME,
        cwd=project, PYTHONPATH=f"{project / 'src'}:{project}:{tmp_path}",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.splitlines()[-2:]


@pytest.mark.slow
def test_run_leaves_no_rows_threads_and_processes(render, latest, tmp_path):
    path = tmp_path / "left.sqlite3"
    left = left_by(
        render(storage_scope="database", tasks_framework="django-tasks"),
        python_of(latest),
        tmp_path,
        f"DATABASES['default']['TEST']['NAME'] = {str(path)!r}\n"
        f"TASKS_CONTRACT['WORKER'] = [sys.executable, '-c', {WORKER!r}]\n",
    )
    assert left == ["threads: []", "no process"]
    with closing(sqlite3.connect(path)) as connection:
        tables = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if name.startswith("dummy_backend_")
        ]
        assert tables
        for table in tables:
            query = f"SELECT COUNT(*) FROM {table}"
            assert connection.execute(query).fetchone() == (0,)


KEYS = """
import redis

client = redis.Redis.from_url(URL)

def clean_up():
    for key in client.keys("contract-left:*"):
        client.delete(key)

if __name__ == "__main__":
    print(client.keys("contract-left:*"))
    clean_up()
"""


@pytest.mark.slow
@servers.on_redis
@pytest.mark.skipif("TEST_REDIS_URL" not in servers.named(), reason="no TEST_REDIS_URL is set")
def test_run_leaves_no_keys(render, latest, tmp_path):
    python = python_of(latest, *servers.drivers())
    url = os.environ["TEST_REDIS_URL"]
    (tmp_path / "keys.py").write_text(f"URL = {url!r}\n{KEYS}")
    with servers.alone_on("TEST_REDIS_URL"):
        left = left_by(
            render(storage_scope="cache", tasks_framework="django-tasks"),
            python,
            tmp_path,
            "CACHES['default'] = {'BACKEND': 'django.core.cache.backends.redis.RedisCache', "
            f"'LOCATION': {url!r}, 'KEY_PREFIX': 'contract-left'}}\n"
            "TASKS_CONTRACT['CLEAN_UP'] = 'keys.clean_up'\n",
        )
        assert left == ["threads: []", "no process"]
        assert run(python, tmp_path / "keys.py").stdout == "[]\n"
