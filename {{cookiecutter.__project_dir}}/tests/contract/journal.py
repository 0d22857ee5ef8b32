"""A file in which tasks and receivers write what they see, in whichever process they run."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from django.utils.timezone import now


class Journal:
    """The entries of one test."""

    def __init__(self, path: str) -> None:
        self.path = path

    def write(self, **entry: Any) -> None:
        """Append an entry. Processes that write at once don't mix theirs."""
        line = f"{json.dumps({'at': now().isoformat(), **entry})}\n".encode()
        file = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        try:
            os.write(file, line)
        finally:
            os.close(file)

    def read(self, kind: str | None = None) -> list[dict[str, Any]]:
        """Return the entries, or only those that have a key."""
        path = Path(self.path)
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        entries: list[dict[str, Any]] = [json.loads(line) for line in lines]
        return [entry for entry in entries if kind is None or kind in entry]

    @property
    def order(self) -> list[str]:
        """The first argument of each call that a task wrote, in order."""
        return [entry["args"][0] for entry in self.read("called")]


def described(result: Any) -> dict[str, Any]:
    """Return what changes in a result while its task runs, as JSON."""
    return {
        "status": str(result.status),
        "attempts": result.attempts,
        "workers": len(result.worker_ids),
        "errors": len(result.errors),
        "started_at": result.started_at is not None,
        "last_attempted_at": result.last_attempted_at is not None,
        "finished_at": result.finished_at is not None,
    }
