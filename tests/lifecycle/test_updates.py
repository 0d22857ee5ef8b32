"""Projects of every release can be updated, and `copier update` has the expected result.

The tests compare the resulting files, and look for unmerged paths in git and for `*.rej`, because
copier's exit code is always 0.
"""

from __future__ import annotations

import difflib
import itertools
import re

import pytest

from tests.lab.choices import CHOICES, each_of, in_turn, name, pairwise, some
from tests.lab.history import ANSWERS_FILE, NEWEST, OLDER, RELEASED, answers_of, content, git
from tests.lab.rendering import TOOLS

# The scope, the framework and the testing tools choose files. The other choices change lines.
FILES = ("storage_scope", "tasks_framework", "testing_tools")
LINES = [question for question in CHOICES if question not in FILES]
COVER = [*in_turn(pairwise(*FILES), *LINES)]
AWKWARD = {
    "project_slug": "dummy-backend",
    "project_name": "Say \"hi\" to {{ 7*7 }} 'é' 🎉",
    "project_description": "back\\slash, # hash, {% raw %}, key: value, a | b, <b>",
    "author_name": '"""\\',
    "repository_url": "https://example.org/~a/%20b",
}

RELEASES = [OLDER, *RELEASED]
FEW = 5


# Each set from each release. The renderers take turns, because their renders are equal.
SETS = [
    ([release, renderer, name(choices)], release, renderer, {**choices, **lines})
    for number, (choices, lines) in enumerate(itertools.zip_longest(COVER, [AWKWARD], fillvalue={}))
    for release, renderer in zip(RELEASES, itertools.cycle(TOOLS[:: 1 - 2 * (number % 2)]))
    # test_from_0_1 tests more updates from releases.
    if release not in RELEASED or number < FEW
]


def assert_merged(project):
    """Check that an update left no conflicts."""
    assert git(project, "ls-files", "--unmerged") == ""
    assert [path for path in content(project) if path.endswith(".rej")] == []


EDITED = ["README.md", "pyproject.toml", "src/dummy_backend/backend.py"]
REMOVED = ".pre-commit-config.yaml"
MINE = b"# What the author wrote.\n"


