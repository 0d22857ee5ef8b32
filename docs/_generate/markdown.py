"""Functions that write Markdown."""

from __future__ import annotations


def code(value):
    """Return a value as inline code."""
    text = str(value)
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def block(text, language="text"):
    """Return a code block."""
    return f"```{language}\n{text}\n```\n"


def listed(values, last="and"):
    """Join texts with commas and a conjunction, as in "a, b and c"."""
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
