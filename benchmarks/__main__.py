"""Run every benchmark, print the table, and write it with the values and the plots."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import pyperf

from tests.lab import environments, servers
from tests.lab.rendering import REPOSITORY, Renderer, copy_template

from . import tables
from .plots import plot

PUBLISHED = REPOSITORY / "docs" / "benchmarks"
SUBJECTS = ("generated", "django", "django-tasks")
PACKAGES = [
    "dj-database-url>=3.0", "django-tasks>=0.12", "django-tasks-db>=0.12", "psycopg[binary]>=3.2",
    "pyperf>=2.10", "redis>=6.0",
]  # fmt: skip
SERVERS = {"PostgreSQL": "TEST_POSTGRES_URL", "Redis": "TEST_REDIS_URL"}


@dataclass(frozen=True)
class Effort:
    """The extent of a run: numbers of stored results, processes, values and rows."""

    kept: tuple[int, ...] = (10, 100, 1_000, 10_000, 100_000, 1_000_000)
    processes: int = 5
    values: int = 20
    weighed: int = 2_000
    threaded: int = 8_000
    rows: int = 1_000_000
    renders: int = 10

    def values_for(self, kept):
        """Return the number of values to measure while this many results are stored."""
        return min(self.values, 3 if kept > 100_000 else 9)


LITTLE = Effort(
    kept=(10, 100), processes=1, values=2, weighed=20, threaded=80, rows=2_000, renders=1
)


class Bench:
    """Runs each part in its own processes, and collects the measurements."""

    def __init__(self, workspace, effort):
        self.workspace = workspace
        self.effort = effort
        newest = environments.newest("django")
        if newest is None:
            sys.exit(
                "The benchmarks need Python 3.12 or later, which Django 6 runs on: none is found."
            )
        self.python = environments.python_with(
            f"benchmarks-{newest}", newest.python, f"django~={newest.django}.0", *PACKAGES
        )
        self.template = copy_template(workspace / "template")
        self.sources = {}

    def source(self, scope):
        """Return the folder to import the package from that has this scope."""
        if scope not in self.sources:
            renderer = Renderer(self.template, self.workspace / scope)
            answers = {"tasks_framework": "django", "storage_scope": scope}
            self.sources[scope] = renderer.copier(answers) / "src"
        return self.sources[scope]

    def run(self, part, *arguments, scope="context", python=None):
        """Run a part, and return the path of its output file."""
        output = self.workspace / f"{len(list(self.workspace.glob('*.json')))}.json"
        shown = " ".join(map(str, arguments))
        sys.stderr.write(f"{part} {shown} ...\n")
        done = environments.run(
            python or self.python, "-m", f"benchmarks.{part}", *arguments, "--output", output,
            cwd=self.workspace,
            PYTHONPATH=os.pathsep.join([str(REPOSITORY), str(self.source(scope))]),
            PYTHONDONTWRITEBYTECODE="",
            **servers.addresses(),
        )  # fmt: skip
        if done.returncode != 0:
            sys.exit(f"benchmarks.{part} {shown} failed:\n{done.stderr}")
        return output

    def times(self, part, *arguments, processes=1, **options):
        """Run a part in several processes in sequence, and return its benchmarks by name."""
        found = {}
        for _ in range(processes):
            for benchmark in pyperf.BenchmarkSuite.load(str(self.run(part, *arguments, **options))):
                name = benchmark.get_name()
                if name in found:
                    found[name].add_runs(benchmark)
                else:
                    found[name] = benchmark
        return found

    def facts(self, *arguments, **options):
        return json.loads(self.run(*arguments, **options).read_text())

    def measure(self):
        """Run all parts, and return their measurements by name."""
        effort = self.effort
        values = ["--values", effort.values]
        found = {
            "in memory": self.times("in_memory", "compare", *values, processes=effort.processes),
            "growth": {},
            "memory": {},
        }
        for kept in effort.kept:
            for subject in SUBJECTS:
                found["growth"] |= self.times(
                    "in_memory", "grow", "--subject", subject, "--kept", kept,
                    "--values", effort.values_for(kept),
                )  # fmt: skip
        for payload in ("small", "nested"):
            for subject in SUBJECTS:
                weight = self.facts(
                    "in_memory", "weigh", "--subject", subject, "--payload", payload,
                    "--kept", effort.weighed,
                )  # fmt: skip
                found["memory"][f"{payload} {subject}"] = weight["bytes"]
        found["threads"] = self.times(
            "threads", "--tasks", effort.threaded, "--values", max(effort.values // 2, 1),
            scope="process",
        )  # fmt: skip
        found["shared"], found["asked"], found["plans"] = {}, {}, {}
        for store in self.stores():
            on_store = ["--store", store]
            scope = "cache" if store == "Redis" else "database"
            found["asked"][store] = self.facts("shared", "count", *on_store, scope=scope)
            found["shared"][store] = self.times(
                "shared", "time", *on_store, "--values", 3 * effort.values, scope=scope
            )
            if scope == "database":
                found["plans"][store] = self.facts(
                    "shared", "plans", *on_store, "--rows", effort.rows, scope=scope
                )
        found["rendering"] = self.times(
            "rendering", "--values", effort.renders, python=sys.executable
        )
        found["importing"] = self.times("importing", *values)
        return found

    @staticmethod
    def stores():
        return ["SQLite", *(name for name, variable in SERVERS.items() if os.environ.get(variable))]

    def machine(self):
        """Return the versions and the system used for the measurements."""
        listed = environments.run(
            self.python, "-c",
            "import django, django_tasks, platform; from importlib.metadata import version;"
            "print(platform.python_version(), django.__version__, version('django-tasks'),"
            " version('django-tasks-db'))",
        ).stdout.split()  # fmt: skip
        names = ("Python", "Django", "django-tasks", "django-tasks-db")
        return dict(zip(names, listed, strict=True)) | {
            "rendering on Python": platform.python_version(),
            "cookiecutter": version("cookiecutter"),
            "copier": version("copier"),
            "processors": os.cpu_count(),
            "system": f"{platform.system()} {platform.machine()}",
        }


def main():
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument(
        "--little", action="store_true", help="Do as little as shows that it works."
    )
    parser.add_argument("--output", type=Path, default=PUBLISHED, help="The folder to write to.")
    options = parser.parse_args()
    effort = LITTLE if options.little else Effort()
    with tempfile.TemporaryDirectory() as workspace:
        bench = Bench(Path(workspace), effort)
        found = bench.measure()
        machine = bench.machine()
    options.output.mkdir(parents=True, exist_ok=True)
    rows = tables.rows(found, effort)
    text = tables.markdown(rows, found["plans"], machine)
    (options.output / "results.md").write_text(text, encoding="utf-8")
    values = {
        "machine": machine,
        "rows": [row.as_dict() for row in rows],
        "seconds": {name: benchmark.median() for name, benchmark in found["growth"].items()},
        "plans": found["plans"],
    }
    (options.output / "results.json").write_text(json.dumps(values, indent=1) + "\n")
    for operation in tables.OPERATIONS:
        plot(operation, found["growth"], effort.kept, options.output / f"{operation}.svg")
    sys.stdout.write(f"{text}\n")
    left_out = [name for name, variable in SERVERS.items() if not os.environ.get(variable)]
    if left_out:
        named = ", ".join(f"{name} ({SERVERS[name]})" for name in left_out)
        sys.stdout.write(f"Not measured, for want of a server: {named}.\n")


if __name__ == "__main__":
    main()
