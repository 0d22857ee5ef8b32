"""A task backend that writes tasks to a folder."""

from __future__ import annotations

from .backends import SpoolBackend

__all__ = ["SpoolBackend"]
