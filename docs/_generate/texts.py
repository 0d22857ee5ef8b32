"""The texts that code makes, read without running it."""

from __future__ import annotations

import ast


def functions(tree):
    """Yield each function of a module, by its name, with what knows its texts."""

    def walk(nodes, prefix):
        for node in nodes:
            if isinstance(node, ast.ClassDef):
                yield from walk(node.body, f"{node.name}.")
            elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                yield f"{prefix}{node.name}", node, Texts(tree, node)
                yield from walk(node.body, prefix)

    return walk(tree.body, "")


def raised(node):
    """Return the exceptions that are made and raised in a function or another block."""
    return [
        each.exc
        for each in ast.walk(node)
        if isinstance(each, ast.Raise) and isinstance(each.exc, ast.Call)
    ]


class Texts(ast.NodeVisitor):
    """The texts that the code of a function makes, with placeholders for what it does not say."""

    def __init__(self, tree, function):
        self.tree = tree
        self.function = function
        self.blocks = [
            block
            for node in ast.walk(function)
            for name in ("body", "orelse", "finalbody")
            if isinstance(block := getattr(node, name, None), list)
        ]

    def of(self, node):
        """Return the text that an expression makes."""
        return self.visit(node)

    def generic_visit(self, node):
        return f"<{self.placeholder(node)}>"

    def visit_Constant(self, node):
        return str(node.value)

    def visit_JoinedStr(self, node):
        return "".join(map(self.visit, node.values))

    def visit_FormattedValue(self, node):
        if ast.unparse(node.value) == "self.alias" and node.conversion == ord("r"):
            return "'<alias>'"
        text = self.visit(node.value)
        if node.format_spec and text.isdigit():
            return format(int(text), self.visit(node.format_spec))
        return text

    def visit_Attribute(self, node):
        # The name of a class, such as DummyBackend.__name__.
        if node.attr == "__name__" and ast.unparse(node.value)[0].isupper():
            return ast.unparse(node.value)
        return self.generic_visit(node)

    def visit_Call(self, node):
        match node:
            case ast.Call(func=ast.Attribute(attr="join"), args=[ast.GeneratorExp(elt=part)]):
                return self.visit(part)
            case ast.Call(func=ast.Name(id="str")):
                return self.of_cause(node)
            case ast.Call(func=ast.Name(id=name)):
                for _, function, texts in functions(self.tree):
                    returned = [each for each in ast.walk(function) if isinstance(each, ast.Return)]
                    if function.name == name and len(returned) == 1:
                        return texts.of(returned[0].value)
        return self.generic_visit(node)

    def visit_Name(self, node):
        if node.id in ("__name__", "__package__"):
            return "package_name"
        match self.values(node):
            case [ast.Constant() | ast.JoinedStr() as value]:
                return self.visit(value)
            case [ast.Call(func=ast.Attribute(attr="join")) as value]:
                return self.visit(value)
            case [ast.Attribute(attr="__name__") as value] if node.id.isupper():
                return self.visit(value)
            case [value]:
                for each in ast.walk(value):
                    if isinstance(each, ast.Call) and ast.unparse(each.func) == "self.options.get":
                        return f"<{each.args[0].value}>"
        return self.given(node.id) or f"<{node.id}>"

    def values(self, node):
        """Return what a variable may hold where it is used: what is assigned to it before."""
        found = []
        for block in reversed(self.blocks_around(node)):
            before = [each for each in block if each.lineno < node.lineno]
            for statement in reversed(before):
                if not any(each is node for each in ast.walk(statement)):
                    found[:0] = self.assigned(statement, node.id)
                    if self.is_definite(statement, node.id):
                        return found
        if found:
            return found
        return [value for each in self.tree.body for value in self.assigned_by(each, node.id)]

    def blocks_around(self, node):
        """Return the lists of statements that a node is somewhere in, the outermost first."""
        return [
            block
            for block in self.blocks
            if any(each is node for statement in block for each in ast.walk(statement))
        ]

    def is_definite(self, statement, name):
        """Tell whether a variable is assigned to whatever way a statement goes."""
        if isinstance(statement, ast.If):
            return all(
                any(self.is_definite(each, name) for each in block)
                for block in (statement.body, statement.orelse)
            )
        return bool([*self.assigned_by(statement, name)])

    def assigned(self, tree, name):
        for each in ast.walk(tree):
            yield from self.assigned_by(each, name)

    def assigned_by(self, node, name):
        match node:
            case ast.Assign(targets=[ast.Name(id=found)], value=value) if found == name:
                yield value
            case ast.AnnAssign(target=ast.Name(id=found), value=value) if found == name and value:
                yield value

    def given(self, name):
        """Return the text that another function passes on as a variable of the same name."""
        for _, function, texts in functions(self.tree):
            for call in ast.walk(function):
                if isinstance(call, ast.Call) and ast.unparse(call.func).endswith(
                    f".{getattr(self.function, 'name', '')}"
                ):
                    for argument in call.args:
                        if isinstance(argument, ast.Name) and argument.id == name:
                            text = texts.of(argument)
                            return None if text == f"<{name}>" else text
        return None

    def alternatives(self, node):
        """Return the placeholders of an expression that stand for one of several texts."""
        found = {}
        for each in ast.walk(node):
            if isinstance(each, ast.Name):
                values = self.values(each)
                if len(values) == 1 and isinstance(values[0], ast.JoinedStr):
                    found |= self.alternatives(values[0])
                elif len(values) > 1:
                    texts = [self.of(value).strip() for value in values]
                    if any(isinstance(value, ast.JoinedStr) for value in values):
                        found[each.id] = texts
        return found

    def of_cause(self, node):
        """Return the text of the exception that is caught, if one method says all that it may be."""
        for tried in ast.walk(self.function):
            for handler in tried.handlers if isinstance(tried, ast.Try) else ():
                if any(each is node for each in ast.walk(handler)):
                    for each in ast.walk(ast.Module(tried.body, [])):
                        if isinstance(each, ast.Attribute) and ast.unparse(each.value) == "self":
                            for _, function, texts in functions(self.tree):
                                if function.name == each.attr and raised(function):
                                    [error] = raised(function)
                                    return texts.of(error.args[0])
                    return f"<the message of the {ast.unparse(handler.type)} that is its cause>"
        return "<error>"

    def placeholder(self, node):
        """Return a name for a value."""
        text = ast.unparse(node)
        match node:
            case ast.Call(func=ast.Attribute(attr="join"), args=[values]):
                return self.placeholder(values)
            case ast.Call(func=ast.Attribute(attr="get_version")):
                return "version"
            case ast.Call(func=ast.Name(id="len"), args=[value]):
                return f"length of {ast.unparse(value)}"
            case ast.Call(func=ast.Name(id="map"), args=[_, value]):
                return ast.unparse(value)
        if text == "type(error).__name__":
            return "exception"
        return text.removeprefix("self.").lstrip("_")
