"""A task backend that adds a line to a journal for each task."""

from __future__ import annotations

from .journal import JournalBackend

__all__ = ["JournalBackend"]
