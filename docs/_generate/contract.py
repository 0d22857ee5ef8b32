"""What the contract suite checks."""

from __future__ import annotations

import ast
import re
import sys

from .markdown import code, definition, listed
from .renders import project


def sentence_of(name):
    """Return the name of a test as a sentence."""
    words = name.removeprefix("test_").replace("_", " ")
    text = re.sub(r"\bjson\b", "JSON", words)
    return text[0].upper() + text[1:]


def parameter_values(tree, node):
    """Return what a test is given for a parameter, as texts."""
    if isinstance(node, ast.Name):
        [node] = [
            each.value
            for each in tree.body
            if isinstance(each, ast.Assign) and ast.unparse(each.targets[0]) == node.id
        ]
    if isinstance(node, ast.ListComp):
        # Pairs of a name and a value, as pytest.param() has them.
        return [ast.literal_eval(each.elts[0]) for each in node.generators[0].iter.elts]
    return [code(ast.unparse(each)) for each in node.elts]


def contract_tests():
    """Yield the areas of the contract, each with its tests."""
    text = (project("process") / "tests" / "test_contract.py").read_text(encoding="utf-8")
    tree = ast.parse(text)
    starts = [
        (number, line.removeprefix("# "))
        for number, line in enumerate(text.splitlines(), 1)
        if re.match(r"# [A-Z]", line)
    ]
    for (begin, area), (end, _) in zip(starts, [*starts[1:], (sys.maxsize, "")], strict=True):
        tests = [
            node
            for node in tree.body
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
            and node.name.startswith("test_")
            and begin < node.lineno < end
        ]
        yield area, tree, tests


def conditions(tree, test):
    """Yield what is to be known of a test besides its name."""
    if "caller" in [argument.arg for argument in test.args.args]:
        yield "Sync and async."
    for decorator in test.decorator_list:
        if isinstance(decorator, ast.Call) and decorator.func.attr == "parametrize":
            names = ast.literal_eval(decorator.args[0])
            first = names if isinstance(names, str) else names[0]
            values = parameter_values(tree, decorator.args[1])
            what = {"value": "Values"}.get(first, code(first))
            yield f"{what}: {', '.join(values)}."
    called = {ast.unparse(node.func): node for node in ast.walk(test) if isinstance(node, ast.Call)}
    if "declared" in called:
        name = ast.literal_eval(called["declared"].args[0])
        yield f"Where `TASKS_CONTRACT` declares `{name}`."
    if "skip_if_it_ran" in called:
        yield "Left out if the backend runs tasks as they are enqueued."
    tested = sorted(
        {
            ast.unparse(node).removeprefix("backend.")
            for node in ast.walk(test)
            if isinstance(node, ast.Attribute) and ast.unparse(node).startswith("backend.supports_")
        }
    )
    if tested:
        yield f"As {listed([*map(code, tested)])} says."


def contract():
    parts = []
    for area, tree, tests in contract_tests():
        parts.append(f"## {area.replace('enqueue()', '`enqueue()`')}\n")
        parts += [
            definition(sentence_of(test.name), code(test.name), " ".join(conditions(tree, test)))
            for test in tests
        ]
    return "\n".join(parts)


def declarations():
    """Return what the contract says of what a backend may declare."""
    text = (project("process") / "tests" / "test_contract.py").read_text(encoding="utf-8")
    said = ast.get_docstring(ast.parse(text))
    return f"```{{eval-rst}}\n{said[said.index('``SCOPE``') :]}\n```"
