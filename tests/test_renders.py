"""Every valid set of choices: both tools write the same bytes, and what they write is finished."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
import yaml

from .answers import CHOICES, defaults, every_set, name, pairwise
from .environments import python_of, run
from .parsing import toml
from .template import COOKIECUTTER, FOLDER, files

RUFF = Path(sys.executable).with_name("ruff")
QUICK = pairwise(*CHOICES)  # The others take longer than their chance to differ is worth.
# Every set of the other choices with one licence or another: it is text in three files.
SETS = [
    answers
    for number, answers in enumerate(every_set())
    if answers in QUICK or answers["license"] == CHOICES["license"][number % 4]
]
RENDERED = [
    pytest.param(answers, id=name(answers), marks=[] if answers in QUICK else [pytest.mark.slow])
    for answers in SETS
]

ALWAYS = {
    ".copier-answers.yml", ".github/workflows/template.yml", ".github/workflows/tests.yml",
    ".gitignore", ".pre-commit-config.yaml", "CHANGELOG.md", "LICENSE", "README.md",
    "pyproject.toml", "renovate.json",
    "src/dummy_backend/__init__.py", "src/dummy_backend/apps.py", "src/dummy_backend/backend.py",
    "src/dummy_backend/py.typed", "src/dummy_backend/results.py", "src/dummy_backend/store.py",
    "tests/__init__.py", "tests/async_tasks.py", "tests/conftest.py", "tests/framework.py",
    "tests/settings.py", "tests/tasks.py", "tests/test_backend.py", "tests/test_contract.py",
}  # fmt: skip

SHARED = {"tests/test_processes.py", "tests/test_records.py"}

DATABASE = {
    "src/dummy_backend/admin.py", "src/dummy_backend/management/__init__.py",
    "src/dummy_backend/management/commands/__init__.py",
    "src/dummy_backend/management/commands/prune_task_results.py",
    "src/dummy_backend/migrations/0001_initial.py", "src/dummy_backend/migrations/__init__.py",
    "src/dummy_backend/models.py", "tests/test_admin.py", "tests/test_database.py",
    "tests/test_prune.py", "tests/urls.py",
}  # fmt: skip

TOOLS = {
    "src/dummy_backend/execution.py", "src/dummy_backend/expectation.py",
    "src/dummy_backend/messages.py", "src/dummy_backend/pytest_plugin.py",
    "src/dummy_backend/testing.py", "tests/accepting.py", "tests/task_class.py",
    "tests/test_execution.py", "tests/test_messages.py", "tests/test_pytest_plugin.py",
    "tests/test_testing.py",
}  # fmt: skip

# What must not be in any file, when the answers are these.
FOREIGN = [
    ({"tasks_framework": ["django"]}, r"django[-_]tasks(?!:)|compat|backport"),
    ({"tasks_framework": ["django-tasks"]}, r"from django\.tasks|compat\b"),
    ({"storage_scope": ["context"]}, r"threading\.local|store_for"),
    ({"storage_scope": ["thread"]}, r"with self\._lock|instance goes"),
    ({"storage_scope": ["process"]}, r"threading\.local"),
    (
        {"storage_scope": ["context", "thread", "process"]},
        (
            r"InvalidRecord|_record\b|hypothesis|aadd\b|CACHES|models\b|migrat|prune|"
            r"(?<!pytest_)plugins|(?<!live_server)_url"
        ),
    ),
    (
        {"storage_scope": ["cache"]},
        r"StoredResult|migrat|admin|prune|dj.database.url",
    ),
    ({"storage_scope": ["database"]}, r"CACHE|TIMEOUT|store_for"),
    (
        {"testing_tools": [False]},
        (
            r"enqueued_tasks|Mixin|\.execution|import execute|execute\(backend|RUNNING.*=|replace\(self|TASK_CLASS|pytest11|"
            r"task_finished|lend_results|TaskContext|(start|complete|fail)_result|actions\["
        ),
    ),
    ({"testing_tools": [True], "storage_scope": ["context", "process"]}, r"lend_results|borrowed"),
    ({"license": ["Proprietary"]}, r"release\.yml|python -m pip install dummy"),
    ({"license": ["MIT", "BSD-3-Clause", "Apache-2.0"]}, r"Private :: |All rights reserved\. No"),
]


def expected_files(answers):
    """Return the paths that the choices ask for."""
    paths = set(ALWAYS)
    if answers["tasks_framework"] == "both":
        paths.add("src/dummy_backend/compat.py")
    if answers["storage_scope"] in ("cache", "database"):
        paths |= SHARED
    if answers["storage_scope"] == "cache":
        paths |= {"tests/caches.py", "tests/test_cache.py"}
    if answers["storage_scope"] == "database":
        paths |= DATABASE
    if answers["testing_tools"]:
        paths |= TOOLS
    if answers["license"] != "Proprietary":
        paths.add(".github/workflows/release.yml")
    return paths


@pytest.mark.parametrize("answers", RENDERED)
def test_render_is_the_same_with_both_tools_and_finished(renderer, answers):
    """One test for all of it: to render is what takes the time."""
    project = renderer.cookiecutter(answers)
    copied = renderer.copier(answers)
    content = files(project)
    assert files(copied) == content
    assert content.keys() == expected_files(answers)
    folders = [path for each in (project, copied) for path in each.rglob("*") if path.is_dir()]
    assert [folder for folder in folders if not any(folder.iterdir())] == []

    for path, data in content.items():
        text = data.decode()
        # A GitHub expression is the one thing that may look like Jinja.
        assert not re.search(r"(?<!\$)\{\{|\{%|\{#|%\}|cookiecutter", text), path
        assert not re.search(r"[ \t]$", text, flags=re.MULTILINE), f"{path} has trailing blanks"
        assert text == "" or re.fullmatch(r"[^\n].*[^\n]\n", text, flags=re.DOTALL), path
        outside_python = re.sub(r"^```python.*?^```$", "```", text, flags=re.MULTILINE | re.DOTALL)
        assert path.endswith(".py") or "\n\n\n" not in outside_python, path
        for choices, pattern in FOREIGN:
            if all(answers[question] in values for question, values in choices.items()):
                found = re.search(pattern, text)
                assert found is None or path == ".copier-answers.yml", (path, found)

    for path in content:
        if path.endswith((".yml", ".yaml")):
            yaml.safe_load(content[path])
    toml(content["pyproject.toml"])

    for command in (["format", "--check", "--diff"], ["check", "--output-format=concise"]):
        done = run(RUFF, *command, "--no-cache", project)
        assert done.returncode == 0, done.stdout + done.stderr


TYPED = [
    pytest.param(answers, id=name(answers), marks=[pytest.mark.slow] if number > 2 else [])
    for number, answers in enumerate(
        pairwise("tasks_framework", "storage_scope", "supports_get_result", "testing_tools")
    )
]


@pytest.fixture(scope="session")
def mypy(latest):
    """Return the Python of an environment that has mypy, too."""
    return python_of(latest, "mypy>=1.19", "django-stubs>=6.0")


@pytest.mark.parametrize("answers", TYPED)
def test_render_is_strictly_typed(render, mypy, answers, tmp_path_factory):
    project = render(**answers)
    # Runs at the same time must not share one.
    cache = tmp_path_factory.getbasetemp() / "mypy"
    done = run(
        mypy, "-m", "mypy", f"--cache-dir={cache}", cwd=project, PYTHONPATH=str(project / "src")
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_file_of_the_template_is_rendered_for_some_answers():
    """No file of the template is dead."""
    rendered = set().union(*(expected_files(answers) for answers in every_set()))
    names = {path.rpartition("/")[2] for path in rendered}
    for path in FOLDER.rglob("*"):
        if path.is_file():
            name = path.name.replace(
                "{{cookiecutter.__answers_file}}", COOKIECUTTER["__answers_file"]
            )
            stripped = re.sub(r"\{%.*?%\}", "", name)
            assert stripped in names, path


def test_every_set_of_other_choices_is_rendered():
    without_licence = [
        {question: choice for question, choice in answers.items() if question != "license"}
        for answers in every_set()
    ]
    rendered = [
        {question: choice for question, choice in answers.items() if question != "license"}
        for answers in SETS
    ]
    assert all(answers in rendered for answers in without_licence)


def test_default_choices_are_one_of_the_sets():
    assert defaults() in every_set()
