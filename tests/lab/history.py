"""The releases of the template, in a repository that both tools use instead of the real one."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import copier
import release
import yaml
from plumbum import local

from tests.lab.environments import run
from tests.lab.rendering import COOKIECUTTER, PARTS, REPOSITORY, Renderer, environment, files

ADDRESS = COOKIECUTTER["_address"]
URL = f"{ADDRESS.replace('gh:', 'https://github.com/')}.git"
OLDER = "v0.0.1"  # the made-up release, older than all others
NEWEST = "v1000.0.0"  # the current template
# Addresses that copies of it might have. Git uses the longest match.
HOSTS = [
    "https://gitlab.com/org/template",
    "https://git.example.org/template",
    "https://ada:secret@git.example.org/template",
    "git@git.example.org:template",
    "ssh://git.example.org/template",
]
ANSWERS_FILE = ".copier-answers.yml"
BIN = Path(sys.executable).parent


class History:
    """A clone of this repository with two additional tags, and rendering from any tag.

    Both tools use the template's own address, which git maps to the clone. So neither the network
    nor the configuration of the user who runs the tests is used.
    """

    def __init__(self, workspace, older=None):
        self.folder = workspace / "template"
        self.renderer = Renderer(ADDRESS, workspace / "renders")
        self._fresh = {}
        config = workspace / "gitconfig"
        self.variables = {
            "GIT_CONFIG_GLOBAL": str(config),
            "GIT_CONFIG_SYSTEM": os.devnull,
            "COPIER_CACHE_DIR": str(workspace / "copier"),
            "COPIER_SETTINGS_PATH": str(self.renderer.copier_settings),
        }
        config.write_text(
            "[user]\n\tname = Ada\n\temail = ada@example.org\n"
            "[init]\n\tdefaultBranch = main\n"
            "[advice]\n\tdetachedHead = false\n"
            f'[url "{self.folder}"]\n'
            + "".join(
                f"\tinsteadOf = {url}\n"
                for host in (URL.removesuffix(".git"), *HOSTS)
                for url in (f"{host}.git", host)
            )
        )
        with self.environment():
            if (REPOSITORY / ".git").exists():
                git(workspace, "clone", "--quiet", "--no-checkout", REPOSITORY, self.folder)
                git(self.folder, "symbolic-ref", "HEAD", "refs/heads/releases")
                git(self.folder, "read-tree", "--empty")
            else:
                git(workspace, "init", "--quiet", self.folder)
            for tag, commit in RELEASED.items():
                git(self.folder, "tag", "--force", tag, commit)
            self.release(OLDER, older or make_older)
            self.release(NEWEST)

    @contextmanager
    def environment(self):
        """Set the environment for git, cookiecutter and copier."""
        # Copier starts git with the variables of plumbum, which were copied earlier.
        with environment(**self.variables), local.env(**self.variables):
            yield

    def release(self, tag, change=None):
        """Commit the current template, changed by a function that gets its folder, and tag it."""
        for part in PARTS:
            copy = self.folder / part
            shutil.rmtree(copy) if copy.is_dir() else copy.unlink(missing_ok=True)
            source = REPOSITORY / part
            shutil.copytree(source, copy) if source.is_dir() else shutil.copy(source, copy)
        if change:
            change(self.folder)
        git(self.folder, "add", "--all")
        git(self.folder, "commit", "--quiet", "--allow-empty", "--message", tag)
        git(self.folder, "tag", "--force", tag)

    def project(self, tool, answers, tag, **options):
        """Render a release with one of the tools, commit it, and return the project's folder."""
        with self.environment():
            if tool == "cookiecutter":
                project = self.renderer.cookiecutter(answers, checkout=tag, **options)
            else:
                project = self.renderer.copier(answers, vcs_ref=tag, **options)
        return self.start(project)

    def start(self, project):
        """Create a git repository for a project, and return its folder."""
        with self.environment():
            git(project, "init", "--quiet")
        self.commit(project)
        return project

    def commit(self, project):
        """Commit everything in a project."""
        with self.environment():
            git(project, "add", "--all")
            git(project, "commit", "--quiet", "--allow-empty", "--message", "As it is")

    def fresh(self, answers):
        """Return the files of the newest release, rendered from answers."""
        key = json.dumps(answers, sort_keys=True)
        if key not in self._fresh:
            with self.environment():
                self._fresh[key] = files(self.renderer.cookiecutter(answers, checkout=NEWEST))
        return self._fresh[key]

    def update(self, project, answers=None, tag=NEWEST, **options):
        """Update a project to a release with copier."""
        with self.environment():
            copier.run_update(
                project, data=answers, vcs_ref=tag, defaults=True, overwrite=True, quiet=True,
                **options,
            )  # fmt: skip

    def command(self, folder, tool, *arguments, **variables):
        """Run a tool's command in a folder, and return its output."""
        with self.environment():
            done = run(BIN / tool, *arguments, cwd=folder, **variables)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr


