"""Projects of release 0.1.0, with changes of their authors, are updated to the current template.

The tests follow the page "Update from 0.1 to 0.2" as written.
"""

from __future__ import annotations

import ast
import json
import re
from collections import Counter
from itertools import cycle

import pytest

from tests.lab import servers
from tests.lab.choices import CHOICES, each_of, name, some
from tests.lab.documents import blocks
from tests.lab.environments import newest, python_of, run, run_suite
from tests.lab.guides import Author, section, steps
from tests.lab.history import RELEASED, answers_of, content, edit, git
from tests.lab.rendering import REPOSITORY, TOOLS
from tests.lifecycle.authors import (
    BESPOKE,
    SOURCE,
    SPOOL_AGAIN,
    SPOOL_CHANGES,
    SPOOL_FILES,
    SPOOL_REMOVED,
    edits,
    own_files,
)  # fmt: skip
from tests.lifecycle.test_updates import AWKWARD, COVER, assert_merged, resolved

FIRST = "v0.1.0"
PAGE = REPOSITORY / "docs" / "how-to" / "update-0.2.md"
GUIDE = PAGE.read_text(encoding="utf-8")
pytestmark = pytest.mark.skipif(FIRST not in RELEASED, reason="there is no history of releases")

LONG = {
    "project_name": "N" * 60,
    "project_slug": f"{'a' * 19}-{'b' * 20}",
    "package_name": f"{'p' * 19}_{'q' * 20}",
    "backend_class": "C" * 40,
}
TEXTS = [("", {}), ("long", LONG), ("awkward", AWKWARD)]
SETS = [
    ([tool, name(answers), text], tool, {**answers, **texts})
    for choices, license_, (text, texts), tool in zip(
        COVER, cycle(CHOICES["license"]), cycle(TEXTS), cycle(TOOLS)
    )
    for answers in [{**choices, "license": license_}]
]
# The fast test has one in memory, with compat.py.
SETS.insert(0, SETS.pop(9))


def authored(history, tool, answers):
    """Return a project of release 0.1.0, all its answers, and the edits of its author."""
    project = history.project(tool, answers, FIRST)
    answers = answers_of(project)
    changes = [*edits(answers)]
    for old, _ in changes:
        old.make(project)
    (project / ".pre-commit-config.yaml").unlink()
    for path, text in own_files(answers).items():
        (project / path).write_text(text)
    history.commit(project)
    return project, answers, changes


def unmerged(project):
    """Return the files with conflicts."""
    return set(re.findall(r"\t(.*)", git(project, "ls-files", "--unmerged")))


def assert_only_added(text, fresh, lines):
    """Check that a text consists of another one and some of these lines."""
    rest = iter(text.splitlines())
    assert all(line in rest for line in fresh.splitlines())
    added = Counter(text.splitlines()) - Counter(fresh.splitlines())
    assert not added - Counter(lines)


@pytest.mark.parametrize("tool, answers", some(1, 2, SETS))
def test_edits_are_merged_or_end_in_conflicts_or_are_pointed_out(history, tool, answers):
    project, answers, changes = authored(history, tool, answers)
    fresh = history.fresh(answers)
    before = content(project)
    said = history.command(project, "copier", "update", "--defaults")
    now, conflicts = content(project), unmerged(project)
    assert not [path for path in now if path.endswith(".rej")]

    lines = {}
    for old, _ in changes:
        lines.setdefault(old.path, []).extend(old.lines.splitlines())
    mine = {".pre-commit-config.yaml", ".copier-answers.yml", *own_files(answers)}
    for path in (now.keys() | fresh.keys()) - lines.keys() - mine:
        assert now.get(path) == fresh.get(path), path
    for path in own_files(answers):
        assert now[path] == before[path]
    assert ".pre-commit-config.yaml" not in now

    gone = lines.keys() - now.keys()
    for path in lines.keys() - gone:
        ours, theirs = (resolved(now[path].decode(), side) for side in (0, 1))
        assert (ours != theirs) == (path in conflicts), path
        assert_only_added(theirs, fresh[path].decode(), lines[path])
        assert not set(lines[path]) - set(ours.splitlines())
    assert {path for path in lines if path not in fresh} == gone
    [command] = re.findall(r"`(git diff .*?)`", said)
    removed = git(project, *command.split()[1:])
    assert all(f"-{line}" in removed for path in gone for line in lines[path] if line)
    for path in gone:
        known = re.sub(rf"^src/{answers['package_name']}/", "src/…/", path)
        assert known in said
        assert f"`{known}`" in section(GUIDE, "Removed files")


