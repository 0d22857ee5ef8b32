"""Run the contract tests against published backends: ``make survey``.

Names of backends as arguments run only these. It needs PostgreSQL and Redis: ``TEST_POSTGRES_URL``,
and ``TEST_REDIS_URL`` with a database that it empties. The output of each run, and a table, are
written to ``build/survey``.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import sys
from pathlib import Path

from tests.lab.environments import newest, python_with, run
from tests.lab.rendering import FOLDER, REPOSITORY

SETTINGS = Path(__file__).parent / "settings"
OUTPUT = REPOSITORY / "build" / "survey"
COMMON = (
    "django~=6.1.0",
    "pytest>=8.4",
    "pytest-django>=4.11",
    "dj-database-url>=3",
    "psycopg[binary]",
    "redis>=5",
)
# What each module in the folder "settings" tests.
BACKENDS = {
    "tasks_db": ["django-tasks-db==0.13.0"],
    "database_task": ["django-database-task==0.6.0"],
    "tasks_local": ["django-tasks-local==2.0"],
    "tasks_redis": ["django-tasks-redis==0.4.0"],
    "huey_backend": ["huey==3.5.4"],
}
ROW = "| {} | {} | {} | {} | {} |\n"


def main():
    """Run the tests of the backends that are named, or of all; write the table."""
    if missing := {"TEST_POSTGRES_URL", "TEST_REDIS_URL"} - os.environ.keys():
        sys.exit(f"The survey needs {' and '.join(sorted(missing))}.")
    shutil.rmtree(OUTPUT, ignore_errors=True)
    OUTPUT.mkdir(parents=True)
    table = ROW.format("Backend", "Version", "Kept", "Broken", "Not checked") + ROW.format(
        *["---"] * 5
    )
    for name in sys.argv[1:] or BACKENDS:
        output = survey(name)
        (OUTPUT / f"{name}.txt").write_text(output, encoding="utf-8")
        table += row(name, output)
    heading = f"Run on {dt.datetime.now(tz=dt.timezone.utc).date()} with `make survey`.\n\n"
    (OUTPUT / "survey.md").write_text(heading + table, encoding="utf-8")
    print(heading + table)  # noqa: T201


def survey(name):
    """Run the contract tests against one backend, in a folder of its own; return the output."""
    project = OUTPUT / name
    shutil.copytree(FOLDER / "tests" / "contract", project / "tests" / "contract")
    (project / "tests" / "__init__.py").touch()
    for path in (SETTINGS / "common.py", SETTINGS / f"{name}.py"):
        shutil.copy(path, project)
    python = python_with(f"survey-{name}", newest("django").python, *COMMON, *BACKENDS[name])
    return run(
        python, "-m", "pytest", "-q", "--tb=short", "-rN", "-p", "no:cacheprovider", "--create-db",
        f"--ds={name}", "-o", "pythonpath=.", "tests/contract",
        cwd=project, PYTHONPATH=str(project),
    ).stdout  # fmt: skip


def row(name, output):
    """Return the row of a backend in the table."""
    distribution, version = BACKENDS[name][0].split("==")
    broken = re.findall(r"^(TC\d+) (\w+) +broken: ", output, re.MULTILINE)
    summary = output.partition("contract of")[2]
    counts = {word: number for number, word in re.findall(r"(\d+) (kept|not checked)", summary)}
    ids = ", ".join(rule if level == "MUST" else f"({rule})" for rule, level in broken)
    return ROW.format(
        distribution, version, counts.get("kept", 0), ids or "none", counts.get("not checked", 0)
    )


if __name__ == "__main__":
    main()
