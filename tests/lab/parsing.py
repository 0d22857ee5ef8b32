"""Parse rendered files."""

from __future__ import annotations

import sys
from itertools import pairwise

from markdown_it import MarkdownIt

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


def toml(data):
    """Return the TOML document in these bytes."""
    return tomllib.loads(data.decode())


def markdown(text):
    """Return the (tag, text) of each heading and paragraph as readers see them."""
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(text)
    return [
        (opening.tag, shown(inline))
        for opening, inline in pairwise(tokens)
        if inline.type == "inline"
    ]


def shown(inline):
    """Return the text of an inline token, and fail if it contains anything else."""
    kinds = {child.type for child in inline.children}
    if kinds <= {"text", "text_special", "softbreak"}:
        return "".join(child.content for child in inline.children)
    return None