def moved():
    """Return the new module of each name in the guide, by its old module and the name."""
    rows = re.findall(
        r"^\| (.*) \| `(.*)` \| `(.*)` \|$", section(GUIDE, "Moved names"), re.MULTILINE
    )
    found = {}
    for names, old, new in rows:
        for each in re.findall(r"`(\w+)`", names) if "all names" not in names else ["*"]:
            found[old, each] = new
    return found


def renamed(text, prefix):
    """Return the text of a module with its imports changed as in the guide."""
    table = moved()

    def change(found):
        old = prefix + found[1]
        names = {}
        for each in found[2].split(", "):
            new = table.get((old, each)) or table.get((old, "*"), old)
            relative = new if new == "django.core" else f".{new.removeprefix(prefix)}"
            names.setdefault(relative, []).append(each)
        return "\n".join(f"from {new} import {', '.join(each)}" for new, each in names.items())

    return re.sub(r"^from \.(\w+) import ([\w, ]+\w)", change, text, flags=re.MULTILINE)


def resolve(author, project, own, changes=(), *, keep=()):
    """Follow the guide after an update.

    ``own`` are the author's modules, and ``keep`` are those of them that replace the template's.
    """
    update, take = steps(GUIDE, "Update the project")
    [ours] = re.findall(r"`(git checkout --ours FILE)`", section(GUIDE, "Update the project"))
    said = author.do(update)
    conflicts = unmerged(project)
    for path in conflicts:
        assert f" {path}\n" in said
        author.do((ours if path in keep else take).replace("FILE", path))
    for old, new in changes:
        if old.path in conflicts or not (project / old.path).exists():
            new.make(project)
    author.do("git add --all")
    for path in own:
        text = (project / path).read_text(encoding="utf-8")
        prefix = "tests." if path.startswith("tests/") else ""
        (project / path).write_text(renamed(text, prefix), encoding="utf-8")
    [look] = steps(GUIDE, "Moved names")
    for path in {line.partition(":")[0] for line in author.do(look).splitlines()}:
        text = (project / path).read_text(encoding="utf-8")
        (project / path).write_text(re.sub(r"\._store\b", ".store", text), encoding="utf-8")
    assert author.do(look, fails=True) == ""


FOLLOWED = [
    ([framework, scope], {"tasks_framework": framework, "storage_scope": scope, **more})
    for framework, scope, more in [
        ("both", "context", {}),
        ("django-tasks", "thread", {"testing_tools": False}),
        ("django", "process", {"supports_get_result": True}),
        ("django-tasks", "database", {**LONG, **AWKWARD, "project_slug": LONG["project_slug"]}),
    ]
]


@pytest.mark.parametrize("answers", some(0, 0, FOLLOWED))
def test_suite_passes_once_the_guide_was_followed(history, answers):
    version = newest(answers["tasks_framework"])
    if version is None:
        pytest.skip("no Python is found for the framework")
    python = python_of(version)
    project, answers, changes = authored(history, "copier", answers)
    own = run_suite(project, python, "tests/test_mine.py", "tests/test_backend.py")
    assert own.returncode == 0, own.stdout
    author = Author(history, project, python)
    resolve(author, project, own_files(answers), changes)
    check, *_ = steps(GUIDE, "Check the result")
    assert "uv run pytest" in check
    said = author.do("uv run pytest")
    assert " passed" in said
    assert all(
        f"test_mine_in_{module}" in (project / "tests" / "test_backend.py").read_text()
        for module in ("backend", "contract")
    )


