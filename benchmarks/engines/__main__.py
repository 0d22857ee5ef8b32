"""Run the load tests and benchmarks of packages with an engine, and write the tables."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from survey.subjects import DJANGO, DJANGO_TASKS
from survey.subjects import SUBJECTS as SURVEYED
from tests.lab import environments
from tests.lab.rendering import COOKIECUTTER, REPOSITORY, Renderer, copy_template

from . import page
from .compare import compare, count
from .load import killed, left_alone, problems
from .running import Processes
from .subjects import ENGINES

PUBLISHED = REPOSITORY / "docs" / "benchmarks"
PACKAGES = [
    DJANGO, DJANGO_TASKS, "dj-database-url==3.1.2", "psycopg[binary]==3.3.9", "celery==5.7.0",
    "django-celery-results==2.6.0", "procrastinate[django]==3.10.0",
    *SURVEYED["django-tasks-db"].requirements, *SURVEYED["django-tasks-rq"].requirements,
]  # fmt: skip
SHOWN = [package.partition("==")[0].partition("[")[0] for package in PACKAGES]
PARTS = ("load", "compare")


@dataclass(frozen=True)
class Effort:
    """The extent of a run."""

    tasks: int = 10_000
    # The number of tasks for each time that a worker is killed.
    tasks_each_kill: int = 250
    turns: int = 9
    enqueued: int = 100
    drains: int = 3
    drained: int = 400


LITTLE = Effort(tasks=40, tasks_each_kill=20, turns=1, enqueued=5, drains=1, drained=10)


class Bench:
    """The environment, the rendered packages, and the numbers given to processes."""

    def __init__(self, workspace, engines):
        newest = environments.newest("django")
        if newest is None:
            sys.exit(
                "The benchmarks need Python 3.12 or later, which Django 6 runs on: none is found."
            )
        self.workspace = workspace
        self.servers = {
            "TEST_POSTGRES_URL",
            *(name for engine in engines for name in ENGINES[engine].servers),
        }
        self.python = environments.python_with("engine-benchmarks", newest.python, *PACKAGES)
        self.template = copy_template(workspace / "template")
        self.sources = {}
        self.server_versions = {}
        self._number = 0

    def next_number(self):
        self._number += 1
        return self._number

    def source(self, engine):
        """Return the folder to import the package from that has this engine."""
        if engine not in self.sources:
            renderer = Renderer(self.template, self.workspace / engine)
            answers = {
                "tasks_framework": "django", "storage_scope": "database", "engine": engine,
                "supports_get_result": True, **ENGINES[engine].answers,
            }  # fmt: skip
            self.sources[engine] = renderer.copier(answers) / "src"
        return self.sources[engine]

    def versions(self):
        """Return the versions of the servers, Python and the installed packages."""
        code = (
            "import platform; from importlib.metadata import version; import sys, json;"
            "print(json.dumps({'Python': platform.python_version()}"
            " | {name: version(name) for name in sys.argv[1:]}))"
        )
        installed = json.loads(environments.run(self.python, "-c", code, *SHOWN).stdout)
        return self.server_versions | installed

    def load(self, engine, effort, seed):
        found = {}
        with Processes(self, engine, ENGINES[engine].generated) as processes:
            self.server_versions |= processes.ask("servers")
            say(f"{engine}: {effort.tasks:,} tasks ...")
            found["left alone"] = left_alone(processes, effort.tasks)
            processes.ask("clear")
            kills = max(effort.tasks // effort.tasks_each_kill, 1)
            say(f"{engine}: {effort.tasks:,} tasks while workers are killed (seed {seed}) ...")
            found["killed"] = killed(processes, effort.tasks, kills, seed)
        return found

    def compare(self, engine, effort):
        say(f"{engine}: comparing ...")
        with ExitStack() as stack:
            subjects = {
                subject.name: stack.enter_context(Processes(self, engine, subject))
                for subject in ENGINES[engine].subjects
            }
            self.server_versions |= subjects["generated"].ask("servers")
            return {
                "seconds": compare(subjects, effort),
                "statements": {name: count(processes) for name, processes in subjects.items()},
            }


def say(text):
    sys.stderr.write(f"{text}\n")


def main():
    available = [engine for engine in COOKIECUTTER["engine"] if engine != "none"]
    parser = argparse.ArgumentParser(prog="python -m benchmarks.engines", description=__doc__)
    parser.add_argument("--engines", nargs="+", default=available, choices=available)
    parser.add_argument("--parts", nargs="+", default=PARTS, choices=PARTS)
    parser.add_argument("--tasks", type=int, help="The number of tasks of the load.")
    parser.add_argument("--seed", type=int, default=1, help="What decides when workers are killed.")
    parser.add_argument(
        "--little", action="store_true", help="Do as little as shows that it works."
    )
    parser.add_argument("--output", type=Path, default=PUBLISHED, help="The folder to write to.")
    options = parser.parse_args()
    effort = LITTLE if options.little else Effort()
    if options.tasks:
        effort = Effort(**{**vars(effort), "tasks": options.tasks})
    file = options.output / "engines.json"
    found = json.loads(file.read_text()) if file.exists() else {part: {} for part in PARTS}
    with tempfile.TemporaryDirectory() as workspace:
        bench = Bench(Path(workspace), options.engines)
        if missing := sorted(name for name in bench.servers if not os.environ.get(name)):
            sys.exit(f"{', '.join(missing)} names no server.")
        for engine in options.engines:
            if "load" in options.parts:
                found["load"][engine] = bench.load(engine, effort, options.seed)
            if "compare" in options.parts:
                found["compare"][engine] = bench.compare(engine, effort)
        found["versions"] = found.get("versions", {}) | bench.versions()
    options.output.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    text = page.markdown(found)
    (options.output / "engines.md").write_text(text, encoding="utf-8")
    sys.stdout.write(text)
    wrong = [
        f"{engine}, {how}: {problem}"
        for engine, loads in found["load"].items()
        for how, outcome in loads.items()
        for problem in problems(outcome)
    ]
    if wrong:
        sys.exit("\n".join(wrong))


if __name__ == "__main__":
    main()
