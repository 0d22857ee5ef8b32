"""The options, the flags, and the system checks."""

from __future__ import annotations

import ast
import re
from functools import cache

from .markdown import code, definition, scope_names, table
from .renders import SCOPES, neutral, readme_tables, source
from .texts import functions


@cache
def check_messages():
    """Return what ``check()`` may report: (id, level, message, hint) with the scopes that do."""
    found = {}
    for scope in SCOPES:
        for _, function, texts in functions(ast.parse(source(scope, "backend.py"))):
            for call in ast.walk(function):
                if isinstance(call, ast.Call) and ast.unparse(call.func).startswith("checks."):
                    given = {each.arg: each.value for each in call.keywords}
                    key = (
                        given["id"].value.partition(".")[2],
                        call.func.attr,
                        neutral(texts.of(call.args[0]), scope),
                        neutral(texts.of(given["hint"]), scope) if "hint" in given else "",
                    )
                    found.setdefault(key, []).append(scope)
    levels = {"Error": "error", "Warning": "warning"}
    return [
        (id_, levels[level], message, hint, scopes)
        for (id_, level, message, hint), scopes in found.items()
    ]


def checks():
    parts = []
    for id_ in sorted({id_ for id_, *_ in check_messages()}):
        parts.append(f"## {id_}\n")
        for found, level, message, hint, scopes in check_messages():
            if found == id_:
                parts.append(
                    definition(
                        f"{level.capitalize()} {code(f'package_name.{id_}')} in {scope_names(scopes)}",
                        code(message),
                        f"Hint: {code(hint)}" if hint else "",
                    )
                )
    return "\n".join(parts)


def accepted_options(scope):
    """Return the names that ``check()`` does not call unknown."""
    for node in ast.walk(ast.parse(source(scope, "backend.py"))):
        if isinstance(node, ast.Compare) and ast.unparse(node.left) == "name":
            names = ast.literal_eval(node.comparators[0])
            return [names] if isinstance(names, str) else list(names)
    raise LookupError(f"{scope}: no list of options is found in check()")


@cache
def documented_options():
    """Return what the tables of the rendered READMEs say of each option: default and meaning."""
    found = {}
    for scope in SCOPES:
        for row in readme_tables(scope, "Options"):
            if re.fullmatch(r"`[A-Z_]+`", row[0]):
                name, default, meaning = row
                said = found.setdefault(name.strip("`"), (default, meaning))
                assert said == (default, meaning), f"{scope}: {name} is told in two ways"
    return found


def options():
    parts = []
    by_scope = {scope: accepted_options(scope) for scope in SCOPES}
    names = sorted({name for found in by_scope.values() for name in found})
    rows = [
        (code(scope), ", ".join(f"[`{name}`](#{name.lower()})" for name in found))
        for scope, found in by_scope.items()
    ]
    parts.append(table(("scope", "options"), rows))
    for name in names:
        scopes = [scope for scope in SCOPES if name in by_scope[scope]]
        default, meaning = documented_options()[name]
        about = [check for check in check_messages() if f"['{name}']" in "".join(check[2:4])]
        values = {
            match[1].replace(" or None", " or `None`")
            for check in about
            if (match := re.search(r"must be (.*?), not <", check[2]))
        }
        links = [
            f"[{id_}](checks.md#{id_.lower()})"
            + (f" in {scope_names(those)}" if those != scopes else "")
            for id_, *_, those in about
        ]
        parts.append(f"## `{name}`\n")
        parts.append(definition("Where", scope_names(scopes)))
        parts.append(definition("Meaning", meaning))
        parts.append(definition("Default", default))
        parts.append(definition("Value", *values))
        parts.append(definition("Checked by", *links))
    return "\n".join(parts)


def flags():
    """Return the flags, and what each means in the scopes, as the rendered READMEs say."""
    found = {}
    for name in [*SCOPES, "framework-django"]:
        for flag, value, meaning in readme_tables(name, "Tasks it accepts"):
            if flag.startswith("`supports_"):
                key = (flag, value, meaning.removesuffix(", see below"))
                found.setdefault(key, []).append(name)
    entries = {}
    for (flag, value, meaning), names in found.items():
        scopes = [scope for scope in names if scope in SCOPES] or SCOPES
        where = "" if scopes == SCOPES else f", in {scope_names(scopes)}"
        entries.setdefault(flag, []).append(f"{value}: {meaning}{where}")
    return "\n".join(definition(flag, *texts) for flag, texts in entries.items())
