"""The changes of an author to a project of release 0.1.0, before and after an update to 0.2."""

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

def test_changes_of_the_author_work(backend: Any) -> None:
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
    """Lines that the author inserted before others in a file, or at its end."""

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
    """Return pairs of edits: of a project of 0.1.0, and the same edit in 0.2."""
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


# A backend that sends ids to a worker, as in the second tutorial. Results and the queue are files.
BESPOKE = {
    "project_slug": "dummy-backend",
    "backend_class": "SpoolBackend",
    "tasks_framework": "django",
    "storage_scope": "cache",
    "supports_get_result": True,
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
        self._name = alias.encode().hex()

    @property
    def folder(self) -> Path:
        """The folder of the files."""
        return Path(settings.SPOOL) / self._name

    def add(self, result: AnyResult) -> None:
        """Add ``result`` as the latest."""
        record = to_record(result)
        self.folder.mkdir(parents=True, exist_ok=True)
        self._write(self.folder / f"{time.time_ns():020d}-{result.id}", record)

    async def aadd(self, result: AnyResult) -> None:
        """See ``add()``."""
        await sync_to_async(self.add)(result)

    def remove(self, result_id: str) -> None:
        """Remove the result with this id, if it is stored."""
        for path in self.folder.glob(f"*-{result_id}"):
            path.unlink(missing_ok=True)

    def replace(self, result: AnyResult) -> None:
        """Put ``result`` in the place of the one with its id, if that is still stored."""
        for path in self.folder.glob(f"*-{result.id}"):
            self._write(path, to_record(result))

    def get(self, result_id: str) -> AnyResult | None:
        """Return the result with this id, or None."""
        if not is_id(result_id):
            return None
        for path in self.folder.glob(f"*-{result_id}"):
            return from_record(path.read_text(), result_id)
        return None

    async def aget(self, result_id: str) -> AnyResult | None:
        """See ``get()``."""
        return await sync_to_async(self.get)(result_id)

    def __iter__(self) -> Iterator[AnyResult]:
        """Iterate over the results that are stored now, the oldest first."""
        paths = sorted(self.folder.glob("*-*")) if self.folder.exists() else []
        return from_records((path.read_text(), path.name.partition("-")[2]) for path in paths)

    def clear(self) -> None:
        """Remove every result."""
        for path in [*self.folder.glob("*-*")]:
            path.unlink(missing_ok=True)

    def _write(self, path: Path, record: str) -> None:
        new = self.folder / f".{path.name.replace('-', '.')}.{os.getpid()}"
        new.write_text(record)
        new.replace(path)
'''
QUEUE = '''\
"""The queue: files that are named after the ids of results whose tasks wait to be run."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings


class Queue:
    """The ids of the results of one backend."""

    def __init__(self, alias: str) -> None:
        """Use the folder of the backend with this alias."""
        self._name = f"{alias.encode().hex()}.queue"

    @property
    def _folder(self) -> Path:
        return Path(settings.SPOOL) / self._name

    def push(self, result_id: str) -> None:
        """Add an id."""
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / result_id).touch()

    def pop(self) -> str | None:
        """Take an id, or return None."""
        for path in self._folder.glob("*"):
            path.unlink(missing_ok=True)
            return path.name
        return None

    def clear(self) -> None:
        """Remove all ids."""
        while self.pop():
            pass
'''
WORKER = '''\
"""Running what is in the queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .execution import execute
from .results import InvalidRecord

if TYPE_CHECKING:
    from .backend import SpoolBackend


def work(backend: SpoolBackend) -> int:
    """Run the tasks whose ids are in the queue, and return their number."""
    number = 0
    while result_id := backend.queue.pop():
        try:
            result = backend.get_result(result_id)
        except InvalidRecord:
            continue
        execute(backend, result, worker_id="spool")
        number += 1
    return number
'''
SPOOL_TESTS = """\
from typing import Any

import pytest

from dummy_backend.queue import Queue
from dummy_backend.spool import work

from . import tasks
from .framework import TaskResultStatus


def test_worker_runs_enqueued_tasks(caller: Any, backend: Any) -> None:
    result = caller.enqueue(tasks.add, 1, b=2)
    assert work(backend) == 1
    caller.refresh(result)
    assert (result.status, result.return_value) == (TaskResultStatus.SUCCESSFUL, 3)
    assert backend._store.folder.exists()


def test_nothing_is_stored_if_the_push_fails(
    caller: Any, backend: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Queue, "push", lambda queue, result_id: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        caller.enqueue(tasks.noop)
    assert backend.results == []
"""
ADD = """\
    def _add(self, result: AnyResult) -> None:
        self._store.add(result)
        try:
            self.queue.push(result.id)
        except Exception:
            self._store.remove(result.id)
            raise

"""
SOURCE = "src/dummy_backend"
SPOOL_FILES = {
    f"{SOURCE}/store.py": STORE,
    f"{SOURCE}/queue.py": QUEUE,
    f"{SOURCE}/spool.py": WORKER,
    "tests/test_spool.py": SPOOL_TESTS,
}
# The tests of the store that the author replaced, and of its options.
SPOOL_REMOVED = ["tests/test_cache.py", "tests/test_backend.py"]
REWRITE = """\
[path] = store.folder.glob(f"*-{result_id}")
    path.write_text(change(path.read_text()))"""
SPOOL_CHANGES = {
    f"{SOURCE}/backend.py": [
        ("from django.", "from asgiref.sync import sync_to_async\nfrom django."),
        ("from .results", "from .queue import Queue\nfrom .results"),
        ("        self._store = ", "        self.queue = Queue(alias)\n        self._store = "),
        ("        self._store.add(result)\n", "        self._add(result)\n"),
        ("await self._store.aadd(result)", "await sync_to_async(self._add)(result)"),
        ("    def get_result(", f"{ADD}    def get_result("),
        (
            "        self._store.clear()\n",
            "        self.queue.clear()\n        self._store.clear()\n",
        ),
        ("return errors + self._check_cache(where)", "return errors"),
    ],
    # Nothing uses the cache, so it needs no table.
    f"{SOURCE}/testing.py": [
        (
            "is_table = isinstance(backend._store.cache, DatabaseCache)  # noqa: SLF001",
            "is_table = False",
        ),
    ],
    "tests/settings.py": [("CACHES: dict[", 'SPOOL = folder / "spool"\nCACHES: dict[')],
    "tests/test_records.py": [
        ('    key = store._key(cache.get(store._key("generation")), result_id)\n', ""),
        ("cache.set(key, change(cache.get(key)))", REWRITE),
    ],
}
# The same after the update. The guide says how to change the store.
SPOOL_AGAIN = {
    f"{SOURCE}/backend.py": [
        ("\nfrom .framework", "\nfrom asgiref.sync import sync_to_async\n\nfrom .framework"),
        ("from .results", "from .queue import Queue\nfrom .results"),
        ("        self.store = ", "        self.queue = Queue(alias)\n        self.store = "),
        ("        self.store.add(result)\n", "        self._add(result)\n"),
        ("await self.store.aadd(result)", "await sync_to_async(self._add)(result)"),
        ("    def get_result(", f"{ADD.replace('._store', '.store')}    def get_result("),
        (
            "        self.store.clear()\n",
            "        self.queue.clear()\n        self.store.clear()\n",
        ),
    ],
    f"{SOURCE}/testing.py": [("isinstance(backend.store.cache, DatabaseCache)", "False")],
    "tests/stored.py": SPOOL_CHANGES["tests/test_records.py"],
}
