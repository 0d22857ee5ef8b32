"""Compare the time of rendering with that of a template of the same files without logic."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

from tests.lab.rendering import REPOSITORY, TOOLS, Renderer, copy_template, files

from .measure import calling, report, side_by_side


def bare_template(project, folder):
    """Write a template with one question that renders the files of a project unchanged."""
    top = folder / "{{cookiecutter.project_slug}}"
    for name, content in files(project).items():
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = content.decode()
        for mark in ("{{", "{%", "{#"):
            text = text.replace(mark, "{ ")
        path.write_text(text, encoding="utf-8")
    (folder / "cookiecutter.json").write_text(json.dumps({"project_slug": "dummy-backend"}))
    (folder / "copier.yml").write_text(
        '_subdirectory: "{% raw %}{{cookiecutter.project_slug}}{% endraw %}"\n'
        '_templates_suffix: ""\n'
        "project_slug: {type: str, default: dummy-backend}\n"
    )
    return folder


def add_empty_hooks(template):
    """Add hooks with the same names to a template, which do nothing."""
    (template / "hooks").mkdir()
    for hook in (REPOSITORY / "hooks").glob("*.py"):
        (template / "hooks" / hook.name).touch()


def in_process(renderer, tool):
    return calling(partial(getattr(renderer, tool), {}))


def as_command(renderer, tool):
    tools = Path(sys.executable).parent
    settings = f"--config-file={renderer.cookiecutter_settings}"
    command = {
        "cookiecutter": ["--no-input", settings, renderer.template, "--output-dir"],
        "copier": ["copy", "--quiet", "--defaults", renderer.template],
    }[tool]

    def render():
        subprocess.run(
            [tools / tool, *command, renderer.new_folder()], check=True, capture_output=True
        )

    return calling(render)


def compare(workspace, values):
    """Time each renderer with both templates, in turns."""
    generated = Renderer(copy_template(workspace / "template"), workspace / "generated")
    project = generated.cookiecutter({})
    bare = Renderer(bare_template(project, workspace / "bare"), workspace / "copies")
    hooked = Renderer(bare_template(project, workspace / "hooked"), workspace / "more")
    add_empty_hooks(hooked.template)
    taken = {}
    for tool in TOOLS:
        for way, measure in (("in process", in_process), ("command", as_command)):
            measures = {"generated": measure(generated, tool), "bare": measure(bare, tool)}
            if tool == "cookiecutter":
                measures["hooks"] = measure(hooked, tool)
            for name, found in side_by_side(measures, values, longest=1).items():
                taken[f"{tool} {way} {name}"] = found
    return taken


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--values", type=int, default=10)
    parser.add_argument("--output", required=True)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as workspace:
        report(compare(Path(workspace), options.values), options.output)


if __name__ == "__main__":
    main()
