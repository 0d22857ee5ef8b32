"""What the modules of a generated package are, and define."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from itertools import takewhile

from tests.template import FOLDER

from .markdown import code, definition, listed, scope_names, table
from .renders import SCOPES, neutral, package, project, source


def signature(node):
    """Return what the reference shows of a class or a function, to tell whether two are alike."""
    if isinstance(node, ast.ClassDef):
        inside = [signature(each) for each in node.body if is_shown(each)]
        head = [*map(ast.unparse, node.bases), *inside]
    else:
        head = [ast.unparse(node.args), node.returns and ast.unparse(node.returns)]
    return repr((node.name, head, ast.get_docstring(node)))


def is_shown(node):
    """Tell whether the reference shows a statement: a class or a function that is public."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return isinstance(node, kinds) and (node.name[0] != "_" or node.name.endswith("__"))


def module(path, heading="##"):
    """Return the reference of a module: what it defines, once for all scopes where that is alike."""
    trees = {scope: ast.parse(text) for scope in SCOPES if (text := source(scope, path))}
    dotted = path.removesuffix(".py").replace("/", ".")
    said, alike = {}, {}
    for scope, tree in trees.items():
        said.setdefault(ast.get_docstring(tree), []).append(scope)
        for node in filter(is_shown, tree.body):
            kind = "function"
            if isinstance(node, ast.ClassDef):
                kind = "exception" if "Exception" in map(ast.unparse, node.bases) else "class"
            key = (kind, node.name, neutral(signature(node), scope))
            alike.setdefault(key, []).append(scope)
    groups = {}
    for (kind, name, _), scopes in alike.items():
        options = "" if kind == "function" else "\n   :members:"
        where = f"{package(scopes[0])}.{dotted}"
        entry = f".. py:currentmodule:: {where}\n.. auto{kind}:: {where}.{name}{options}\n"
        groups.setdefault(tuple(scopes), []).append(entry)
    parts = []
    if len(said) == 1:
        parts.append(f"```{{eval-rst}}\n{next(iter(said))}\n```\n")
    for scopes, entries in groups.items():
        if len(groups) > 1:
            names = scope_names(scopes)
            parts.append(f"{heading} {names[0].upper()}{names[1:]}\n")
        parts.append("```{eval-rst}\n" + "\n".join(entries) + "```\n")
    if entries := constants(path, [*trees]):
        parts.append(f"{heading} Constants\n\n{entries}")
    return "\n".join(parts)


def constants(path, scopes):
    """Return the public constants of a module that have a comment."""
    found = {}
    for scope in scopes:
        text = source(scope, path)
        comments = {
            token.start[0]: token.string.lstrip("# ")
            for token in tokenize.generate_tokens(io.StringIO(text).readline)
            if token.type == tokenize.COMMENT
        }
        for node in ast.parse(text).body:
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).isupper():
                lines, line = [], node.lineno - 1
                while line in comments and text.splitlines()[line - 1].startswith("#"):
                    lines.insert(0, comments[line])
                    line -= 1
                if lines or node.end_lineno in comments:
                    meaning = " ".join(lines) or comments[node.end_lineno]
                    name = f"`{ast.unparse(node.targets[0])}` = `{ast.unparse(node.value)}`"
                    found.setdefault((name, meaning.rstrip(".")), []).append(scope)
    return "\n".join(
        definition(name if those == scopes else f"{name} in {scope_names(those)}", meaning)
        for (name, meaning), those in found.items()
    )


def columns():
    """Return the columns and the indexes of the model."""
    from acme_database.models import StoredResult  # noqa: PLC0415

    rows = []
    for field in StoredResult._meta.get_fields():
        traits = []
        if field.primary_key:
            traits.append("the primary key")
        elif field.unique:
            traits.append("unique")
        elif field.db_index:
            traits.append("with an index")
        if field.null:
            traits.append("may be null")
        if field.max_length:
            traits.append(f"at most {field.max_length} characters")
        rows.append((code(field.name), code(type(field).__name__), ", ".join(traits)))
    indexes = [
        (
            code(index.name.replace("acme_database", "package_name")),
            ", ".join(map(code, index.fields)),
        )
        for index in StoredResult._meta.indexes
    ]
    return (
        table(("column", "field", "what else"), rows) + "\n" + table(("index", "columns"), indexes)
    )


