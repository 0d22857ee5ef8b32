"""Environments with the frameworks, for the Pythons found on this machine."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from tests.lab.rendering import REPOSITORY

CACHE = REPOSITORY / ".cache" / "environments"
PACKAGES = [
    "dj-database-url>=3.0", "django-tasks>=0.12", "hypothesis>=6.150", "pytest>=8.4",
    "pytest-django>=4.11",
]  # fmt: skip


@dataclass(frozen=True)
class Version:
    """A Python and a Django to run generated tests on."""

    python: str
    django: str

    def __str__(self):
        return f"python{self.python}-django{self.django}"

    def supports(self, framework):
        """Return whether this Django includes a tasks framework, or can be used with it."""
        return framework != "django" or self.django != "5.2"


# The Pythons that each Django supports, according to the classifiers of its releases.
SUPPORTED = {
    "5.2": ["3.10", "3.11", "3.12", "3.13", "3.14"],
    "6.0": ["3.12", "3.13", "3.14"],
    "6.1": ["3.12", "3.13", "3.14", "3.15"],
}
PYTHONS = [*dict.fromkeys(python for pythons in SUPPORTED.values() for python in pythons)]

# Each Python with its newest Django, and each Django on its oldest and its newest Python.
VERSIONS = sorted(
    {Version(pythons[end], django) for django, pythons in SUPPORTED.items() for end in (0, -1)}
    | {Version(python, max(d for d in SUPPORTED if python in SUPPORTED[d])) for python in PYTHONS},
    key=lambda version: (PYTHONS.index(version.python), version.django),
)


@functools.cache
def interpreter(python):
    """Return the path of an interpreter such as "3.12", or None if none is found."""
    name = f"python{python}"
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    candidates = [
        sys.executable,
        shutil.which(name),
        *sorted(pyenv.glob(f"{python}.*/bin/{name}")),
    ]
    script = "import sys; print('%d.%d' % sys.version_info[:2], sys._base_executable)"
    for candidate in candidates:
        if candidate:
            found = subprocess.run(
                [candidate, "-c", script], capture_output=True, text=True, check=False
            )
            version, _, path = found.stdout.strip().partition(" ")
            if version == python:
                return path
    return None


def found():
    """Return the versions that can be tested on this machine."""
    return [version for version in VERSIONS if interpreter(version.python)]


def newest(framework):
    """Return the newest version found that supports the framework, or None."""
    return next((version for version in reversed(found()) if version.supports(framework)), None)


def module_of(framework):
    """Return the module of the framework that a package uses on the newest version found."""
    has_own = framework != "django-tasks" and newest(framework).supports("django")
    return "django.tasks" if has_own else "django_tasks"


def missing():
    """Return the versions that can't be tested on this machine."""
    return [version for version in VERSIONS if not interpreter(version.python)]


def python_of(version, *packages):
    """Return the Python of an environment with that Django, which is created if necessary."""
    name = "-".join([str(version), *(package.split(">")[0] for package in packages)])
    return python_with(name, version.python, f"django~={version.django}.0", *PACKAGES, *packages)


def python_with(name, python, *requirements, cache=CACHE):
    """Return the Python of the environment with that name, which is created if necessary.

    The requirements are arguments of ``uv pip install``. If they change, it's created again.
    """
    folder = cache / name
    path = folder / "bin" / "python"
    complete = folder / "complete"
    wanted = "\n".join(requirements)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{folder}.lock"):
        if not complete.exists() or complete.read_text() != wanted:
            uv("venv", "--clear", "--python", interpreter(python), folder)
            uv("pip", "install", "--compile-bytecode", "--python", path, *requirements)
            complete.write_text(wanted)
    return path


def clean_environment(**variables):
    """Return this process's environment without variables that would affect another project."""
    leaking = (
        # These make pytest show more of a failure.
        "BUILD_NUMBER", "CI",
        "VIRTUAL_ENV", "DJANGO_SETTINGS_MODULE", "TASKS_BACKEND", "TEST_CACHE_BACKEND",
        "TEST_CACHE_LOCATION", "TEST_CACHE_PREFIX", "TEST_DATABASE_NAME", "TEST_DATABASE_URL",
        "TEST_FOLDER", "TEST_THOROUGHLY",
        # These make the tests of a package with an engine start workers.
        "TEST_BROKER_URL", "TEST_REDIS_URL",
    )  # fmt: skip
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in leaking and not name.startswith(("PYTEST_", "PYTHON", "COV_"))
    }
    return {**kept, "PYTHONDONTWRITEBYTECODE": "1", **variables}


def run(*command, cwd=None, **variables):
    """Run a command with a clean environment, and return the completed process."""
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=clean_environment(**variables),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def write_command(path, script):
    """Write a shell script that can be run by its name if its folder is on the path."""
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def uv(*arguments):
    """Run uv, and fail with its error."""
    done = run(
        Path(sys.executable).with_name("uv"), "--quiet", *arguments, UV_PYTHON_DOWNLOADS="never"
    )
    assert done.returncode == 0, done.stderr


def install(python, package, folder):
    """Install a package without its dependencies in a folder to import it from."""
    uv("pip", "install", "--python", python, "--no-deps", "--target", folder, package)


def run_suite(project, python, *arguments, **variables):
    """Run the tests of a generated project from its source, and return the completed process."""
    return run(
        python, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments,
        cwd=project, PYTHONPATH=str(project / "src"), **variables,
    )  # fmt: skip
