"""For all valid sets of choices, both tools write the same, complete files."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
import yaml

from tests.lab.choices import CHOICES, covering, defaults, each_of, every_set, pairwise
from tests.lab.environments import python_of, run
from tests.lab.parsing import toml
from tests.lab.rendering import COOKIECUTTER, FOLDER, files

RUFF = Path(sys.executable).with_name("ruff")
PAIRS = pairwise(*CHOICES)
# All combinations of three choices, because no file depends on more. Those of two come first.
SETS = PAIRS + [answers for answers in covering(3, *CHOICES) if answers not in PAIRS]
# The names of this package's indexes don't contain its whole name.
LONG_NAME = {
    **defaults(),
    "storage_scope": "database",
    "package_name": "acme_corporation_billing_tasks",
}
RENDERED = [
    *each_of(12, 12, SETS),
    pytest.param(LONG_NAME, id="long_name"),
]

PACKAGE = "src/dummy_backend/"

# The rendered files, by the choices that they depend on.
FILES = {
    "": [
        ".copier-answers.yml", ".github/workflows/template.yml", ".github/workflows/tests.yml",
        ".gitignore", ".pre-commit-config.yaml", "CHANGELOG.md", "LICENSE", "README.md",
        "pyproject.toml", "renovate.json", f"{PACKAGE}__init__.py", f"{PACKAGE}apps.py",
        f"{PACKAGE}backend.py", f"{PACKAGE}framework.py", f"{PACKAGE}options.py",
        f"{PACKAGE}py.typed", f"{PACKAGE}results.py", f"{PACKAGE}store.py", "tests/__init__.py",
        "tests/async_tasks.py", "tests/conftest.py", "tests/framework.py", "tests/settings.py",
        "tests/task_class.py", "tests/tasks.py", "tests/test_backend.py",
        "tests/test_options.py", "tests/test_results.py", "tests/test_store.py",
        *(
            f"tests/contract/{path.name}"
            for path in (FOLDER / "tests" / "contract").glob("*.py")
        ),
    ],
    "storage_scope in ('context', 'thread', 'process')": [
        f"{PACKAGE}memory.py", "tests/test_memory.py", "tests/threads.py",
    ],
    "storage_scope in ('cache', 'database')": [
        f"{PACKAGE}records.py", "tests/stored.py", "tests/test_processes.py", "tests/test_records.py",
    ],
    "storage_scope == 'cache'": ["tests/caches.py"],
    "storage_scope == 'database'": [
        f"{PACKAGE}admin.py", f"{PACKAGE}management/__init__.py",
        f"{PACKAGE}management/commands/__init__.py",
        f"{PACKAGE}management/commands/prune_task_results.py",
        f"{PACKAGE}migrations/0001_initial.py", f"{PACKAGE}migrations/__init__.py",
        f"{PACKAGE}models.py", "tests/test_admin.py", "tests/test_prune.py", "tests/urls.py",
    ],
    "storage_scope == 'database' and len(package_name) > 20": [
        f"{PACKAGE}migrations/0002_rename_indexes.py", "tests/test_migrations.py",
    ],
    "testing_tools": [
        f"{PACKAGE}aliases.py", f"{PACKAGE}assertions.py", f"{PACKAGE}binding.py",
        f"{PACKAGE}commits.py", f"{PACKAGE}expectation.py", f"{PACKAGE}immediate.py",
        f"{PACKAGE}messages.py", f"{PACKAGE}pytest_plugin.py", f"{PACKAGE}running.py",
        f"{PACKAGE}replaced.py", f"{PACKAGE}substitution.py", f"{PACKAGE}testing.py", "tests/accepting.py",
        "tests/acting.py", "tests/async_acting.py", "tests/signatures.py",
        "tests/test_execution.py", "tests/test_immediate.py", "tests/test_messages.py",
        "tests/test_pytest_plugin.py", "tests/test_styles.py", "tests/test_substitution.py",
        "tests/test_testing.py",
    ],
    "testing_tools or engine != 'none'": [f"{PACKAGE}execution.py", "tests/worker.py"],
    "engine != 'none'": [
        f"{PACKAGE}engine.py", f"{PACKAGE}management/commands/recover_task_results.py",
        f"{PACKAGE}outbox.py", f"{PACKAGE}sending.py", f"{PACKAGE}work.py",
        "compose.yaml", "tests/engine_settings.py", "tests/engine_tasks.py", "tests/test_engine.py",
        "tests/test_outbox.py", "tests/test_workers.py",
    ],
    "engine in ('celery', 'rq')": ["tests/due.py", "tests/test_broker.py"],
    "engine == 'celery'": ["tests/celery.py"],
    "engine == 'procrastinate'": ["tests/memory.py", "tests/older_settings.py"],
    "testing_tools and storage_scope == 'thread'": [
        f"{PACKAGE}lending.py", "tests/test_lending.py",
    ],
    "testing_tools and storage_scope == 'database'": ["tests/test_large_results.py"],
    "testing_tools and storage_scope == 'cache'": [
        f"{PACKAGE}isolation.py", "tests/test_namespaces.py",
    ],
    "testing_tools and storage_scope != 'database'": ["tests/test_isolation.py"],
    "testing_tools and storage_scope in ('process', 'cache', 'database')": [
        "tests/test_live_server.py",
    ],
    "tasks_framework == 'both'": [f"{PACKAGE}backport.py", "tests/test_backport.py"],
    "license != 'Proprietary'": [".github/workflows/release.yml"],
}  # fmt: skip

# Texts that no file may contain with these choices.
FOREIGN = [
    ({"tasks_framework": ["django"]}, r"django[-_]tasks(?!:)|backport"),
    ({"tasks_framework": ["django-tasks"]}, r"from django\.tasks"),
    ({"storage_scope": ["context"]}, r"threading\.local|setting_changed"),
    ({"storage_scope": ["process"]}, r"threading\.local"),
    (
        {"storage_scope": ["context", "thread", "process"]},
        (
            r"InvalidRecord|_record\b|hypothesis|CACHES|models\b|migrat|prune|"
            r"(?<!pytest_)(?<!get_)plugins|(?<!live_server)_url"
        ),
    ),
    ({"storage_scope": ["cache"]}, r"StoredResult|migrat|admin|prune|dj.database.url"),
    ({"storage_scope": ["database"]}, r"CACHE|(?<!DEFAULT_)(?<!WORKER_)TIMEOUT|MAX_RESULTS"),
    (
        {"testing_tools": [False]},
        r"enqueued_tasks|Mixin|import execute|execute\(backend|pytest11|lend\(|actions\[",
    ),
    (
        {"testing_tools": [False], "engine": ["none"]},
        r"\.execution|(start|complete|fail)_result",
    ),
    ({"engine": ["none"]}, r"Outbox|from \.(outbox|sending|engine|work)\b"),
    ({"engine": ["none", "rq", "procrastinate"]}, r"[Cc]elery"),
    ({"engine": ["none", "celery", "procrastinate"]}, r"\bRQ|\brq\b|_rq\b|fakeredis"),
    ({"engine": ["none", "celery", "rq"]}, r"[Pp]rocrastinate"),
    ({"testing_tools": [True], "storage_scope": ["context", "process"]}, r"\blend|borrowed"),
    ({"license": ["Proprietary"]}, r"release\.yml|python -m pip install dummy"),
    ({"license": ["MIT", "BSD-3-Clause", "Apache-2.0"]}, r"Private :: |All rights reserved\. No"),
]


def expected_files(answers):
    """Return the expected paths for the choices."""
    answers = {"package_name": "dummy_backend", **answers}
    return {
        path.replace("dummy_backend", answers["package_name"])
        for condition, paths in FILES.items()
        if not condition or eval(condition, {}, answers)
        for path in paths
    }


@pytest.mark.parametrize("answers", RENDERED)
def test_render_is_the_same_with_both_tools_and_finished(renderer, answers):
    """This is one test, because rendering takes most of the time."""
    project = renderer.cookiecutter(answers)
    copied = renderer.copier(answers)
    content = files(project)
    assert files(copied) == content
    assert content.keys() == expected_files(answers)
    folders = [path for each in (project, copied) for path in each.rglob("*") if path.is_dir()]
    assert [folder for folder in folders if not any(folder.iterdir())] == []

    for path, data in content.items():
        text = data.decode()
        # Only GitHub expressions may look like Jinja.
        assert not re.search(r"(?<!\$)\{\{|\{%|\{#|%\}|cookiecutter", text), path
        assert not re.search(r"[ \t]$", text, flags=re.MULTILINE), f"{path} has trailing blanks"
        assert text == "" or re.fullmatch(r"[^\n].*[^\n]\n", text, flags=re.DOTALL), path
        outside_python = re.sub(r"^```python.*?^```$", "```", text, flags=re.MULTILINE | re.DOTALL)
        assert path.endswith(".py") or "\n\n\n" not in outside_python, path
        if path.endswith(".md"):
            assert not re.search(r"[^\n]\n##", text), f"{path} has no blank line before a heading"
        for choices, pattern in FOREIGN if not path.startswith("tests/contract/") else ():
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


TYPED = each_of(
    1,
    4,
    [
        *pairwise("tasks_framework", "storage_scope", "supports_get_result", "testing_tools"),
        LONG_NAME,
    ],
)


@pytest.fixture(scope="session")
def mypy(latest):
    """Return the Python of an environment that includes mypy."""
    return python_of(latest, "mypy>=1.19", "django-stubs>=6.0")


@pytest.mark.parametrize("answers", TYPED)
def test_render_is_strictly_typed(render, mypy, answers, tmp_path_factory):
    project = render(**answers)
    # Concurrent runs must not share one.
    cache = tmp_path_factory.getbasetemp() / "mypy"
    done = run(
        mypy, "-m", "mypy", f"--cache-dir={cache}", cwd=project, PYTHONPATH=str(project / "src")
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_file_of_the_template_is_rendered_for_some_answers():
    """No file of the template is unused."""
    rendered = set().union(*(expected_files(answers) for answers in [*every_set(), LONG_NAME]))
    names = {path.rpartition("/")[2] for path in rendered}
    for path in FOLDER.rglob("*"):
        if path.is_file():
            name = path.name.replace(
                "{{cookiecutter.__answers_file}}", COOKIECUTTER["__answers_file"]
            )
            stripped = re.sub(r"\{%.*?%\}", "", name)
            assert stripped in names, path


def test_default_choices_are_one_of_the_sets():
    assert defaults() in every_set()
