"""Generate parts of the reference from the template, and from packages rendered with it.

A page contains comments such as ``<!-- generated: NAME ARGUMENTS -->``. Each is replaced by the
Markdown that the function with that name returns.
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
    """Return the text of a page, with its comments replaced by the generated parts."""
    return MARKER.sub(lambda match: GENERATORS[match[1]](*match[2].split()), text)
