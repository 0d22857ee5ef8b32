"""Releases: the checks, the changed files, and the published notes."""

from __future__ import annotations

import json
import re
import shutil
import sys

import pytest
import release

from tests.lab.environments import run
from tests.lab.history import git
from tests.lab.parsing import toml
from tests.lab.rendering import COOKIECUTTER, REPOSITORY

NOTES = """\
# Changelog

## [Unreleased]

### Added

- What is new, with `code`
  and a second line.

## [0.9.0] - 2026-01-02

### Fixed

- What was wrong.
"""


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """Return a repository whose newest release is 0.9.0."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    (tmp_path / "gitconfig").write_text("[user]\n\tname = Ada\n\temail = ada@example.org\n")
    root = tmp_path / "repository"
    git(tmp_path, "init", "--quiet", "--initial-branch=main", root)
    for name in ("cookiecutter.json", *release.RECORDED):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(REPOSITORY / name, root / name)
    (root / "CHANGELOG.md").write_text(NOTES)
    commit(root)
    for tag in ("v0.9.0", "v0.8.12", "v0.10.0rc1", "nightly"):
        git(root, "tag", tag)
    return root


def commit(root):
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--allow-empty", "--message", "As it is")


def state(root):
    """Return the commit, the tags and the uncommitted changes."""
    return [git(root, *command.split()) for command in ("rev-parse HEAD", "tag", "diff HEAD")]


def refusal(root, version):
    """Return the reason that a version isn't released, and check that nothing has changed."""
    before = state(root)
    with pytest.raises(SystemExit) as exited:
        release.make(root, version)
    assert state(root) == before
    return str(exited.value)


def recorded(root):
    """Return the releases that each file names."""
    return {
        name: re.findall(place, (root / name).read_text(encoding="utf-8"), re.MULTILINE)
        for name, place in release.RECORDED.items()
    }


def test_all_files_name_the_same_release():
    version = toml((REPOSITORY / "pyproject.toml").read_bytes())["project"]["version"]
    assert recorded(REPOSITORY) == {key: [version] for key in release.RECORDED}


def test_release_moves_the_notes_records_the_version_and_tags(repository):
    said = release.make(repository, "0.10.0")
    changelog = (repository / "CHANGELOG.md").read_text()
    head, first, second = re.split(r"^## \[0.*$\n", changelog, flags=re.MULTILINE)
    assert head == "# Changelog\n\n## [Unreleased]\n\n"
    assert first == "\n### Added\n\n- What is new, with `code`\n  and a second line.\n\n"
    assert second == "\n### Fixed\n\n- What was wrong.\n"
    assert re.search(r"^## \[0\.10\.0\] - \d{4}-\d\d-\d\d$", changelog, re.MULTILINE)
    assert toml((repository / "pyproject.toml").read_bytes())["project"]["version"] == "0.10.0"
    assert recorded(repository) == {key: ["0.10.0"] for key in release.RECORDED}
    assert git(repository, "describe") == "v0.10.0"
    assert git(repository, "show", "--name-only", "--format=%s").split("\n") == [
        "Release 0.10.0", "", "CHANGELOG.md", "README.md", "docs/how-to/update.md", "pyproject.toml",
    ]  # fmt: skip
    assert git(repository, "status", "--porcelain") == ""
    assert "git push --atomic origin main v0.10.0" in said
    assert release.notes(repository, "v0.10.0").split("\n")[:2] == [
        "### Added", "- What is new, with `code`",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "version", ["", "1.0", "v1.0.0", "1.0.0rc1", "1.0.0\n", "01.0.0", "1.0.0; rm", "1.0.0.dev1"]
)
def test_version_that_is_not_three_numbers_is_rejected(repository, version):
    assert refusal(repository, version).startswith("VERSION must be three numbers such as 1.2.3")


@pytest.mark.parametrize("version", ["0.9.0", "0.8.13"])
def test_version_that_is_not_above_the_newest_is_rejected(repository, version):
    assert refusal(repository, version) == (
        f"VERSION must be above 0.9.0, the newest release, not {version}."
    )


def test_branch_is_main(repository):
    git(repository, "switch", "--quiet", "--create", "topic")
    assert refusal(repository, "1.0.0") == "Releases are made on the branch main, not on topic."
    git(repository, "switch", "--quiet", "--detach")
    assert refusal(repository, "1.0.0").endswith("not on no branch.")


def test_everything_is_committed(repository):
    (repository / "new").touch()
    assert refusal(repository, "1.0.0").startswith("There are changes that are not committed")


def test_there_are_notes(repository):
    release.make(repository, "0.10.0")
    assert refusal(repository, "1.0.0").startswith("CHANGELOG.md has no notes below [Unreleased]")


