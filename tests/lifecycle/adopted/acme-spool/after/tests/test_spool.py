"""Tests of the files that this backend writes for the worker."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django_tasks import task_backends

from . import tasks


def test_task_is_written_to_the_folder() -> None:
    backend: Any = task_backends["default"]
    result = tasks.add.enqueue(1, 2)
    [path] = Path(backend.folder).glob(f"{result.id}*")
    assert json.loads(path.read_text())["args"] == [1, 2]


def test_result_is_found() -> None:
    result = tasks.add.enqueue(1, 2)
    assert tasks.add.get_result(result.id).args == [1, 2]
