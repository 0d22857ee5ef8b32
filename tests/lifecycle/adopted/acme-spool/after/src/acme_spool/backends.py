"""A backend that writes tasks to a folder, where ``acme-worker`` finds them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core import checks

from .framework import BaseTaskBackend, TaskResultDoesNotExist, task_enqueued
from .records import from_record, is_id, to_record
from .results import copy_result, new_result

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .framework import AnyResult, AnyTask


class SpoolBackend(BaseTaskBackend):
    """Writes each task to a file in ``OPTIONS["FOLDER"]``, and finds its result there."""

    supports_defer = True
    supports_async_task = True
    supports_get_result = True
    supports_priority = True

    def __init__(self, alias: str, params: dict[str, Any]) -> None:
        """Initialize the backend from the ``TASKS[alias]`` settings."""
        super().__init__(alias, params)
        # check() reports a missing folder.
        self.folder = Path(self.options.get("FOLDER", ""), alias)

    def enqueue(self, task: AnyTask, args: Sequence[Any], kwargs: Mapping[str, Any]) -> AnyResult:
        """Write a READY result, send ``task_enqueued``, and return a copy."""
        self.validate_task(task)
        result = new_result(task, args, kwargs, backend=self.alias)
        record = to_record(result)
        self.folder.mkdir(parents=True, exist_ok=True)
        # A worker sees the file once it is whole.
        written = self.folder / f"{result.id}.part"
        written.write_text(record, encoding="ascii")
        written.rename(self._path(result.id))
        task_enqueued.send(type(self), task_result=result)
        return copy_result(result)

    def get_result(self, result_id: str) -> AnyResult:
        """Return the result with this id, or raise ``TaskResultDoesNotExist``."""
        if not is_id(result_id):
            raise TaskResultDoesNotExist(result_id)
        try:
            record = self._path(result_id).read_text(encoding="ascii")
        except FileNotFoundError:
            raise TaskResultDoesNotExist(result_id) from None
        return from_record(record, result_id)

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:  # noqa: ARG002
        """Return an error if there is no folder."""
        if Path(self.options.get("FOLDER", "")).is_absolute():
            return []
        msg = f"TASKS[{self.alias!r}]['OPTIONS']['FOLDER'] must be an absolute path."
        return [checks.Error(msg, id="acme_spool.E001")]

    def _path(self, result_id: str) -> Path:
        return self.folder / f"{result_id}.json"
