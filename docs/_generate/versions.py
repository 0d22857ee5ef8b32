"""Generate the supported versions, and the tested caches and databases."""

from __future__ import annotations

import yaml

from tests.lab import servers as servers_of_tests
from tests.lab.parsing import toml
from tests.lab.rendering import COOKIECUTTER, REPOSITORY

from .markdown import code, definition, table
from .renders import project


def metadata(framework):
    return toml((project(framework) / "pyproject.toml").read_bytes())


def classified(framework, prefix):
    """Return the versions in the classifiers of a package."""
    found = [
        classifier.removeprefix(prefix)
        for classifier in metadata(framework)["project"]["classifiers"]
        if classifier.startswith(prefix)
    ]
    return ", ".join(version for version in found if "." in version)


def versions():
    entries = []
    for framework in COOKIECUTTER["tasks_framework"]:
        data = metadata(framework)["project"]
        needs = [*map(code, data["dependencies"])]
        for extra, those in data.get("optional-dependencies", {}).items():
            needs += [f"{code(need)} with the extra {code(extra)}" for need in those]
        entries.append(
            definition(
                code(framework),
                f"Python: {classified(framework, 'Programming Language :: Python :: ')}",
                f"Django: {classified(framework, 'Framework :: Django :: ')}",
                f"Dependencies: {', '.join(needs)}",
            )
        )
    return "\n".join(entries)


def combinations():
    """Return the combinations of versions in the test workflow of a package."""
    pythons, tested = [], {}
    for framework in COOKIECUTTER["tasks_framework"]:
        folder = project(framework) / ".github" / "workflows"
        workflow = yaml.safe_load((folder / "tests.yml").read_text(encoding="utf-8"))
        for entry in workflow["jobs"]["tests"]["strategy"]["matrix"]["include"]:
            tested.setdefault((framework, entry["django"]), []).append(entry["python"])
            pythons.append(entry["python"])
    rows = [
        (code(framework), django, ", ".join(pythons))
        for (framework, django), pythons in tested.items()
    ]
    return table(("`tasks_framework`", "Django", "Python"), rows)


def tools():
    """Return the minimum versions of the tools, and of Python for the template's tests."""
    data = toml((REPOSITORY / "pyproject.toml").read_bytes())
    rows = [
        (requirement.partition(">=")[0], requirement.partition(">=")[2])
        for requirement in data["dependency-groups"]["render"]
    ]
    rows.append(("Python, to run the template's tests", data["project"]["requires-python"][2:]))
    return table(("Tool", "Minimum version"), rows)


def servers():
    """Return the caches and databases that the template is tested with."""
    names = {
        "sqlite": "SQLite",
        "files": "Django's file-based cache",
        "table": "Django's database cache",
        "memory": "Django's local-memory cache",
    }
    rows = []
    for store in servers_of_tests.STORES:
        what = names.get(store.name) or servers_of_tests.NAMED[store.server]
        needs = (
            f"a server in {code(store.server)}, and {code(servers_of_tests.DRIVERS[store.server])}"
            if store.server
            else ""
        )
        rows.append((what, code(store.scope), needs))
    return table(("Store", "Scope", "Requirements"), rows)
