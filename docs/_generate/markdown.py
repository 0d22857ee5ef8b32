"""Writing Markdown."""

from __future__ import annotations

from .renders import SCOPES


def code(value):
    """Return a value as inline code."""
    text = str(value)
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def listed(values, last="and"):
    """Return texts as one text: a, b and c."""
    *most, final = values
    return f"{', '.join(most)} {last} {final}" if most else final


def table(head, rows):
    """Return a table."""

    def line(cells):
        return f"| {' | '.join(str(cell).replace('|', '&#124;') for cell in cells)} |"

    return "\n".join([line(head), line("---" for _ in head), *map(line, rows)]) + "\n"


def definition(term, *paragraphs):
    """Return an entry of a definition list."""
    return f"{term}\n: " + "\n\n  ".join(text for text in paragraphs if text) + "\n"


def scope_names(scopes):
    """Return scopes as readers call them."""
    if set(scopes) == set(SCOPES):
        return "every scope"
    return f"scope{'s' * (len(scopes) > 1)} {listed([code(scope) for scope in scopes])}"
