"""The generated parts of the reference: the template is asked, and packages rendered from it.

A page says ``<!-- generated: NAME -->``, or ``<!-- generated: NAME OF WHAT -->``. The Markdown that
the function of that name returns takes the place of the comment.
"""

from __future__ import annotations

import re

from . import contract, messages, options, package, questions, versions
from .renders import RENDERED, project

__all__ = ["RENDERED", "expand", "project"]

MARKER = re.compile(r"^<!-- generated: (\w+) ?(.*?) -->$", re.MULTILINE)
GENERATORS = {
    function.__name__: function
    for function in (
        contract.contract,
        contract.declarations,
        messages.message,
        options.check,
        options.flags,
        options.options,
        package.columns,
        package.command,
        package.files,
        package.module,
        package.source,
        package.stores,
        questions.questions,
        questions.reserved,
        versions.combinations,
        versions.servers,
        versions.tools,
        versions.versions,
    )
}


def expand(text):
    """Return a page with the generated parts in place of the comments."""
    return MARKER.sub(lambda match: GENERATORS[match[1]](*match[2].split()), text)