def command():
    """Return the options of the command, beside those of every command of Django's."""
    from acme_database.management.commands.prune_task_results import Command  # noqa: PLC0415
    from django.core.management.base import BaseCommand  # noqa: PLC0415

    common = {option for each in actions(BaseCommand()) for option in each.option_strings}
    rows = []
    for action in actions(Command()):
        if common.isdisjoint(action.option_strings):
            [option] = action.option_strings
            value = code(action.metavar) if action.metavar else ""
            if action.choices:
                value = ", ".join(map(code, action.choices))
            rows.append((code(option), value, action.help))
    return table(("option", "value", "meaning"), rows)


def actions(command):
    """Return what the parser of a command takes."""
    # It has no public list of them.
    return command.create_parser("manage.py", "command")._actions


def compat():
    """Return where compat.py takes its names from."""
    tree = ast.parse(source("framework-both", "compat.py"))
    [choice] = [node for node in tree.body if isinstance(node, ast.If)]

    def imported(nodes):
        return {
            alias.name: node.module
            for top in nodes
            for node in ast.walk(top)
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }

    new, old = imported(choice.body), imported(choice.orelse)
    assert new.keys() == old.keys()
    return "\n".join(
        definition(code(name), f"{code(new[name])} from Django 6.0 on, {code(old[name])} before")
        for name in sorted(new, key=str.lower)
    )


def when(name):
    """Return the name of a file of the template, and the condition in it as text."""
    match = re.fullmatch(r"{% if cookiecutter\.(\w+)(?: (==|in) (.*?))? %}(.*){% endif %}", name)
    if not match:
        return name, ""
    question, operator, value, name = match.groups()
    if operator is None:
        return name, f"`{question}` is yes"
    values = ast.literal_eval(value)
    values = [values] if isinstance(values, str) else values
    return name, f"`{question}` is {listed([*map(code, values)], 'or')}"


def files(*folders):
    """Return the modules below folders of a project: what they are, and when they are there."""
    everywhere = {
        scope: {path.relative_to(project(scope)).as_posix(): path for path in python_files(scope)}
        for scope in [*SCOPES, "framework-both"]
    }
    found = {}
    for path in FOLDER.rglob("*.py*"):
        relative = path.relative_to(FOLDER).as_posix()
        head, _, name = relative.rpartition("/")
        name, condition = when(name)
        head = re.sub(r"{{cookiecutter\.(?:__)?(\w+)}}", r"\1", head)
        if name.endswith(".py"):
            found.setdefault(f"{head}/{name}", []).append(condition)
    entries = []
    for relative, those in sorted(found.items(), key=lambda item: (item[0].count("/"), item[0])):
        if relative.startswith(folders):
            there = [
                path
                for scope, paths in everywhere.items()
                if (path := paths.get(relative.replace("package_name", package(scope))))
            ]
            condition = those[0] if len(those) == 1 else ""
            name = relative.removeprefix("src/package_name/").removeprefix("tests/")
            where = f"There if {condition}." if condition else ""
            entries.append(definition(code(name), first_line(there), where))
    return "\n".join(entries)


def first_line(paths):
    """Return the first line of what modules say of themselves, as far as it is the same."""
    lines = {
        (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").partition("\n")[0]
        for path in paths
    }
    if len(lines) == 1:
        return lines.pop()
    alike = takewhile(lambda letters: len(set(letters)) == 1, zip(*lines, strict=False))
    return "".join(letters[0] for letters in alike).rstrip(" ,:.") + "."


def python_files(name):
    return [path for path in project(name).rglob("*.py") if path.is_file()]
