"""The generated parts of the reference: read from the template and from packages rendered of it.

A page says ``<!-- generated: NAME -->``, or ``<!-- generated: NAME OF WHAT -->``, and the function
of that name returns the Markdown that takes the place of the comment.
"""

from __future__ import annotations

import re

from . import contract, errors, package, questions, settings, versions
from .renders import RENDERED, project

__all__ = ["RENDERED", "expand", "project"]

MARKER = re.compile(r"^<!-- generated: (\w+) ?(.*?) -->$", re.MULTILINE)
GENERATORS = {
    function.__name__: function
    for function in (
        contract.contract,
        contract.declarations,
        errors.messages,
        errors.refused_answers,
        package.columns,
        package.command,
        package.compat,
        package.files,
        package.module,
        questions.questions,
        questions.reserved,
        settings.checks,
        settings.flags,
        settings.options,
        versions.combinations,
        versions.stores,
        versions.tools,
        versions.versions,
    )
}


def expand(text):
    """Return a page with what is generated in the place of the comments."""
    return MARKER.sub(lambda match: GENERATORS[match[1]](*match[2].split()), text)