CHANGES = {
    "a rename": (lambda questions: questions.update(scope=questions.pop("storage_scope")), 0),
    "a removal": (lambda questions: questions.pop("testing_tools"), 0),
    "another default": (lambda questions: questions.update(backend_class="Backend"), 0),
    "another type": (lambda questions: questions.update(testing_tools=1), 0),
    "another first choice": (lambda questions: questions["license"].reverse(), 0),
    "a choice fewer": (lambda questions: questions["license"].pop(), 0),
    "another order": (
        lambda questions: questions.update(project_name=questions.pop("project_name")),
        0,
    ),
    "a choice more": (lambda questions: questions["license"].append("ISC"), 1),
    "a new question": (lambda questions: questions.update(docs=True), 1),
    "a new rule": (lambda questions: questions.update(_rules={}), 2),
}


@pytest.mark.parametrize("change, place", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("newest", ["0.9.0", "2.1.0"])
def test_questions_that_changed_need_a_release_that_says_so(repository, change, place, newest):
    git(repository, "tag", "--force", f"v{newest}")
    questions = json.loads((repository / "cookiecutter.json").read_text())
    change(questions)
    (repository / "cookiecutter.json").write_text(json.dumps(questions))
    commit(repository)
    first, second, third = release.numbers(newest)
    versions = [f"{first + 1}.0.0", f"{first}.{second + 1}.0", f"{first}.{second}.{third + 1}"]
    # Before 1.0.0, the second number has the meaning of the first one.
    enough = min(place + (first == 0), 2)
    for version in versions[enough + 1 :]:
        assert refusal(repository, version).startswith(f"The questions of v{newest} have changed")
    release.make(repository, versions[enough])


def test_release_whose_tag_is_missing_is_a_commit(repository):
    """The body, and subjects that only begin with the version, don't count."""
    for message in (
        "Release 0.10.2",
        "Release 0.11",
        "Release 0.12.0 later",
        "No\n\nRelease 0.13.0",
    ):
        git(repository, "commit", "--quiet", "--allow-empty", "--message", message)
    assert [*release.releases(repository)] == [(0, 8, 12), (0, 9, 0), (0, 10, 2)]
    assert refusal(repository, "0.10.1").startswith("VERSION must be above 0.10.2, the newest")
    (repository / "cookiecutter.json").write_text("{}")
    commit(repository)
    assert refusal(repository, "0.10.3").startswith("The questions of v0.10.2 have changed")
    git(repository, "tag", "v0.10.2", "HEAD")
    release.make(repository, "0.10.3")


def test_release_needs_the_commits_that_others_have_pushed(repository, tmp_path):
    git(tmp_path, "clone", "--quiet", repository, "other")
    git(repository, "remote", "add", "origin", tmp_path / "other")
    git(repository, "fetch", "--quiet", "origin")
    commit(tmp_path / "other")
    git(tmp_path / "other", "tag", "v1.0.0")
    assert list(release.objections(repository, "0.10.0")) == [
        "The branch main of origin has commits that are not here: pull them.",
        "VERSION must be above 1.0.0, the newest release, not 0.10.0.",
    ]


def test_rejected_tag_leaves_no_commit(repository):
    git(repository, "config", "tag.gpgSign", "true")
    git(repository, "config", "gpg.program", "false")
    assert refusal(repository, "1.0.0").startswith("git tag failed:")
    assert git(repository, "status", "--porcelain") == ""


def test_rejected_release_changes_nothing(repository):
    hook = repository / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho no >&2\nexit 1\n")
    hook.chmod(0o755)
    assert refusal(repository, "1.0.0") == "git commit failed: no"
    assert git(repository, "status", "--porcelain") == ""


def test_notes_of_another_tag_are_an_error(repository):
    with pytest.raises(SystemExit, match=r"CHANGELOG.md has no notes for 7\.0\.0\."):
        release.notes(repository, "v7.0.0")


def test_notes_of_this_repository_can_be_read():
    """The notes of each release, and of the next one, unless they were just moved."""
    releases = release.keepachangelog.to_dict(REPOSITORY / "CHANGELOG.md", show_unreleased=True)
    version = toml((REPOSITORY / "pyproject.toml").read_bytes())["project"]["version"]
    assert {"unreleased", version} & releases.keys()
    assert all(release.numbers(name) for name in releases.keys() - {"unreleased"})


def test_command_reports_the_problem():
    done = run(sys.executable, REPOSITORY / "tools" / "release.py", "check", "next")
    assert done.returncode == 1
    assert done.stderr == "VERSION must be three numbers such as 1.2.3, not 'next'.\n"


def test_questions_of_the_template_are_compared():
    assert release.questions(json.dumps(COOKIECUTTER)).keys() == {
        name for name in COOKIECUTTER if name[0] != "_"
    }