@pytest.mark.slow
def test_backend_with_a_store_of_its_own_passes_once_the_guide_was_followed(history):
    if newest("django") is None:
        pytest.skip("no Python is found for Django 6")
    python = python_of(newest("django"))
    project = history.project("copier", BESPOKE, FIRST)
    for path, text in SPOOL_FILES.items():
        (project / path).write_text(text)
    for path, replacements in SPOOL_CHANGES.items():
        edit(project / path, *replacements)
    for path in SPOOL_REMOVED:
        (project / path).unlink()
    history.commit(project)
    before = run_suite(project, python, "tests/test_spool.py", "tests/test_contract.py")
    assert before.returncode == 0, before.stdout

    author = Author(history, project, python)
    store = f"{SOURCE}/store.py"
    resolve(author, project, SPOOL_FILES, keep=[store])
    for path, replacements in SPOOL_AGAIN.items():
        edit(project / path, *replacements)
    shown = {}
    for block in blocks(PAGE):
        if caption := block.options.get("caption"):
            shown[caption] = shown.get(caption, "") + f"{block.text}\n\n"
    places = ["at the beginning of store.py", "in the class Store", "at the end of store.py"]
    first, inside, last = (shown.pop(place) for place in places)
    assert not shown
    edit(
        project / store,
        ("annotations\n\n", f"annotations\n\n{first}"),
        ("    def __init__", f"{inside}    def __init__"),
        ("/ self._name", '/ f"{os.environ.get(NAMESPACE)}-{self._name}"'),
    )
    with (project / store).open("a") as file:
        file.write(f"\n\n{last}")
    [remove] = steps(GUIDE, "Custom stores")
    author.do(remove)
    assert " passed" in author.do("uv run pytest")


def modules(files):
    """Return the texts of the modules of a project by their names in the guide."""
    found = {}
    for path, text in files.items():
        if path.endswith(".py") and not path.startswith("tests/test_"):
            module = path.removesuffix(".py").removeprefix("src/dummy_backend/").replace("/", ".")
            found[module] = text.decode()
    return found


def defined(text, *, imported):
    """Return the names of the classes and functions of a module, or all names it exports."""
    names = set()
    for node in ast.walk(ast.parse(text)):
        if imported and isinstance(node, ast.ImportFrom):
            names |= {alias.asname or alias.name for alias in node.names}
        elif imported and isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
    for node in ast.parse(text).body:
        if isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            names.add(node.name)
    return names


@pytest.mark.parametrize("scope", each_of(1, 3, ("cache", "context", "process", "database")))
def test_guide_lists_all_moved_and_removed_names(history, scope):
    project = history.project("copier", {"tasks_framework": "both", "storage_scope": scope}, FIRST)
    old, new = modules(content(project)), modules(history.fresh(answers_of(project)))
    table = moved()
    for module, text in old.items():
        left = defined(text, imported=module == "compat") - defined(
            new.get(module, ""), imported=True
        )
        for each in sorted(left):
            place = table.get((module, each)) or table.get((module, "*"))
            if place is None:
                assert each[0] == "_" or f"`{each}()`" in GUIDE or f"`{each}`" in GUIDE, (
                    module,
                    each,
                )
            elif place in new and each not in ("TYPE_CHECKING", "__all__", "django", "msg"):
                assert each in defined(new[place], imported=True), (module, each)
    private = re.findall(r"(?:def |self\.)(_[a-z]\w*)", old["backend"])
    everything = "\n".join(new.values())
    gone = [each for each in private if not re.search(rf"\b{each}\b", everything)]
    assert [each for each in gone if f"`{each}" not in GUIDE and f"self.{each}" not in GUIDE] == []


