"""The template, and a renderer that uses both tools in this process."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import contextmanager
from pathlib import Path

import copier
import yaml
from cookiecutter.main import cookiecutter
from jinja2 import Environment

REPOSITORY = Path(__file__).parent.parent.parent
FOLDER = REPOSITORY / "{{cookiecutter.__project_dir}}"
COOKIECUTTER = json.loads((REPOSITORY / "cookiecutter.json").read_text(encoding="utf-8"))


class CopierLoader(yaml.SafeLoader):
    """Loads YAML as copier does: an included file becomes a list of its documents."""

    def include(self, node):
        return list(yaml.safe_load_all((REPOSITORY / node.value).read_text(encoding="utf-8")))


CopierLoader.add_constructor("!include", CopierLoader.include)
COPIER = yaml.load((REPOSITORY / "copier.yml").read_text(encoding="utf-8"), CopierLoader)
# The reserved names, by question. A module isn't called as a distribution that may be installed, either.
RESERVED = {
    question: {name for names in reasons.values() for name in names}
    for question, reasons in COOKIECUTTER["_rules"]["reserved"].items()
}
RESERVED["package_name"] |= {name.replace("-", "_") for name in RESERVED["project_slug"]}
TOOLS = ["cookiecutter", "copier"]
PARTS = [".gitattributes", "cookiecutter.json", "copier.yml", "hooks", "templates", FOLDER.name]


def copy_template(destination):
    """Copy only the template to a folder outside any repository."""
    destination.mkdir(parents=True)
    for part in PARTS:
        source = REPOSITORY / part
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, destination / part)
    return destination


def as_template(value):
    """Return a Jinja template of a value, because cookiecutter renders answers with --no-input."""
    return f"{{{{ {value!r} }}}}" if isinstance(value, str) and "{" in value else value


class Renderer:
    """Renders a template into new folders."""

    def __init__(self, template, workspace):
        self.template = template
        self.workspace = workspace
        self.workspace.mkdir(parents=True)
        # Neither tool may read the configuration of the user who runs the tests.
        self.cookiecutter_settings = self.workspace / "cookiecutter.yml"
        self.cookiecutter_settings.write_text(
            f"cookiecutters_dir: {self.workspace}/cookiecutters\n"
            f"replay_dir: {self.workspace}/replay\n"
        )
        self.copier_settings = self.workspace / "copier.yml"
        self.copier_settings.write_text("{}\n")
        self._number = 0

    def new_folder(self):
        self._number += 1
        return self.workspace / f"{self._number}"

    def cookiecutter(self, answers, folder=None, **options):
        """Render with cookiecutter and return the project's folder."""
        folder = folder or self.new_folder()
        with environment(PWD=os.getcwd()):  # noqa: PTH109
            return Path(
                cookiecutter(
                    str(self.template),
                    no_input=True,
                    extra_context={key: as_template(value) for key, value in answers.items()},
                    output_dir=str(folder),
                    config_file=str(self.cookiecutter_settings),
                    **options,
                )
            )

    def copier(self, answers, folder=None, **options):
        """Render with copier and return the project's folder."""
        folder = folder or self.new_folder() / answers.get("project_slug", "dummy-backend")
        with environment(COPIER_SETTINGS_PATH=str(self.copier_settings)):
            copier.run_copy(
                str(self.template), folder, data=answers, defaults=True, quiet=True, **options
            )
        return folder


def compile_each_text_once():
    """Make Jinja reuse compiled templates: tests render the same files hundreds of times."""
    compile_ = Environment.compile
    compiled = {}

    def compile_once(self, source, *arguments, **options):
        # The code depends on these settings, besides the text.
        settings = type(self), self.lexer, tuple(self.extensions), self.autoescape, self.finalize
        key = source, arguments, tuple(options.items()), settings
        if key not in compiled:
            compiled[key] = compile_(self, source, *arguments, **options)
        return compiled[key]

    Environment.compile = compile_once


@contextmanager
def environment(**variables):
    """Set environment variables temporarily."""
    before = dict(os.environ)
    os.environ.update(variables)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def files(folder):
    """Return the content of every file below a folder, by its relative path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
