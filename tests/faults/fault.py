"""A mistake to plant in a generated package, and the test that must detect it."""

from __future__ import annotations

import re
from dataclasses import dataclass

# The storage scopes: those that keep results in memory, and those that store records.
MEMORY = ("context", "thread", "process")
RECORDS = ("cache", "database")
ALL = (*MEMORY, *RECORDS)
# In these scopes, several backends share a store.
SHARED = ("thread", "process")
CACHE = ("cache",)
DATABASE = ("database",)


@dataclass(frozen=True)
class Fault:
    """A mistake: a text that occurs once in a file, and the wrong one that replaces it.

    ``caught_by`` is the test that must fail, so that the mistake is detected for the right reason,
    followed by ``[sync]`` or another part of its id if only that variant must fail.
    """

    intent: str
    file: str
    old: str
    new: str
    caught_by: str
    scopes: tuple[str, ...] = ALL
    framework: str | None = None  # the frameworks with which it's a mistake; None for all
    django: str | None = None  # the releases on which it's a mistake; None for all
    python: str | None = None  # the releases on which it's a mistake; None for all
    engine: str = "none"  # the engine of the packages in which it's planted

    @property
    def slug(self):
        return re.sub(r"\W+", "-", self.intent).strip("-").lower()

    @property
    def test(self):
        """The name of the test that must fail, without a variant."""
        return self.caught_by.partition("[")[0]

    def plant(self, package):
        """Plant the mistake in the package at a path."""
        path = package / self.file
        text = path.read_text(encoding="utf-8")
        assert text.count(self.old) == 1, f"{self.file} does not have this once:\n{self.old}"
        planted = text.replace(self.old, self.new)
        compile(planted, self.file, "exec")
        path.write_text(planted, encoding="utf-8")
