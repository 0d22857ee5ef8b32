"""Generate the reference of the modules of a package."""

from __future__ import annotations

import ast

from .markdown import block, code, definition, listed, table
from .renders import SCOPES, neutral, package, project


def automodule(name, dotted):
    options = "   :members:\n   :ignore-module-all:\n"
    return f"```{{eval-rst}}\n.. automodule:: {package(name)}.{dotted}\n{options}```\n"


def module(dotted):
    """Return the reference of a module that doesn't depend on the scope."""
    path = f"{dotted.replace('.', '/')}.py"
    scopes = [scope for scope in SCOPES if (source_folder(scope) / path).exists()]
    return automodule(scopes[0], dotted)


def stores():
    """Return the reference of the stores of all scopes."""
    return "\n".join(f"## The `{scope}` scope\n\n{automodule(scope, 'store')}" for scope in SCOPES)


def source(name, path):
    """Return the source code of a module."""
    text = (source_folder(name) / path).read_text(encoding="utf-8")
    return block(neutral(text, name).rstrip(), "python")


def source_folder(name):
    return project(name) / "src" / package(name)


def columns():
    """Return the columns and indexes of the model."""
    from acme_database.models import StoredResult  # noqa: PLC0415

    rows = []
    for field in StoredResult._meta.get_fields():
        traits = {
            "primary key": field.primary_key,
            "unique": field.unique and not field.primary_key,
            "indexed": field.db_index,
            "nullable": field.null,
            f"up to {field.max_length} characters": field.max_length,
        }
        names = [trait for trait, is_true in traits.items() if is_true]
        rows.append((code(field.name), code(type(field).__name__), ", ".join(names)))
    indexes = [
        (code(neutral(index.name, "database")), ", ".join(map(code, index.fields)))
        for index in StoredResult._meta.indexes
    ]
    return (
        f"{table(('Column', 'Field', 'Properties'), rows)}\n{table(('Index', 'Columns'), indexes)}"
    )


def command():
    """Return the options that the command adds to those of all commands."""
    from acme_database.management.commands.prune_task_results import Command  # noqa: PLC0415
    from django.core.management.base import BaseCommand  # noqa: PLC0415

    own, common = (
        # argparse has no public API to list options.
        {action.option_strings[0]: action for action in command.create_parser("", "")._actions}
        for command in (Command(), BaseCommand())
    )
    rows = [
        (
            code(option),
            ", ".join(map(code, action.choices or filter(None, [action.metavar]))),
            action.help,
        )
        for option, action in own.items()
        if option not in common
    ]
    return table(("Option", "Value", "Description"), rows)


def files(folder):
    """Return the modules in a folder: their summaries, and when they are included."""
    found = {}
    for scope in SCOPES:
        bare = project(scope, testing_tools=False)
        root = source_folder(scope) if folder == "src" else project(scope) / folder
        for path in root.rglob("*.py"):
            said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
            if not said:
                continue
            is_tool = not (bare / path.relative_to(project(scope))).exists()
            key = (path.relative_to(root).as_posix(), said.partition("\n")[0], is_tool)
            found.setdefault(key, []).append(scope)
    entries = []
    for (path, summary, is_tool), scopes in sorted(found.items(), key=by_depth):
        conditions = [f"the {listed([*map(code, scopes)], 'or')} scope"] * (scopes != SCOPES)
        conditions += ["the testing tools"] * is_tool
        when = f"Included with {' and '.join(conditions)}." if conditions else ""
        entries.append(definition(code(path), summary, when))
    return "\n".join(entries)


def by_depth(item):
    (path, *_), scopes = item
    return path.count("/"), path, SCOPES.index(scopes[0])
