"""The survey: each backend has its settings, and pinned versions."""

from __future__ import annotations

import ast
import re
import sys

import pytest

from survey.page import page, section
from survey.subjects import SUBJECTS
from tests.lab.environments import run
from tests.lab.rendering import REPOSITORY

BACKENDS = REPOSITORY / "survey" / "backends"
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


def test_versions_are_pinned():
    for subject in SUBJECTS.values():
        for requirement in subject.requirements:
            assert re.fullmatch(r"[\w-]+==[\d.]+", requirement), requirement


def test_page_is_what_was_found():
    subject = SUBJECTS["huey"]
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
    ]


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