def with_edits(old, new):
    """Return two projects' files with the edits of an author: new lines, a new file, a removed file.

    A line is inserted where both have the most in common, so it doesn't conflict with the template.
    """
    edited = []
    for project, ours in ((old, 0), (new, 1)):
        files = {**project, "src/dummy_backend/broker.py": MINE}
        del files[REMOVED]
        for path in EDITED:
            lines = [each[path].splitlines(keepends=True) for each in (old, new)]
            same = difflib.SequenceMatcher(None, *lines, autojunk=False).find_longest_match()
            lines[ours].insert(same[ours] + same.size // 2, MINE)
            files[path] = b"".join(lines[ours])
        edited.append(files)
    return edited


def write(project, files):
    """Replace the content of a project with these files."""
    for path in content(project).keys() - files:
        (project / path).unlink()
    for path, data in files.items():
        (project / path).write_bytes(data)


@pytest.mark.parametrize("release, renderer, answers", some(len(RELEASES), 2, SETS))
def test_edits_of_the_author_are_kept(history, release, renderer, answers):
    """All other lines, and so a project without edits, are the same as in a fresh render."""
    project = history.project(renderer, answers, release)
    given = answers_of(project)
    before, after = with_edits(content(project), history.fresh(answers_of(project)))
    write(project, before)
    history.commit(project)
    history.update(project)
    assert_merged(project)
    assert answers_of(project).items() >= given.items()
    assert content(project) == after


def lines_that_change(old, new):
    """Return the number of a line that differs in the new text, for each file."""
    for path in sorted(old.keys() & new.keys() - {ANSWERS_FILE}):
        lines = old[path].decode().splitlines(), new[path].decode().splitlines()
        for tag, start, *_ in difflib.SequenceMatcher(None, *lines, autojunk=False).get_opcodes():
            if tag == "replace":
                yield path, start
                break


def resolved(text, side):
    """Return one side of a text with conflict markers: 0 is the author's, 1 the template's."""
    pattern = r"<<<<<<< before updating\n(.*?)=======\n(.*?)>>>>>>> after updating\n"
    return re.sub(pattern, lambda found: found[side + 1], text, flags=re.DOTALL)


@pytest.mark.parametrize("release, renderer, answers", some(1, 2, SETS[: FEW * len(RELEASES)]))
def test_edits_of_lines_that_changed_end_in_conflict_markers(history, release, renderer, answers):
    project = history.project(renderer, answers, release)
    fresh = history.fresh(answers_of(project))
    changed = dict(lines_that_change(content(project), fresh))
    assert changed or release in RELEASED
    mine = {}
    for path, number in changed.items():
        lines = (project / path).read_text(encoding="utf-8").splitlines(keepends=True)
        lines[number] = mine[path] = f"# what the author wrote in {path}\n"
        (project / path).write_text("".join(lines), encoding="utf-8")
    history.commit(project)

    history.update(project)
    assert set(re.findall(r"\t(.*)", git(project, "ls-files", "--unmerged"))) == mine.keys()
    for path, data in content(project).items():
        assert not path.endswith(".rej")
        assert resolved(data.decode(), 1).encode() == fresh[path], path
        assert mine.get(path, "") in resolved(data.decode(), 0), path


@pytest.mark.parametrize("renderer", each_of(1, 1, TOOLS))
def test_conflicts_are_rejects_if_asked_for(history, renderer):
    project = history.project(renderer, {}, OLDER)
    path = project / "src" / "dummy_backend" / "apps.py"
    path.write_text("# mine\n" + path.read_text().partition("\n")[2])
    history.commit(project)
    history.update(project, conflict="rej")
    assert "+# mine\n" in path.with_name("apps.py.rej").read_text()
    path.with_name("apps.py.rej").unlink()
    assert content(project) == history.fresh(answers_of(project))


def test_file_of_the_author_where_the_template_adds_one_is_a_conflict(history):
    project = history.project("copier", {}, OLDER)
    path = project / "src" / "dummy_backend" / "testing.py"
    path.write_text("# mine\n")
    history.commit(project)
    history.update(project)
    assert "dummy_backend/testing.py" in git(project, "ls-files", "--unmerged")
    assert resolved(path.read_text(), 0) == "# mine\n"
    fresh = history.fresh(answers_of(project))
    assert resolved(path.read_text(), 1).encode() == fresh["src/dummy_backend/testing.py"]


def test_edits_in_a_file_that_the_template_no_longer_has_are_pointed_out(history):
    """Copier removes such a file, and its message says how git shows the removed text."""
    project = history.project("copier", {}, OLDER)
    path = project / "src" / "dummy_backend" / "settings.py"
    path.write_text(path.read_text() + "\n# mine\n")
    history.commit(project)
    said = history.command(project, "copier", "update", "--defaults")
    [command] = re.findall(r"`(git diff .*?)`", said)
    assert "-# mine" in git(project, *command.split()[1:])
    assert content(project) == history.fresh(answers_of(project))


CHANGES = [
    # Each scope to another one at the same release, and many answers at once with an update.
    *(
        ([old, new, NEWEST], {"storage_scope": old}, {"storage_scope": new}, NEWEST)
        for old, new in itertools.pairwise(
            ["context", "database", "thread", "cache", "process", "database", "cache", "context"]
        )
    ),
    *(([n, OLDER], *pair, OLDER) for n, pair in enumerate(itertools.pairwise(COVER[:6]))),
    (
        ["names"],
        {},
        {"project_name": "Other", "project_slug": "other", "package_name": "other_tasks"},
        OLDER,
    ),
]
# The fast tests include these two.
CHANGES.sort(key=lambda values: values[0] not in (["context", "database", NEWEST], [0, OLDER]))


@pytest.mark.parametrize("old, new, release", some(1, 2, CHANGES))
def test_changed_answers_add_and_remove_files(history, old, new, release):
    project = history.project("copier", old, release)
    expected = {**answers_of(project), **new}
    history.update(project, new)
    assert_merged(project)
    assert answers_of(project).items() >= new.items()
    assert content(project) == history.fresh({"testing_tools": True, **expected})


BACK_AND_FORTH = [
    ([renderer, scope], renderer, {"storage_scope": scope})
    for scope, renderer in zip(["context", "cache"], TOOLS, strict=True)
]


@pytest.mark.parametrize("renderer, answers", some(0, 0, BACK_AND_FORTH))
def test_answers_can_be_changed_back_and_forth(history, renderer, answers):
    project = history.project(renderer, answers, NEWEST)
    answers = answers_of(project)
    others = {**answers, "storage_scope": "database", "license": "Proprietary"}
    before, after = with_edits(content(project), history.fresh(others))
    write(project, before)
    history.commit(project)
    for _ in range(2):
        for given, expected in ((others, after), (answers, before)):
            history.update(project, given)
            assert_merged(project)
            assert content(project) == expected
            history.commit(project)


def test_update_without_a_change_changes_nothing(history):
    project = history.project("copier", {}, NEWEST)
    write(project, with_edits(content(project), content(project))[0])
    history.commit(project)
    history.update(project)
    assert git(project, "status", "--porcelain") == ""


@pytest.mark.parametrize("scope", each_of(1, 1, ["context", "thread"]))
def test_claim_that_a_narrower_scope_cannot_keep_is_dropped(history, scope):
    answers = {"storage_scope": "process", "supports_get_result": True}
    project = history.project("copier", answers, NEWEST)
    history.update(project, {"storage_scope": scope})
    assert answers_of(project)["supports_get_result"] is False
    assert content(project) == history.fresh(answers_of(project))
