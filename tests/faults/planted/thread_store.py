"""Mistakes in the ``store.py`` of the scope thread that don't exist in the scope process."""

from tests.faults.fault import Fault

CLASS = "class Store(MemoryStore, threading.local):"

FAULTS = [
    Fault(
        "all threads have the same store",
        "store.py",
        CLASS,
        "class Store(MemoryStore):",
        "test_scope_reaches_as_far_as_declared",
        scopes=("thread",),
    ),
]