STORED = """
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo
import asyncio, dataclasses, json, sys
import django
django.setup()
from django.core.management import call_command
from django.db import connection
from tests import stored_tasks as tasks
from tests.framework import task_backends

def shown():
    return [
        {
            **{name: repr(value) for name, value in fields(result).items()},
            "task": [repr(value) for name, value in fields(result.task).items() if name != "func"],
            "path": result.task.module_path,
            "return_value": result._return_value,
        }
        for alias in ("default", "mails")
        for result in task_backends[alias].results
    ]

def fields(value):
    return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
"""
FILL = f"""{STORED}
from PACKAGE.testing import EnqueuedTasks
connection.creation.create_test_db(verbosity=0, autoclobber=True)
for number in range(600):
    tasks.add.enqueue(number, b=number)
tasks.fail.enqueue("é🎉 \\x00", deep={{"a": [1, {{"b": None}}], "c": 2**70}})
asyncio.run(tasks.add.using(backend="mails").aenqueue(1, 2))
EnqueuedTasks().run(raise_errors=False)
tasks.interrupt.enqueue()
with suppress(KeyboardInterrupt):
    EnqueuedTasks().run()
for zone in (ZoneInfo("Europe/London"), timezone(timedelta(hours=5, minutes=30)), timezone.utc):
    for fold in (0, 1):
        due = datetime(2098, 10, 26, 1, 30, tzinfo=zone, fold=fold)
        tasks.add.using(run_after=due, priority=-7).enqueue(1, b=2)
tasks.add.using(priority=100, queue_name="default", backend="mails").enqueue(None, [])
print(json.dumps([str(connection.settings_dict["NAME"]), shown()]))
"""
READ = f"""{STORED}
call_command("migrate", verbosity=0)
call_command("makemigrations", check=True, dry_run=True, verbosity=0)
found = shown()
for alias in ("default", "mails"):
    backend = task_backends[alias]
    assert [backend.get_result(result.id) for result in backend.results] == backend.results
tasks.add.enqueue(1, b=1)
assert len(shown()) == len(found) + 1
for alias in ("default", "mails"):
    task_backends[alias].clear()
connection.creation.destroy_test_db("unused", verbosity=0)
print(json.dumps(found))
"""
STORED_TASKS = """\
from .framework import task

@task
def add(a, b):
    return a + b

@task
def fail(text, deep):
    raise ValueError(text)

@task
def interrupt():
    raise KeyboardInterrupt
"""
STORED_SETTINGS = """\
from .settings import *

TASKS = {alias: TASKS["default"] for alias in ("default", "mails")}
"""


@pytest.mark.parametrize("store", servers.stores("sqlite", "postgres", "mysql", but=["memory"]))
def test_results_that_were_stored_before_the_update_are_read(history, tmp_path, store):
    """Results are read from a table whose indexes are renamed, and from each cache."""
    names = {"database": LONG, "cache": {}}[store.scope]
    answers = {"storage_scope": store.scope, "supports_get_result": True, **names}
    project = history.project("cookiecutter", answers, FIRST)
    (project / "tests" / "stored_tasks.py").write_text(STORED_TASKS)
    (project / "tests" / "stored_settings.py").write_text(STORED_SETTINGS)
    history.commit(project)
    python = python_of(newest("django-tasks"), *servers.drivers())

    def call(script, **variables):
        done = run(
            python, "-c", script.replace("PACKAGE", answers.get("package_name", "dummy_backend")), cwd=project,
            PYTHONPATH=f"{project / 'src'}:{project}", DJANGO_SETTINGS_MODULE="tests.stored_settings",
            TEST_FOLDER=str(tmp_path), TEST_CACHE_PREFIX=tmp_path.name, **store.variables(), **variables,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    database, before = call(FILL)
    history.update(project)
    assert_merged(project)
    after = call(READ, TEST_DATABASE_NAME=database)
    assert after == before
    assert Counter(result["status"] for result in before) == {
        "TaskResultStatus.SUCCESSFUL": 601,
        "TaskResultStatus.READY": 7,
        "TaskResultStatus.FAILED": 1,
        "TaskResultStatus.RUNNING": 1,
    }