def git(folder, *arguments):
    """Return the output of git in a folder, or fail with its error."""
    done = subprocess.run(
        ["git", *map(str, arguments)],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.rstrip()


def content(project):
    """Return the contents of a project's files, except git's. Fail if a folder is empty."""
    folders = [path for path in project.rglob("*") if path.is_dir() and ".git" not in path.parts]
    assert all(any(folder.iterdir()) for folder in folders)
    return {path: data for path, data in files(project).items() if not path.startswith(".git/")}


def recorded(project, name=ANSWERS_FILE):
    """Return the contents of a project's answers file."""
    return yaml.safe_load((project / name).read_text(encoding="utf-8"))


def answers_of(project):
    """Return the answers in a project's file."""
    return {key: value for key, value in recorded(project).items() if not key.startswith("_")}


def released():
    """Return the commit of each release of this repository by its tag; none outside a clone."""
    if not (REPOSITORY / ".git").exists():
        return {}
    found = release.releases(REPOSITORY)
    return {f"v{'.'.join(map(str, version))}": place for version, place in found.items()}


RELEASED = released()


def edit(path, *replacements):
    """Replace texts in a file, all of which must occur in it."""
    text = path.read_text(encoding="utf-8")
    for old, new in replacements:
        assert old in text, (path, old)
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")


def make_older(folder):
    """Turn the template in a folder into an older one.

    It lacks a question, and has another default, a file with another name, and other lines in most files.
    """
    remove_question(folder, "testing_tools", "false")
    rename_file(folder, "src/{{cookiecutter.package_name}}/options.py", "settings.py")
    for questions in ("cookiecutter.json", "copier.yml"):
        edit(folder / questions, ("DummyBackend", "TaskBackend"))
    reword(folder)


def reword(folder):
    """Change a line in most files of the rendered package."""
    for path in (folder / PARTS[-1]).rglob("*.py*"):
        text = path.read_text(encoding="utf-8")
        docstring = r'\A("""[^"\n]+)\."""$'
        path.write_text(re.sub(docstring, r'\1, in short."""', text, flags=re.MULTILINE))
    edit(folder / PARTS[-1] / "README.md", ("## Usage\n", "## Use\n"))


def remove_question(folder, question, value):
    """Remove a yes/no question from the template, which then always has this answer."""
    path = folder / "cookiecutter.json"
    questions = json.loads(path.read_text(encoding="utf-8"))
    del questions[question], questions["__prompts__"][question]
    path.write_text(json.dumps(questions))
    path = folder / "copier.yml"
    text = path.read_text(encoding="utf-8")
    text = re.sub(rf"^{question}:\n(  .*\n)*\n", "", text, flags=re.MULTILINE)
    path.write_text(re.sub(rf"    '{question}': {question},\n", "", text))
    [answers] = (folder / PARTS[-1]).glob("*__answers_file*")
    text = answers.read_text(encoding="utf-8")
    answers.write_text(re.sub(rf"^{question}: .*\n", "", text, flags=re.MULTILINE))
    for path in (folder / PARTS[-1]).rglob("*"):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace(f"cookiecutter.{question}", value))
            path.rename(path.with_name(path.name.replace(f"cookiecutter.{question}", value)))


def rename_file(folder, old, name):
    """Rename a module of the rendered package, and update its imports."""
    old = folder / PARTS[-1] / old
    new = old.rename(old.with_name(name))
    for path in new.parent.glob("*.py*"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(f".{old.stem} import", f".{new.stem} import"))
