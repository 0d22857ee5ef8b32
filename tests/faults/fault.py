"""A mistake to plant in a generated package, and the test that has to notice it."""

from __future__ import annotations

import re
from dataclasses import dataclass

# The storage scopes: those that keep results in memory, and those that keep records of them.
MEMORY = ("context", "thread", "process")
RECORDS = ("cache", "database")
ALL = (*MEMORY, *RECORDS)
# In these, several backends have one store.
SHARED = ("thread", "process")
CACHE = ("cache",)
DATABASE = ("database",)


@dataclass(frozen=True)
class Fault:
    """A mistake: some text that a file has once, replaced by a wrong one.

    ``caught_by`` is the test that must fail, so that the fault is noticed for what it is;
    with ``[sync]`` or another part of its id where only that part has to.
    """

    intent: str
    file: str
    old: str
    new: str
    caught_by: str
    scopes: tuple[str, ...] = ALL
    framework: str | None = None  # where it is a mistake; None: with any framework
    django: str | None = None  # where it is a mistake; None: on any release
    python: str | None = None  # where it is a mistake; None: on any release
    engine: str = "none"  # in packages with which it is planted

    @property
    def slug(self):
        return re.sub(r"\W+", "-", self.intent).strip("-").lower()

    @property
    def test(self):
        """The name of the test that must fail, whichever part of it does."""
        return self.caught_by.partition("[")[0]

    def plant(self, package):
        """Put the mistake in the package at a path."""
        path = package / self.file
        text = path.read_text(encoding="utf-8")
        assert text.count(self.old) == 1, f"{self.file} does not have this once:\n{self.old}"
        planted = text.replace(self.old, self.new)
        compile(planted, self.file, "exec")
        path.write_text(planted, encoding="utf-8")
