"""What the author of a project of release 0.1.0 changed in it, before and after an update to 0.2."""

from __future__ import annotations

from dataclasses import dataclass

from tests.lab.history import edit

SHARED = ("cache", "database")
CLEAR = "    def clear(self) -> None:\n"

COUNT = '''\
    def count(self) -> int:
        """Return how many results are stored."""
        return sum(1 for _ in self._store)

'''
IDS = '''\
    def ids(self) -> list[str]:
        """Return the ids of the stored results, the oldest first."""
        return [result.id for result in self]

'''
AGE = '''

def age(result: AnyResult) -> float:
    """Return how many seconds ago a task was enqueued."""
    return (timezone.now() - (result.enqueued_at or timezone.now())).total_seconds()
'''
TASK = '''

@task
def mine() -> None:
    """Do nothing, for the author."""
'''
FIXTURE = """

@pytest.fixture
def mine(backend: Any) -> Any:
    return tasks.mine.enqueue()
"""
TEST = """

def test_mine_in_{module}(backend: Any) -> None:
    tasks.mine.enqueue()
    assert backend.count() == 1
"""
OWN_MODULE = '''\
"""What the author added, with names of the package."""

from __future__ import annotations

'''
OWN_TESTS = """\
from typing import Any

import {package}.broker
from {package}.results import age

from . import tasks
from .conftest import AsyncCaller
{tools}

def test_what_the_author_added(backend: Any) -> None:
    result = tasks.mine.enqueue()
    assert backend.latest == result.id
    assert backend._store.ids() == [result.id]
    assert 0 <= age(result) < 60


def test_async_caller(backend: Any) -> None:
    AsyncCaller().enqueue(tasks.mine)
    assert backend.count() == 1
"""


@dataclass(frozen=True)
class Edit:
    """Lines that the author put before others of a file, or at its end."""

    path: str
    lines: str
    before: str = ""

    def make(self, folder):
        """Change the file in the folder of a project."""
        if self.before:
            edit(folder / self.path, (self.before, self.lines + self.before))
        else:
            with (folder / self.path).open("a", encoding="utf-8") as file:
                file.write(self.lines)


def edits(answers):
    """Return pairs of an edit of a project of 0.1.0, and of the same one in 0.2."""
    source = f"src/{answers['package_name']}"
    scope = answers["storage_scope"]
    backend, store, results = (f"{source}/{name}.py" for name in ("backend", "store", "results"))
    new_store = store if scope in SHARED else f"{source}/memory.py"
    latest = Edit(backend, "        self.latest = result.id\n", "        task_enqueued.send(")
    age = Edit(results, AGE)
    settings = 'TIME_ZONE = "Europe/London"\n'
    yield (
        Edit(backend, COUNT, CLEAR),
        Edit(backend, COUNT.replace("._store", ".store"), CLEAR),
    )
    yield latest, latest
    yield Edit(store, IDS, CLEAR), Edit(new_store, IDS, CLEAR)
    yield age, age
    if answers["tasks_framework"] == "both":
        for lines, before in [
            *(
                (
                    f"    from {module}.exceptions import TaskResultMismatch\n",
                    f"    from {module}.signals",
                )
                for module in ("django.tasks", "django_tasks")
            ),
            ('    "TaskResultMismatch",\n', '    "TaskResultStatus",\n'),
        ]:
            old, new = (f"{source}/{name}.py" for name in ("compat", "framework"))
            yield Edit(old, lines, before), Edit(new, lines, before)
    yield (
        Edit("README.md", "It's mine.\n\n", "## Use\n"),
        Edit("README.md", "It's mine.\n\n", "## Usage\n"),
    )
    yield (
        Edit("tests/settings.py", settings, "\nINSTALLED_APPS"),
        Edit("tests/settings.py", settings, "INSTALLED_APPS"),
    )
    for same in [
        Edit("CHANGELOG.md", "- Mine.\n"),
        Edit("pyproject.toml", '    "Topic :: Internet",\n', '    "Typing :: Typed",\n'),
        Edit("tests/tasks.py", TASK),
        Edit("tests/conftest.py", FIXTURE),
    ]:
        yield same, same
    if scope in SHARED:
        yield (
            Edit(f"tests/test_{scope}.py", TEST.format(module="store")),
            Edit("tests/test_store.py", TEST.format(module="store")),
        )
    for module in ("backend", "contract"):
        lines = TEST.format(module=module)
        yield Edit(f"tests/test_{module}.py", lines), Edit("tests/test_backend.py", lines)


