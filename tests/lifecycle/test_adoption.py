"""Follow the guide "Adopt the template in an existing project" as written."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.lab.choices import each_of
from tests.lab.environments import newest, python_of, run
from tests.lab.guides import Author, steps
from tests.lab.history import (
    ANSWERS_FILE,
    BIN,
    NEWEST,
    OLDER,
    RELEASED,
    History,
    answers_of,
    content,
    edit,
    git,
    recorded,
    rename_file,
    reword,
)
from tests.lab.rendering import REPOSITORY

GUIDE = (REPOSITORY / "docs" / "how-to" / "adopt.md").read_text(encoding="utf-8")
ADOPTED = Path(__file__).parent / "adopted"
RUFF = BIN / "ruff"


def slightly_older(folder):
    """Change some words and a name in the template in a folder."""
    reword(folder)
    rename_file(folder, "src/{{cookiecutter.package_name}}/options.py", "settings.py")


HAND_WRITTEN = {
    "acme-spool": ("django-tasks", []),
    "acme-journal": (
        "django",
        [
            ("Acme Spool", "Acme Journal"),
            ("acme_spool", "acme_journal"),
            ("SpoolBackend", "JournalBackend"),
            ("tasks_framework=django-tasks", "tasks_framework=django"),
            ("storage_scope=cache", "storage_scope=context"),
            ("supports_get_result=true", "supports_get_result=false"),
        ],
    ),
}
# Some of the mistakes that the contract tests find in them.
FOUND = {
    "acme-spool": [
        "test_keys_that_are_not_strings",
        "test_run_after_is_kept_or_rejected",
    ],
    "acme-journal": ["test_task_is_validated_again_as_it_is_enqueued", "test_signal_is_sent_once"],
}


@pytest.mark.parametrize("name", each_of(0, 1, HAND_WRITTEN))
def test_hand_written_backend_adopts_the_template(tmp_path, name):
    framework, names = HAND_WRITTEN[name]
    version = newest(framework)
    if version is None:
        pytest.skip(f"no Python is found for {framework}")
    python = python_of(version)
    history = History(tmp_path, slightly_older)
    with history.environment():
        git(history.folder, "tag", "--delete", NEWEST, *RELEASED)
    project = history.start(shutil.copytree(ADOPTED / name / "before", tmp_path / name))
    before = run(
        python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--ds=tests.settings",
        cwd=project, PYTHONPATH=project,
    )  # fmt: skip
    assert before.returncode == 0, before.stdout
    author = Author(history, project, python, names)

    for commands in steps(GUIDE, "Generate the package"):
        author.do(commands)
    assert recorded(project)["_commit"] == OLDER
    replaced = author.do(steps(GUIDE, "Restore your files")[0])
    assert {"README.md", "pyproject.toml", "tests/settings.py"} <= set(
        re.findall(r"^ (\S+) +\|", replaced, re.MULTILINE)
    )
    author.do(steps(GUIDE, "Restore your files")[1])
    after = ADOPTED / name / "after"
    own = [path.relative_to(after) for path in after.rglob("*.py")]
    mended = next(path for path in own if path.name in ("backends.py", "journal.py"))
    for path in own:
        if path != mended:
            shutil.copy(after / path, project / path)
    edit(project / "pyproject.toml", ('version = "0.1.0"', 'version = "1.4.0"'))

    contract, finish = steps(GUIDE, "Run the contract tests")
    failed = author.do(contract, fails=True)
    for test in FOUND[name]:
        assert f"::{test}" in failed
    shutil.copy(after / mended, project / mended)
    assert " passed" in author.do(finish)
    for command in (["format", "--check"], ["check"]):
        done = run(RUFF, *command, "--no-cache", project)
        assert done.returncode == 0, done.stdout

    # The next release.
    mine = {path: (project / path).read_bytes() for path in [*own, Path("README.md")]}
    with history.environment():
        history.release(NEWEST)
    update, resolve = steps(GUIDE, "Update the project")
    author.do(update)
    assert recorded(project)["_commit"] == NEWEST
    assert set(re.findall(r"\t(.*)", git(project, "ls-files", "--unmerged"))) <= {"README.md"}
    author.do(resolve)
    assert not git(project, "ls-files", "--unmerged")
    # The template has changed the first line of the settings.
    settings = Path("tests/settings.py")
    mine[settings] = mine[settings].replace(b'tests, in short."""', b'tests."""')
    assert {path: (project / path).read_bytes() for path in mine} == mine
    assert not (project / "tests" / "names.py").exists()
    assert not (project / "tests" / "test_backend.py").exists()
    assert " passed" in author.do("uv run pytest")


@pytest.mark.parametrize(
    "edited",
    [
        pytest.param(False, id="as rendered", marks=pytest.mark.slow),
        pytest.param(True, id="edited before"),
    ],
)
def test_package_without_complete_answers_becomes_updatable(tmp_path, edited):
    history = History(tmp_path)
    answers = {"project_name": "Acme Tasks", "backend_class": "AcmeBackend"}
    project = history.project("cookiecutter", answers, OLDER)

    def edit_early(project):
        with (project / "CHANGELOG.md").open("a") as changelog:
            changelog.write("Mine, before the first commit.\n")
        (project / ".pre-commit-config.yaml").unlink()

    def edit_late(project):
        (project / "src" / "acme_tasks" / "broker.py").write_text('"""Mine."""\n')
        edit(project / "README.md", ("\n## Installation\n", "\nMine.\n\n## Installation\n"))

    if edited:
        edit(project / ANSWERS_FILE, (f'_commit: "{OLDER}"\n', ""))
        edit_early(project)
    else:
        (project / ANSWERS_FILE).unlink()
    with history.environment():
        git(project, "add", "--all")
        git(project, "commit", "--amend", "--quiet", "--no-edit")
    edit_late(project)
    history.commit(project)

    author = Author(history, project, "python", [("v0.1.0", OLDER)])
    record, update = steps(GUIDE, "Add an answers file to a generated package")
    shown = re.findall(r"^[ ?AMD]{2} \S+$", author.do(record), re.MULTILINE)
    early = [f" M {ANSWERS_FILE}", " M CHANGELOG.md", "?? .pre-commit-config.yaml"]
    assert shown == (early if edited else [f"?? {ANSWERS_FILE}"])
    author.do(update)
    assert not git(project, "ls-files", "--unmerged")
    fresh = history.project("cookiecutter", answers_of(project), NEWEST)
    if edited:
        edit_early(fresh)
    edit_late(fresh)
    assert content(project) == content(fresh)
