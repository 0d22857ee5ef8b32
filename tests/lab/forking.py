"""Run tests in forks of one process, which has already imported the common modules.

The Python of an environment runs this module as a script. For each project, it reads and writes a
line of JSON.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

IMPORTED = (
    "asyncio", "concurrent.futures", "multiprocessing", "sqlite3", "asgiref.sync",
    "django.contrib.admin", "django.contrib.auth", "django.core.cache", "django.core.checks",
    "django.core.management", "django.core.signals", "django.db.backends.sqlite3.base",
    "django.db.migrations.executor", "django.test", "django.views.debug", "hypothesis",
)  # fmt: skip


class Forking:
    """A process that runs the tests of generated projects, each in a fork."""

    def __init__(self, python, environment):
        """Start the process with the Python of an environment."""
        self._process = subprocess.Popen(
            [str(python), __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            encoding="utf-8",
        )

    def run_suite(self, project, *arguments):
        """Run the tests of a project from its source, and return the exit code and the output."""
        json.dump([str(project), *arguments], self._process.stdin)
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def close(self):
        """End the process."""
        self._process.communicate()


def main():
    """Import the common modules, and then run the tests of each requested project."""
    import pytest  # noqa: PLC0415

    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    with tempfile.TemporaryDirectory() as empty, contextlib.redirect_stdout(io.StringIO()):
        # This imports the plugins in the way that pytest requires.
        pytest.main(["-c", os.devnull, "-p", "no:cacheprovider", empty])
    for module in IMPORTED:
        __import__(module)
    for line in sys.stdin:
        project, *arguments = json.loads(line)
        with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
            child = os.fork()
            if not child:
                run(project, arguments, output)
            code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            output.seek(0)
            json.dump([code, output.read()], answers)
        answers.write("\n")
        answers.flush()


def run(project, arguments, output):
    """Run the tests of a project in this process, and exit."""
    import pytest  # noqa: PLC0415

    os.dup2(output.fileno(), 1)
    os.dup2(output.fileno(), 2)
    os.chdir(project)
    source = str(Path(project, "src"))
    # Processes that the tests start must also find the package.
    os.environ["PYTHONPATH"] = source
    sys.path[:0] = [project, source]
    code = pytest.main(["-q", "-p", "no:cacheprovider", *arguments])
    sys.stdout.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