def own_files(answers):
    """Return the modules of the author in a project of 0.1.0, by their paths."""
    package = answers["package_name"]
    imports = {
        "from .compat import Task, TaskResultMismatch": answers["tasks_framework"] == "both",
        "from .compat import checks": answers["tasks_framework"] == "both",
        "from .execution import time_left": answers["testing_tools"],
        "from .results import InvalidRecord, to_record": answers["storage_scope"] in SHARED,
        "from .results import start_result": answers["testing_tools"],
        "from .testing import EnqueuedTasks, RunResults": answers["testing_tools"],
        "from .results import age": True,
    }
    lines = [line for line, is_there in imports.items() if is_there]
    names = [name for line in lines for name in line.partition(" import ")[2].split(", ")]
    tools = "from .tasks import act  # noqa: F401\n" if answers["testing_tools"] else ""
    return {
        f"src/{package}/broker.py": "\n".join([OWN_MODULE, *lines, "", f"__all__ = {names}", ""]),
        "tests/test_mine.py": OWN_TESTS.format(package=package, tools=tools),
    }


STORE = '''\
"""Where results live: in files of a folder, one for each result."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from asgiref.sync import sync_to_async
from django.conf import settings

from .results import from_record, from_records, is_id, to_record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .results import AnyResult


class Store:
    """Results as files. Their names begin with the time, to be in order."""

    def __init__(self, alias: str, options: Mapping[str, Any]) -> None:
        """Keep the results of the backend ``alias``."""
        self._folder = Path(settings.ACME_FOLDER) / alias.encode().hex()

    def add(self, result: AnyResult) -> None:
        """Add ``result`` as the latest."""
        record = to_record(result)
        self._folder.mkdir(parents=True, exist_ok=True)
        self._write(self._folder / f"{time.time_ns():020d}-{result.id}", record)

    async def aadd(self, result: AnyResult) -> None:
        """See ``add()``."""
        await sync_to_async(self.add)(result)

    def replace(self, result: AnyResult) -> None:
        """Put ``result`` in the place of the one with its id, if that is still stored."""
        for path in self._folder.glob(f"*-{result.id}"):
            self._write(path, to_record(result))

    def get(self, result_id: str) -> AnyResult | None:
        """Return the result with this id, or None."""
        if not is_id(result_id):
            return None
        for path in self._folder.glob(f"*-{result_id}"):
            return from_record(path.read_text(), result_id)
        return None

    async def aget(self, result_id: str) -> AnyResult | None:
        """See ``get()``."""
        return await sync_to_async(self.get)(result_id)

    def __iter__(self) -> Iterator[AnyResult]:
        """Iterate over the results that are stored now, the oldest first."""
        paths = sorted(self._folder.glob("*-*")) if self._folder.exists() else []
        return from_records((path.read_text(), path.name.partition("-")[2]) for path in paths)

    def clear(self) -> None:
        """Remove every result."""
        for path in [*self._folder.glob("*-*")]:
            path.unlink(missing_ok=True)

    def _write(self, path: Path, record: str) -> None:
        new = self._folder / f".{path.name}.{os.getpid()}"
        new.write_text(record)
        new.replace(path)
'''
# The same backend, as an author would publish it.
BESPOKE = {
    "project_name": "Acme Spool",
    "backend_class": "SpoolBackend",
    "tasks_framework": "django",
    "storage_scope": "cache",
    "supports_get_result": True,
}
