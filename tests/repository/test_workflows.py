"""The workflows of the repository and of generated packages are valid, safe and pinned."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import refresh_pins

from tests.lab.environments import run
from tests.lab.rendering import FOLDER, REPOSITORY

BIN = Path(sys.executable).parent


@pytest.fixture(params=["the repository", "django-tasks", "django", "both", "Proprietary"])
def checked(request, render):
    """Return a folder with the workflows of the repository, and of different renders."""
    if request.param == "the repository":
        return REPOSITORY
    question = "license" if request.param == "Proprietary" else "tasks_framework"
    return render(**{question: request.param})


def test_workflows_are_valid(checked):
    workflows = sorted((checked / ".github" / "workflows").glob("*.yml"))
    done = run(BIN / "check-jsonschema", "--builtin-schema", "vendor.github-workflows", *workflows)
    assert done.returncode == 0, done.stdout


def test_workflows_pass_the_security_linter(checked):
    done = run(
        BIN / "zizmor", "--offline", "--no-progress", "--min-severity", "medium",
        checked / ".github",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_every_pin_is_one_that_can_be_refreshed():
    for path in refresh_pins.workflows(REPOSITORY / ".github") + refresh_pins.workflows(FOLDER):
        text = path.read_text(encoding="utf-8")
        assert len(refresh_pins.PIN.findall(text)) == len(re.findall(r"uses:", text)) > 0


def test_pins_are_refreshed_to_the_newest_release_everywhere(tmp_path, monkeypatch):
    """The repository of the action is on this machine."""
    action = tmp_path / "github" / "acme" / "action"
    git = ["git", "-C", action, "-c", "user.name=x", "-c", "user.email=x@example.org"]
    action.mkdir(parents=True)
    subprocess.run([*git, "init", "-q"], check=True)
    for tag in ("v1.9.0", "v1.10.0", "v2-beta", "v1.2.0"):
        subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", tag], check=True)
        annotate = ["-a", "-m", tag] if tag == "v1.10.0" else []
        subprocess.run([*git, "tag", *annotate, tag], check=True)
    newest = run("git", "-C", action, "rev-parse", "v1.10.0^{commit}").stdout.strip()

    checkout = tmp_path / "checkout"
    for folder in (".github", "{{cookiecutter.x}}/.github"):
        (checkout / folder / "workflows").mkdir(parents=True)
        workflow = checkout / folder / "workflows" / "{% if x %}y.yml{% endif %}"
        workflow.write_text(f"- uses: acme/action@{'0' * 40} # v1.2.0\n")

    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", f"url.{tmp_path / 'github'}/.insteadOf")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "https://github.com/")
    assert refresh_pins.refresh(checkout) == ["acme/action: v1.2.0 -> v1.10.0"]
    for workflow in refresh_pins.workflows(checkout):
        assert workflow.read_text() == f"- uses: acme/action@{newest} # v1.10.0\n"
    assert refresh_pins.refresh(checkout) == []
    shutil.rmtree(action / ".git" / "refs" / "tags")
    (action / ".git" / "packed-refs").unlink(missing_ok=True)
    with pytest.raises(SystemExit, match="acme/action has no release"):
        refresh_pins.refresh(checkout)
