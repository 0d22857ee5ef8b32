"""The author of a project hears of a new release of the template."""

from __future__ import annotations

import re

import pytest
import yaml

from .environments import clean_environment, run
from .history import ANSWERS_FILE, BIN, NEWEST, OLDER, URL, History, edit, recorded

# It answers as GitHub's command does, from a list of titles in a file.
GH = """\
#!/bin/sh -e
test "$GH_TOKEN" = secret
test "$1" = issue
case $2 in
  list) cat "$ISSUES" ;;
  create) test "$3" = --title && test "$5" = --body && echo "$4" >> "$ISSUES"; echo "$6" ;;
esac
"""


@pytest.fixture(scope="module")
def history(tmp_path_factory):
    return History(tmp_path_factory.mktemp("news"))


@pytest.fixture
def run_workflow(history, tmp_path):
    """Return a function that runs the script of a project's workflow; it returns the issues."""
    (tmp_path / "gh").write_text(GH)
    (tmp_path / "uvx").write_text(f'#!/bin/sh\nexec "{BIN}/$@"\n')
    for tool in ("gh", "uvx"):
        (tmp_path / tool).chmod(0o755)
    issues = tmp_path / "issues"
    issues.write_text("Release 7 of the template is not this one\n")

    def run_workflow(project):
        path = project / ".github" / "workflows" / "template.yml"
        [job] = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"].values()
        script = job["steps"][-1]["run"]
        with history.environment():
            done = run(
                "bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script, cwd=project,
                PATH=f"{tmp_path}:{clean_environment()['PATH']}", ISSUES=issues, GH_TOKEN="secret",
            )  # fmt: skip
        return done.returncode, done.stdout + done.stderr, issues.read_text().splitlines()[1:]

    return run_workflow


def test_workflow_opens_one_issue_about_a_newer_release(history, run_workflow):
    project = history.project("cookiecutter", {}, OLDER)
    title = f"Release {NEWEST.removeprefix('v')} of the template"
    code, said, issues = run_workflow(project)
    assert (code, issues) == (0, [title]), said
    assert "`uvx copier update`" in said
    code, said, issues = run_workflow(project)
    assert (code, issues) == (0, [title]), said


def test_workflow_opens_none_about_the_release_that_is_there(history, run_workflow):
    code, said, issues = run_workflow(history.project("copier", {}, NEWEST))
    assert (code, issues) == (0, []), said


def test_workflow_looks_for_no_folder_of_another_machine(history, run_workflow):
    project = history.project("copier", {}, OLDER)
    edit(project / ANSWERS_FILE, (f'"{URL}"', '"/home/ada/dummybackend"'))
    code, said, issues = run_workflow(project)
    assert (code, issues) == (0, []), said
    assert said.startswith("::notice::")


def test_workflow_fails_if_the_release_is_not_known(history, run_workflow):
    project = history.project("copier", {}, OLDER)
    edit(project / ANSWERS_FILE, (f'_commit: "{OLDER}"\n', ""))
    code, said, issues = run_workflow(project)
    assert (code != 0, issues) == (True, [])
    assert "Cannot check" in said


def test_commands_name_the_answers_file_if_it_has_another_name(history):
    project = history.project("copier", {}, NEWEST, answers_file=".copier-answers.tasks.yml")
    workflow = (project / ".github" / "workflows" / "template.yml").read_text(encoding="utf-8")
    option = "--answers-file .copier-answers.tasks.yml"
    assert f"copier check-update {option} --output-format json" in workflow
    assert "'^_src_path: \"/' .copier-answers.tasks.yml" in workflow
    readme = (project / "README.md").read_text(encoding="utf-8")
    assert f"\nuvx copier update {option}\n" in readme


def test_renovate_finds_what_it_needs(history):
    """Its manager for copier takes files of such names, and addresses that git understands."""
    project = history.project("cookiecutter", {}, OLDER)
    renovate = project / "renovate.json"
    done = run(BIN / "check-jsonschema", "--builtin-schema", "vendor.renovate", renovate)
    assert done.returncode == 0, done.stdout
    assert re.fullmatch(r"\.copier-answers(\..+)?\.ya?ml", ANSWERS_FILE)
    assert recorded(project)["_src_path"] == URL
    assert URL.startswith("https://")
    assert recorded(project)["_commit"] == OLDER
