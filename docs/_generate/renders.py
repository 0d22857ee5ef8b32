"""Render the packages that the reference is generated from."""

from __future__ import annotations

import tempfile
from functools import cache
from importlib import import_module
from pathlib import Path

from tests.lab.rendering import COOKIECUTTER, Renderer, copy_template

QUESTIONS = [question for question in COOKIECUTTER if not question.startswith("_")]
SCOPES = COOKIECUTTER["storage_scope"]
# Answers by the suffix of the package's name. Different names can be imported side by side.
RENDERED = {
    **{scope: {"storage_scope": scope} for scope in SCOPES},
    "cache": {"storage_scope": "cache", "supports_get_result": True},
    **{framework: {"tasks_framework": framework} for framework in COOKIECUTTER["tasks_framework"]},
}


@cache
def renderer():
    # Deleted when the process exits.
    folder = Path(workspace().name)
    return Renderer(copy_template(folder / "template"), folder / "renders")


@cache
def workspace():
    return tempfile.TemporaryDirectory(prefix="dummybackend-docs-")


def package(name):
    """Return the name of a rendered package."""
    return f"acme_{name.replace('-', '_')}"


@cache
def project(name, **answers):
    """Return the folder of a rendered project."""
    answers = {
        "project_name": f"Acme {name}",
        "project_slug": package(name).replace("_", "-"),
        **RENDERED[name],
        **answers,
    }
    return renderer().copier(answers, renderer().new_folder() / answers["project_slug"])


def module(name, dotted):
    """Import a module of a rendered package."""
    return import_module(f"{package(name)}.{dotted}")


def neutral(text, name):
    """Replace the name of a rendered package with ``package_name``."""
    return text.replace(package(name), "package_name")
