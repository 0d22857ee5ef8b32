"""The survey: each backend has settings, and the page agrees with the pins and the rules."""

from __future__ import annotations

import ast
import re
import sys

import pytest

from survey.page import PAGE, page, section
from survey.running import SurveyError, assessed
from survey.subjects import SUBJECTS
from survey.unassessed import UNASSESSED
from tests.lab.environments import run
from tests.lab.rendering import FOLDER, REPOSITORY

BACKENDS = REPOSITORY / "survey" / "backends"
TEXT = PAGE.read_text(encoding="utf-8")
ROW = re.compile(r"^\| \[(?P<name>[\w-]+)\]\(#[\w-]+\) \| (?P<cells>.*) \|$", re.MULTILINE)
LISTED = re.compile(r"^- (TC\d+) (MUST|SHOULD): (.*)$", re.MULTILINE)
# Those that come with a tasks framework, or from this template.
FRAMEWORKS_AND_OWN = {
    "django-dummy", "django-immediate", "django-tasks-dummy", "django-tasks-immediate",
    "generated-process", "generated-database",
}  # fmt: skip
OUTCOME = {
    "backend": "acme.Backend",
    "python": "3.13.0",
    "django": "6.1.3",
    "servers": {"Redis": "8.0"},
    "declared": {"SCOPE": "shared"},
    "rules": {"TC101": ["MUST", "One."], "TC102": ["SHOULD", "Two."], "TC103": ["MUST", "Three."]},
    "kept": ["TC101"],
    "broken": ["TC102"],
}


def rules():
    """Return the level and the sentence of each rule of the contract."""
    source = (FOLDER / "tests" / "contract" / "rules.py").read_text(encoding="utf-8")
    return {
        call.args[0].value: (call.func.id.upper(), call.args[1].value)
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in ("must", "should")
    }


def rows():
    """Return the cells of the rows of the published table, by backend."""
    return {row["name"]: row["cells"].split(" | ") for row in ROW.finditer(TEXT)}


@pytest.mark.parametrize("subject", SUBJECTS.values(), ids=lambda subject: subject.name)
def test_each_backend_has_settings(subject):
    tree = ast.parse((BACKENDS / f"{subject.settings}.py").read_text(encoding="utf-8"))
    assigned = {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    assert {"DATABASES", "TASKS", "TASKS_CONTRACT"} <= assigned


def test_page_has_the_backends_and_versions_that_are_pinned():
    pinned = {name: subject.version for name, subject in SUBJECTS.items()}
    assert {name: cells[0] for name, cells in rows().items()} == pinned


def test_versions_are_pinned():
    for subject in SUBJECTS.values():
        for requirement in subject.requirements:
            assert re.fullmatch(r"[\w-]+==[\d.]+", requirement), requirement


def test_guide_uses_the_versions_that_are_pinned():
    text = (REPOSITORY / "docs/how-to/contract-published.md").read_text(encoding="utf-8")
    used = set(re.findall(r"--with ([\w-]+==[\d.]+)", text))
    pinned = {each for subject in SUBJECTS.values() for each in subject.requirements}
    assert used
    assert used <= pinned


def test_page_lists_rules_of_the_contract():
    listed = {id_: (level, sentence) for id_, level, sentence in LISTED.findall(TEXT)}
    assert listed
    assert listed.items() <= rules().items()


def test_unassessed_are_rules_and_backends():
    assert UNASSESSED.keys() <= SUBJECTS.keys()
    assert {id_ for ids in UNASSESSED.values() for id_ in ids} <= rules().keys()


@pytest.mark.parametrize("name", SUBJECTS)
def test_table_counts_the_listed_rules(name):
    cells = rows()[name]
    part = TEXT.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
    levels = [level for _, level, _ in LISTED.findall(part)]
    assert [str(levels.count(level)) for level in ("MUST", "SHOULD")] == cells[2:4]
    assert sum(map(int, cells[1:])) == len(rules())


def broken():
    """Return the ids of the rules that each published backend breaks."""
    parts = [part.partition("\n") for part in TEXT.split("\n## ")[1:]]
    return {
        name: [id_ for id_, *_ in LISTED.findall(part)]
        for name, _, part in parts
        if name not in FRAMEWORKS_AND_OWN
    }


def quoted(path, pattern):
    """Return the numbers that a document quotes."""
    text = " ".join((REPOSITORY / path).read_text(encoding="utf-8").split())
    [match] = re.finditer(pattern, text)
    return [*map(int, match.groups())]


def test_readme_and_explanation_quote_the_page():
    counts = [len(ids) for ids in broken().values()]
    expected = [len(counts), min(counts), max(counts)]
    ran = r"against (\d+) published backends, .* between (\d+) and (\d+)"
    assert quoted("README.md", rf"{ran} rules") == expected
    assert quoted("README.md", r"check (\d+) rules") == [len(rules())]
    assert quoted("docs/explanation/contract.md", rf"{ran} of the (\d+)") == [
        *expected,
        len(rules()),
    ]


def test_explanation_quotes_the_most_frequent_mistakes():
    text = (REPOSITORY / "docs/explanation/contract.md").read_text(encoding="utf-8")
    mistakes = {
        "SystemExit": "TC811",
        "receiver": "TC837",
        "malformed": "TC303",
        "isn't JSON": "TC810",
    }
    for words, rule in mistakes.items():
        number = sum(rule in ids for ids in broken().values())
        assert re.search(rf"^- .*{words}.*\({number}( backends)?\)\.$", text, re.MULTILINE), words


def test_page_shows_the_outcomes(monkeypatch):
    subject = SUBJECTS["huey"]
    monkeypatch.setitem(UNASSESSED, "huey", {"TC103": "why"})
    written = page("2026-11-29", [(subject, OUTCOME)])
    assert f"| [huey](#huey) | {subject.version} | 1 | 0 | 1 | 1 |" in written
    assert "Versions: Python 3.13.0, Django 6.1.3, Redis 8.0." in written
    assert section(subject, OUTCOME).splitlines() == [
        "## huey",
        "",
        "`acme.Backend`, with Redis 8.0.",
        'Declared: `SCOPE` "shared".',
        "Reproduce it with `make survey BACKEND=huey`.",
        "",
        "- TC102 SHOULD: Two.",
        "",
        "Not assessed, because their tests fail for another reason: TC103: why.",
    ]


def test_rule_is_unassessed_only_while_its_tests_fail(monkeypatch):
    subject = SUBJECTS["huey"]
    monkeypatch.setitem(UNASSESSED, "huey", {"TC103": "why"})
    outcome = OUTCOME | {"broken": ["TC102", "TC103"]}
    assert assessed(subject, outcome)["broken"] == ["TC102"]
    with pytest.raises(SurveyError, match="TC103 don't fail with huey any more: remove them"):
        assessed(subject, OUTCOME)


def survey(*arguments, **variables):
    return run(sys.executable, "-m", "survey", *arguments, cwd=REPOSITORY, **variables)


def test_survey_without_servers_says_so_and_stops():
    done = survey(TEST_POSTGRES_URL="", TEST_REDIS_URL="")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == (
        "The survey needs TEST_POSTGRES_URL and TEST_REDIS_URL; CONTRIBUTING.md says what for.\n"
    )


def test_survey_names_the_backends_it_has():
    done = survey("acme")
    assert done.returncode == 1
    assert done.stderr.startswith("No backend is called 'acme'; choose from: django-dummy, ")
