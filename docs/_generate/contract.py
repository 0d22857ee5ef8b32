"""The contract tests."""

from __future__ import annotations

import re

from .markdown import code, definition, listed
from .renders import project


def text():
    return (project("process") / "tests" / "test_contract.py").read_text(encoding="utf-8")


def sentence_of(name):
    """Return the name of a test as a sentence."""
    words = name.removeprefix("test_").replace("_", " ").replace("json", "JSON")
    return words[0].upper() + words[1:]


def conditions(source):
    """Yield when, and how often, a test runs."""
    if "caller: " in source:
        yield "Sync and async."
    if declared := re.search(r'declared\("(\w+)"\)', source):
        yield f"If `TASKS_CONTRACT` declares `{declared[1]}`."
    if "skip_if_it_ran(" in source:
        yield "Skipped if the backend runs tasks when they are enqueued."
    if flags := set(re.findall(r"backend\.(supports_\w+)", source)):
        yield f"Depends on {listed([*map(code, sorted(flags))])}."


def contract():
    """Return the tests, by the headings that are comments between them."""
    parts = []
    for part in re.split(r"\n(?=# [A-Z]|(?:async )?def |@)", text()):
        if part.startswith("# "):
            parts.append(f"## {part.splitlines()[0][2:].replace('enqueue()', '`enqueue()`')}\n")
        elif test := re.match(r"(?:@.*\n(?:[ )].*\n)*)*(?:async )?def (test_\w+)", part):
            parts.append(
                definition(sentence_of(test[1]), code(test[1]), " ".join(conditions(part)))
            )
    return "\n".join(parts)


def declarations():
    """Return what the module says about the declarations of a backend."""
    said = text().split('"""')[1]
    return f"```{{eval-rst}}\n{said[said.index('``SCOPE``') :]}\n```"
