"""If questions are added or renamed, old answers are kept, without prompts and without trust.

The example is that of CONTRIBUTING.md.
"""

from __future__ import annotations

import json
import re

import pytest
import yaml
from jinja2 import Template

from tests.lab.choices import defaults, each_of, some
from tests.lab.history import BIN, NEWEST, OLDER, History, content, edit, recorded
from tests.lab.rendering import COPIER, REPOSITORY, TOOLS
from tests.lab.terminal import answer_with_enter

ASKED = [question for question, entry in COPIER.items() if question[0] != "_" and "help" in entry]


def is_asked(question):
    """Return whether copier asks a question if the others have their defaults."""
    condition = Template(str(COPIER[question].get("when", True)))
    return condition.render(defaults()) == "True"


ASKED_BY_DEFAULT = [question for question in ASKED if is_asked(question)]


def example():
    """Return the question of the example in CONTRIBUTING.md."""
    text = (REPOSITORY / "CONTRIBUTING.md").read_text(encoding="utf-8")
    [block] = re.findall(r"^  ```yaml\n(.*?)^  ```$", text, re.DOTALL | re.MULTILINE)
    return yaml.safe_load(block)


def call_it_scope(folder):
    """Rename the question to its former name."""
    for path in folder.rglob("*"):
        if path.is_file() and ".git" not in path.relative_to(folder).parts:
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace("storage_scope", "scope"), encoding="utf-8")
            path.rename(path.with_name(path.name.replace("storage_scope", "scope")))


def carry_it_over(folder):
    """Add the example's default to the renamed question."""
    [(question, entry)] = example().items()
    assert question == "storage_scope"
    lines = "".join(f"  {key}: {json.dumps(value)}\n" for key, value in entry.items())
    last, following = f"  default: {COPIER[question]['default']}\n", "\nengine:"
    edit(folder / "copier.yml", (last + following, lines + following))


@pytest.fixture(scope="module")
def renamed(tmp_path_factory):
    """A history in which a question was renamed."""
    history = History(tmp_path_factory.mktemp("renamed"), call_it_scope)
    with history.environment():
        history.release(NEWEST, carry_it_over)
    return history


@pytest.mark.parametrize("renderer", each_of(0, 1, TOOLS))
def test_answer_to_a_renamed_question_is_carried_over(renamed, renderer):
    project = renamed.project(renderer, {"scope": "database"}, OLDER)
    assert recorded(project)["scope"] == "database"
    renamed.update(project)
    assert recorded(project)["storage_scope"] == "database"
    assert "scope" not in recorded(project)
    assert content(project) == renamed.fresh({"storage_scope": "database"})
    renamed.commit(project)
    renamed.update(project, {"storage_scope": "process"})
    assert content(project) == renamed.fresh({"storage_scope": "process"})


@pytest.mark.slow
def test_renamed_question_can_be_answered_anew_in_the_same_update(renamed):
    project = renamed.project("copier", {"scope": "database"}, OLDER)
    renamed.update(project, {"storage_scope": "cache"})
    assert content(project) == renamed.fresh({"storage_scope": "cache"})


@pytest.mark.slow
def test_new_projects_are_asked_by_the_new_name(renamed, tmp_path):
    with renamed.environment():
        copied = answer_with_enter(
            BIN / "copier", "copy", renamed.folder, tmp_path / "project", cwd=tmp_path
        )
    assert helped(copied) == ASKED_BY_DEFAULT
    assert recorded(tmp_path / "project")["storage_scope"] == "context"


@pytest.mark.parametrize(
    "arguments", some(0, 1, [([each], each) for each in ([], ["--skip-answered"])])
)
def test_renamed_question_is_not_asked_again(renamed, arguments):
    project = renamed.project("copier", {"scope": "thread"}, OLDER)
    with renamed.environment():
        said = answer_with_enter(BIN / "copier", "update", *arguments, cwd=project)
    expected = [] if arguments else [name for name in ASKED_BY_DEFAULT if name != "storage_scope"]
    assert helped(said) == expected
    assert content(project) == renamed.fresh({"storage_scope": "thread"})


def helped(said):
    """Return the questions whose help was shown."""
    return [question for question in ASKED if COPIER[question]["help"][:40] in said]


@pytest.mark.slow
def test_added_question_is_asked_alone(history):
    project = history.project("cookiecutter", {"storage_scope": "process"}, OLDER)
    with history.environment():
        said = answer_with_enter(BIN / "copier", "update", "--skip-answered", cwd=project)
    assert helped(said) == ["testing_tools"]
    assert recorded(project)["testing_tools"] is True
    assert recorded(project)["storage_scope"] == "process"


def test_added_question_gets_its_default_without_being_asked(history):
    project = history.project("copier", {}, OLDER)
    assert "testing_tools" not in recorded(project)
    history.command(project, "copier", "update", "--defaults")
    assert recorded(project)["testing_tools"] is True
