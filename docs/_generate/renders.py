"""Packages to read the reference from: rendered of the template, as it is now."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from tests.template import COOKIECUTTER, Renderer, copy_template

QUESTIONS = [question for question in COOKIECUTTER if not question.startswith("_")]
SCOPES = COOKIECUTTER["storage_scope"]
# What is rendered: each under a name of its own, so that all can be imported at once.
RENDERED = {
    **{scope: {"storage_scope": scope, "tasks_framework": "django-tasks"} for scope in SCOPES},
    **{
        f"framework-{framework}": {"tasks_framework": framework}
        for framework in COOKIECUTTER["tasks_framework"]
    },
}
# The other value of the flags.
RENDERED["framework-django"] |= {
    "supports_defer": False, "supports_async_task": False, "supports_priority": False,
}  # fmt: skip
WIDE = ("process", "cache", "database")


@cache
def workspace():
    """Return the folder of the renders; it is removed when the process ends."""
    return tempfile.TemporaryDirectory(prefix="dummybackend-docs-")


@cache
def renderer():
    folder = Path(workspace().name)
    return Renderer(copy_template(folder / "template"), folder / "renders")


def package(name):
    """Return the name of the package that is rendered under a name."""
    return f"acme_{name.rpartition('-')[2] if name.startswith('framework-') else name}"


@cache
def project(name):
    """Return the folder of the project that is rendered under a name."""
    answers = {
        "project_name": f"Acme {name.rpartition('-')[2]}",
        "project_slug": package(name).replace("_", "-"),
        "supports_get_result": name in WIDE,
        **RENDERED[name],
    }
    return renderer().copier(answers, renderer().new_folder() / answers["project_slug"])


def source(name, path):
    """Return the text of a module of a rendered package, by its path in it; None if it has none."""
    file = project(name) / "src" / package(name) / path
    return file.read_text(encoding="utf-8") if file.exists() else None


def modules(name):
    """Return the paths of all modules of a rendered package."""
    folder = project(name) / "src" / package(name)
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.py"))


def neutral(text, name):
    """Return a text with what an author would have in place of the name that is rendered."""
    text = text.replace(package(name), "package_name")
    return text.replace(package(name).replace("_", "-"), "package-name")


def readme_tables(name, heading):
    """Return the rows of all tables below a heading of a rendered README, as lists of cells."""
    text = (project(name) / "README.md").read_text(encoding="utf-8")
    section = text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return rows[1:]
