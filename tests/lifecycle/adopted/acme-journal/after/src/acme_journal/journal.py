"""A backend that adds a line to a journal for each task. Another program runs them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .framework import BaseTaskBackend, task_enqueued
from .results import copy_result, new_result

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .framework import AnyResult, AnyTask


class JournalBackend(BaseTaskBackend):
    """Add a line of JSON to the file ``OPTIONS["FILE"]``, and forget the task."""

    supports_async_task = True

    def enqueue(self, task: AnyTask, args: Sequence[Any], kwargs: Mapping[str, Any]) -> AnyResult:
        """Write a line, send ``task_enqueued``, and return a READY result."""
        self.validate_task(task)
        result = new_result(task, args, kwargs, backend=self.alias)
        line = {
            "id": result.id,
            "task": task.module_path,
            "args": result.args,
            "kwargs": result.kwargs,
        }
        with Path(self.options["FILE"]).open("a", encoding="ascii") as journal:
            journal.write(json.dumps(line) + "\n")
        task_enqueued.send(type(self), task_result=result)
        return copy_result(result)
