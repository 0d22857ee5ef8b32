"""Change the code of generated backends at random places, and list the undetected changes.

Run it as ``python -m tests.faults.mutants [SCOPE ...]``. It takes minutes for each scope, and much
longer for those that store records. It fails if a mutant survives that isn't excused below.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path

from tests.lab import environments
from tests.lab.environments import python_of, run, run_suite
from tests.lab.rendering import REPOSITORY, Renderer

FILES = ["backend.py", "options.py", "results.py", "store.py"]
TOOLS = [
    "execution.py",
    "running.py",
    "testing.py",
    "aliases.py",
    "expectation.py",
    "binding.py",
    "assertions.py",
    "commits.py",
    "replaced.py",
    "substitution.py",
    "immediate.py",
    "messages.py",
]
PRUNE = "management/commands/prune_task_results.py"

# The modules to change in each scope, and the tests to run, with the fastest first, or all tests if
# none are named. The tests with several processes take longest, and only detect more than the
# others where a lock is missing, which the planted mistakes cover.
SHARED = [
    "tests/test_options.py",
    "tests/test_results.py",
    "tests/test_records.py",
    "tests/test_backend.py",
    "tests/contract",
    "tests/test_execution.py",
]
SCOPES = {
    "context": ([*FILES, "memory.py", *TOOLS], []),
    "thread": ([*FILES, "memory.py", "lending.py"], []),
    "process": ([*FILES, "memory.py"], []),
    "cache": ([*FILES, "records.py"], ["tests/test_store.py", *SHARED]),
    "database": (
        [*FILES, "records.py", "admin.py", PRUNE],
        ["tests/test_store.py", "tests/test_prune.py", "tests/test_admin.py", *SHARED],
    ),
}

# Annotations aren't evaluated, and these files use "|" for nothing else.
EXCUSED_OPERATORS = ["core/ReplaceBinaryOperator_BitOr_.*"]

EXCUSED_LINES = {
    "supports_defer = False": "an answer: the contract checks what either value promises",
    "supports_async_task = False": "an answer, too",
    "supports_priority = False": "an answer, too",
    "supports_get_result = True": "an answer, too, where the scope is the process",
    "return value is None or (type(value) == int and value > 0)": "equal for classes",
    "/,": "all calls name the arguments after it",
    "latest, before = counted.get(counter, 1), counted.get(start, 0)": "nothing was added, then",
    "latest, before = counted.get(counter, -1), counted.get(start, 0)": "so it was",
    "latest, before = counted.get(counter, 0), counted.get(start, 1)": "no number is as small",
    "latest, before = counted.get(counter, 0), counted.get(start, -1)": "nor as that",
    "def _run_one(self, result: AnyResult, worker_id: str, /, raise_errors: bool) -> list[AnyResult]:": (
        "too"
    ),
    "def _push(self, result: AnyResult, /, again: bool) -> None:": "too",
    "is_new = result.id not in self._seen and result.status is TaskResultStatus.READY": (
        "equal for members of an enumeration"
    ),
    "if again or stored.status is TaskResultStatus.READY:": "too",
    "if self._notes.get(result.id) is LOST:": "it is always the constant",
    "if len(ran) >= limit:": "it grows by one, or not at all",
    "if len(ran) is limit:": "equal for small numbers, and a test runs no more",
    "heappush(self._heap, (~result.task.priority, next(self._numbers), again, result))": (
        "the same order"
    ),
    "for connection in connections.all(initialized_only=False):": "those are in no transaction",
    "__tracebackhide__ = False": "for the reader of a failure",
    "worker_id = secrets.token_hex( 9)": "any that no other run has",
    "worker_id = secrets.token_hex( 7)": "too",
    "limit: int = 999,": "a limit that was chosen",
    "limit: int = 1001,": "a limit that was chosen",
    "return secrets.token_hex( 9)": "any that no other generation has",
    "return secrets.token_hex( 7)": "too",
    "if not TYPE_CHECKING:": "what is imported for annotations may be there",
    "ATTEMPTS = 49": "a limit that was chosen",
    "ATTEMPTS = 51": "a limit that was chosen",
    "BATCH = 499": "a limit that was chosen",
    "BATCH = 501": "a limit that was chosen",
    "BATCH = 999": "a limit that was chosen",
    "BATCH = 1001": "a limit that was chosen",
    "LINE = 99": "a limit that was chosen",
    "LINE = 101": "a limit that was chosen",
    "MAX_LENGTH = 7999999": "a limit that was chosen",
    "MAX_LENGTH = 8000001": "a limit that was chosen",
}

CONFIG = """\
[cosmic-ray]
module-path = {files}
timeout = 60.0
excluded-modules = []
test-command = "{python} -m pytest -x -q -p no:cacheprovider {tests}"

[cosmic-ray.distributor]
name = "local"

[cosmic-ray.filters.operators-filter]
exclude-operators = {operators}
"""


def main():
    """Create the mutants of each named scope, and return the number of unexcused survivors."""
    version = environments.found()[-1]
    framework = "django" if version.supports("django") else "django-tasks"
    python = python_of(version, "cosmic-ray>=8.4")
    with tempfile.TemporaryDirectory() as folder:
        renderer = Renderer(REPOSITORY, Path(folder) / "renders")
        return sum(
            survivors(
                renderer.cookiecutter({"storage_scope": scope, "tasks_framework": framework}),
                python,
                *SCOPES[scope],
            )
            for scope in sys.argv[1:] or SCOPES
        )


def survivors(project, python, files, tests):
    """Run the tests of a project for each mutant. Print and count those to look into."""
    package = project / "src" / "dummy_backend"
    config = CONFIG.format(
        files=json.dumps([f"src/dummy_backend/{file}" for file in files]),
        python=python,
        tests=" ".join(tests),
        operators=json.dumps(EXCUSED_OPERATORS),
    )
    # The tests are compiled once, and the changed modules each time.
    run_suite(project, python, "--collect-only", PYTHONDONTWRITEBYTECODE="")
    for folder in list(package.rglob("__pycache__")):
        shutil.rmtree(folder)
    (project / "mutants.toml").write_text(config, encoding="utf-8")
    tools = Path(python).parent
    for command in (
        ["cosmic-ray", "init", "mutants.toml", "session"],
        ["cr-filter-operators", "session", "mutants.toml"],
        ["cosmic-ray", "baseline", "mutants.toml"],
        ["cosmic-ray", "exec", "mutants.toml", "session"],
    ):
        done = run(tools / command[0], *command[1:], cwd=project, PYTHONPATH="src")
        assert done.returncode == 0, done.stdout + done.stderr
    report = ["cr-report", "session", "--show-diff", "--surviving-only"]
    *mutants, summary = run(tools / report[0], *report[1:], cwd=project).stdout.split("=" * 12)
    unexcused = [mutant for mutant in mutants if added(mutant) not in EXCUSED_LINES]
    print(*unexcused, summary, f"survive without an excuse: {len(unexcused)}", sep="\n")  # noqa: T201
    return len(unexcused)


def added(mutant):
    """Return the line that a mutant replaces another one with, without its comment."""
    lines = [line[1:] for line in mutant.splitlines() if line.startswith("+")]
    return lines[-1].partition("  #")[0].strip()


if __name__ == "__main__":
    sys.exit(min(main(), 1))
