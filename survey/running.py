"""Run the contract tests against a backend, in its own project and environment."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from pathlib import Path

from tests.lab import servers
from tests.lab.environments import python_with, run
from tests.lab.rendering import FOLDER, REPOSITORY, Renderer, copy_template

from .subjects import PYTHON, TOOLS

CACHE = REPOSITORY / ".cache" / "survey"
HERE = Path(__file__).parent
CONTRACT = FOLDER / "tests" / "contract"


class SurveyError(Exception):
    """The tests didn't run to the end."""


def examine(subject):
    """Run the suite against a backend, and return its outcome."""
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder)
        (project / "tests").mkdir()
        requirements = [*TOOLS, *subject.requirements]
        if subject.answers:
            package = generated(subject, project / "generated")
            requirements.append(str(package))
            shutil.copy(package / "tests" / "worker.py", project / "tests")
        python = python_with(subject.name, PYTHON, *dict.fromkeys(requirements), cache=CACHE)
        return run_suite(subject, python, project)


def generated(subject, folder):
    """Render a package with the answers of a subject, and return its folder."""
    renderer = Renderer(copy_template(folder / "template"), folder / "renders")
    return renderer.copier(
        {"tasks_framework": "django", "supports_get_result": True, **subject.answers}
    )


def run_suite(subject, python, project):
    """Run the suite in a project that has the settings of a subject, and return its outcome."""
    (project / "tests" / "__init__.py").touch()
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(CONTRACT, project / "tests" / "contract", ignore=ignored)
    shutil.copytree(HERE / "backends", project / "backends", ignore=ignored)
    shutil.copy(HERE / "outcome.py", project / "survey_outcome.py")
    (project / "pytest.ini").write_text("[pytest]\n")
    path = CACHE / f"{subject.name}.json"
    path.unlink(missing_ok=True)
    done = run(
        python, "-m", "pytest", "-q", "--tb=long", "-rN", "-p", "survey_outcome", "--timeout=120",
        "-p", "no:cacheprovider", "tests/contract",
        cwd=project,
        DJANGO_SETTINGS_MODULE=f"backends.{subject.settings}",
        PYTHONPATH=str(project),
        SURVEY_FOLDER=str(project),
        SURVEY_OUTCOME=str(path),
        **servers.addresses(),
    )  # fmt: skip
    (CACHE / f"{subject.name}.log").write_text(done.stdout + done.stderr, encoding="utf-8")
    outcome = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    if done.returncode not in (0, 1) or not outcome.get("complete"):
        said = (done.stdout + done.stderr)[-2000:]
        raise SurveyError(f"The suite of {subject.name} didn't run to its end:\n{said}")
    return assessed(subject, outcome)


def assessed(subject, outcome):
    """Return an outcome without the rules that are kept although their tests fail."""
    if mended := [id_ for id_ in subject.unassessed if id_ not in outcome["broken"]]:
        raise SurveyError(
            f"The tests of {', '.join(mended)} don't fail with {subject.name} any more: "
            "remove them from survey/unassessed.py."
        )
    broken = [id_ for id_ in outcome["broken"] if id_ not in subject.unassessed]
    return outcome | {"broken": broken}


def kept_outcome(subject):
    """Return the outcome of the latest run against a backend."""
    path = CACHE / f"{subject.name}.json"
    if not path.exists():
        raise SurveyError(f"{subject.name} hasn't been examined yet.")
    return assessed(subject, json.loads(path.read_text(encoding="utf-8")))


def missing_servers(subjects):
    """Return the variables of servers that subjects need, and that aren't set."""
    needed = dict.fromkeys(server for subject in subjects for server in subject.servers)
    return [server for server in needed if not os.environ.get(server)]
