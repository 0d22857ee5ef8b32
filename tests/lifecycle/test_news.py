"""Authors of projects are notified of a new release of the template."""

from __future__ import annotations

import re
import shlex

import pytest
import yaml
from packaging.version import Version

from tests.lab.environments import clean_environment, run, write_command
from tests.lab.history import ANSWERS_FILE, BIN, NEWEST, OLDER, URL, edit, recorded

# It prints what GitHub's command does, from a list of titles in a file.
GH = """\
set -e
test "$GH_TOKEN" = secret
test "$1" = issue
case $2 in
  list)
    test "$3 $4 $5" = "--state all --search" && test "$7 $8 $9" = "--json title --jq"
    cat "$ISSUES"
    ;;
  create) test "$3" = --title && test "$5" = --body && echo "$4" >> "$ISSUES"; echo "$6" ;;
esac
"""


@pytest.fixture
def run_workflow(history, tmp_path):
    """Return a function that runs the script of a project's workflow and returns the issues."""
    write_command(tmp_path / "gh", GH)
    write_command(tmp_path / "uvx", f'exec "{BIN}/$@"')
    issues = tmp_path / "issues"
    issues.write_text("Release 7 of the template is not this one\n")

    def run_workflow(project):
        path = project / ".github" / "workflows" / "template.yml"
        [job] = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"].values()
        script = job["steps"][-1]["run"]
        with history.environment():
            done = run(
                "bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script, cwd=project,
                PATH=f"{tmp_path}:{clean_environment()['PATH']}", ISSUES=issues, **{**job["steps"][-1]["env"], "GH_TOKEN": "secret"},
            )  # fmt: skip
        return done.returncode, done.stdout + done.stderr, issues.read_text().splitlines()[1:]

    return run_workflow


def test_workflow_opens_one_issue_about_a_newer_release(history, run_workflow):
    project = history.project("cookiecutter", {}, OLDER)
    title = f"Release {NEWEST.removeprefix('v')} of the template"
    code, said, issues = run_workflow(project)
    assert (code, issues) == (0, [title]), said
    assert "run `uvx copier update`" in said
    code, said, issues = run_workflow(project)
    assert (code, issues) == (0, [title]), said


def test_workflow_opens_no_issue_about_the_current_release(history, run_workflow):
    code, said, issues = run_workflow(history.project("copier", {}, NEWEST))
    assert (code, issues) == (0, []), said


@pytest.mark.parametrize(
    "address",
    ["/home/ada/template", "C:\\\\ada", "~/template", "git+file:///a", "git@github.com:ada/a.git"],
)
def test_workflow_does_not_look_where_it_cannot(history, run_workflow, address):
    """The address is a folder of another machine, or needs a key."""
    project = history.project("copier", {}, OLDER)
    edit(project / ANSWERS_FILE, (f'"{URL}"', f'"{address}"'))
    code, said, issues = run_workflow(project)
    assert (code, issues) == (0, []), said
    assert said.startswith("::notice::")


def test_workflow_fails_if_the_release_is_not_known(history, run_workflow):
    project = history.project("copier", {}, OLDER)
    edit(project / ANSWERS_FILE, (f'_commit: "{OLDER}"\n', ""))
    code, said, issues = run_workflow(project)
    assert (code != 0, issues) == (True, [])
    assert "Cannot check" in said


@pytest.mark.parametrize("name", [".copier-answers.tasks.yml", "it's $(mine).yml"])
def test_answers_file_of_another_name_is_found(history, run_workflow, name):
    project = history.project("copier", {}, OLDER, answers_file=name)
    title = f"Release {NEWEST.removeprefix('v')} of the template"
    code, said, issues = run_workflow(project)
    assert (code, issues) == (0, [title]), said
    readme = (project / "README.md").read_text(encoding="utf-8")
    assert f"\nuvx copier update --answers-file {shlex.quote(name)}\n" in readme


def test_renovate_finds_the_answers_file(history):
    """Its manager for copier needs certain file names, and addresses that git understands."""
    project = history.project("cookiecutter", {}, OLDER)
    renovate = project / "renovate.json"
    done = run(BIN / "check-jsonschema", "--builtin-schema", "vendor.renovate", renovate)
    assert done.returncode == 0, done.stdout
    assert re.fullmatch(r"\.copier-answers(\..+)?\.ya?ml", ANSWERS_FILE)
    template = recorded(project)
    assert template["_src_path"].startswith("https://")
    assert str(Version(template["_commit"])) == OLDER.removeprefix("v")
