"""What a generated package raises."""

from __future__ import annotations

import ast
from functools import cache

from .markdown import code, definition, listed, scope_names
from .questions import COOKIECUTTER, QUESTIONS, refusals
from .renders import SCOPES, modules, neutral, source
from .texts import Texts, functions, raised


def raises(name, path):
    """Yield what a module raises: (exception, function, message, alternatives)."""
    tree = ast.parse(source(name, path))
    said_of = {
        node.name: ast.get_docstring(node).partition("\n")[0]
        for node in ast.walk(ast.parse(source(name, "messages.py")))
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }
    in_functions = set()
    for qualified, function, texts in functions(tree):
        for error in raised(function):
            in_functions.add(error)
            [argument] = error.args
            called = ast.unparse(argument.func) if isinstance(argument, ast.Call) else ""
            if called.startswith("messages."):
                says = said_of[called.removeprefix("messages.")].removeprefix("Return ")
                yield ast.unparse(error.func), qualified, f"It says {says}", {}
            else:
                text, others = texts.of(argument), texts.alternatives(argument)
                for message in others.pop(text.strip("<>"), [text]):
                    yield ast.unparse(error.func), qualified, message, others
    for error in raised(tree):
        if error not in in_functions:
            texts = Texts(tree, tree)
            yield ast.unparse(error.func), "", texts.of(error.args[0]), {}


@cache
def all_raises():
    """Return what each module may raise: {module: {what is raised: scopes}}."""
    found = {}
    for name in [*SCOPES, "framework-both"]:
        for path in modules(name):
            for exception, function, text, alternatives in raises(name, path):
                others = tuple((key, tuple(texts)) for key, texts in alternatives.items())
                key = (exception, function, neutral(text, name), others)
                scopes = found.setdefault(path, {}).setdefault(key, [])
                if (name in SCOPES or path == "compat.py") and name not in scopes:
                    scopes.append(name)
    return {
        path: {key: scopes for key, scopes in entries.items() if scopes}
        for path, entries in sorted(found.items())
    }


def messages():
    parts = []
    for path, entries in all_raises().items():
        if entries:
            parts.append(f"### `{path}`\n")
        for (exception, function, text, alternatives), scopes in entries.items():
            where = "as it is imported" if not function else f"in `{function}()`"
            which = "with `tasks_framework` `both`" if scopes == ["framework-both"] else None
            shown = text if text.startswith("It says ") else code(text)
            parts.append(
                definition(
                    f"`{exception}` {where}, {which or scope_names(scopes)}",
                    shown,
                    *(
                        f"where {code(f'<{name}>')} is {listed(texts, 'or')}"
                        for name, said in alternatives
                        if (texts := [code(text) if text else "nothing" for text in said])
                    ),
                )
            )
    return "\n".join(parts)


def refused_answers():
    return "\n".join(
        definition(f"[`{question}`](questions.md#{question})", code(sentence))
        for question in QUESTIONS
        if not isinstance(COOKIECUTTER[question], list) and (sentence := refusals(question))
    )
