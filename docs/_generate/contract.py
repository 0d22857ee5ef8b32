"""Generate the list of rules and declarations of the contract tests."""

from __future__ import annotations

import importlib.util
import re
import sys
from functools import cache

from .markdown import code, listed
from .renders import project


def folder():
    return project("process") / "tests" / "contract"


@cache
def rules():
    """Import the module of the rules, which only needs pytest."""
    spec = importlib.util.spec_from_file_location("contract_rules", folder() / "rules.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def tests(rule):
    """Return the names of the tests that check a rule."""
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(folder().glob("test_*.py")))
    marked = rf'^@rule\("{rule.id}"\)\n(?:(?:@|[ )]).*\n)*def (\w+)'
    return re.findall(marked, text, re.MULTILINE)


def contract():
    """Return the rules by group."""
    parts = []
    for group, members in rules().GROUPS.items():
        parts.append(f"## {group}\n")
        for rule in members:
            needs = f"Requires {listed([*map(code, rule.needs)])}." if rule.needs else ""
            source = f"[Django's documentation]({rule.link})"
            checked = f"Tested by {listed([*map(code, tests(rule))])}."
            parts.append(
                f"[{rule.id}]{{#{rule.id.lower()}}} {rule.level}. {rule.sentence}\n"
                f": {' '.join(filter(None, [needs, f'See {source}.', checked]))}\n"
            )
    return "\n".join(parts)


def declarations():
    """Return the list of declarations from the docstring of the module."""
    said = (folder() / "declaration.py").read_text(encoding="utf-8")
    said = said[said.index("    ``SCOPE``") :].partition('"""')[0]
    lines = [line.removeprefix("    ") for line in said.splitlines()]
    return "```{eval-rst}\n" + "\n".join(lines).strip() + "\n```"
