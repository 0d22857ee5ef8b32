"""The questions, and the answers that are rejected."""

from __future__ import annotations

import re
from functools import cache

import yaml
from jinja2 import Environment

from tests.lab.rendering import COOKIECUTTER, COPIER, REPOSITORY

from .markdown import code, definition, listed, table
from .renders import QUESTIONS, SCOPES, renderer


@cache
def hook():
    return Environment(keep_trailing_newline=True).from_string(
        (REPOSITORY / "hooks" / "pre_gen_project.py").read_text(encoding="utf-8")
    )


def refusal(**answers):
    """Return the error for these answers from the hook that checks them, or ``None``."""
    defaults = {
        question: value[0] if isinstance(value, list) else value
        for question, value in COOKIECUTTER.items()
        if not question.startswith("__")
    }
    defaults |= {"project_slug": "dummy-backend", "package_name": "dummy_backend"}
    script = hook().render(cookiecutter={**defaults, **answers})
    try:
        exec(compile(script, "pre_gen_project.py", "exec"), {})
    except SystemExit as stop:
        return str(stop)
    return None


def refusals(question):
    """Return the error for an invalid answer, with a placeholder for the answer."""
    if isinstance(COOKIECUTTER[question], bool):
        for scope in SCOPES:
            if sentence := refusal(**{question: True, "storage_scope": scope}):
                return sentence.replace(repr(scope), "<storage_scope>")
        return None
    bad = "\n"
    return refusal(**{question: bad}).replace(repr(bad), "<answer>")


def default_of(question):
    """Return the default answer."""
    value = COOKIECUTTER[question]
    if isinstance(value, list):
        return code(value[0])
    if isinstance(value, bool):
        return f"{'yes' if value else 'no'} ({code(str(value).lower())})"
    if "{" in value:
        [other] = set(re.findall(r"cookiecutter\.(\w+)", value))
        made = default_answers()[question]
        return f"derived from {code(other)} (by default {code(made)})"
    return code(value) if value else "empty"


@cache
def default_answers():
    """Return the answers of a project with all the defaults."""
    folder = renderer().copier({})
    return yaml.safe_load((folder / ".copier-answers.yml").read_text(encoding="utf-8"))


def asked(question):
    """Return when copier asks, by trying its condition with each scope."""
    when = COPIER[question].get("when")
    if when is None:
        return None
    template = Environment().from_string(when)
    scopes = [scope for scope in SCOPES if template.render(storage_scope=scope) == "True"]
    choices = listed([code(scope) for scope in scopes], "or")
    otherwise = "no" if isinstance(COOKIECUTTER[question], bool) else default_of(question)
    return f"by copier only if `storage_scope` is {choices}: otherwise the answer is {otherwise}"


def questions():
    parts = []
    kinds = {"str": "one line of text", "bool": "yes or no"}
    for question in QUESTIONS:
        value, prompt = COOKIECUTTER[question], COOKIECUTTER["__prompts__"][question]
        is_choice = isinstance(value, list)
        help_text = prompt["__prompt__"] if is_choice else prompt
        facts = [
            ("Prompt", help_text),
            ("Type", "a choice" if is_choice else kinds[COPIER[question]["type"]]),
            ("Default", default_of(question)),
        ]
        if condition := asked(question):
            facts.append(("Asked", condition))
        if not is_choice and (sentence := refusals(question)):
            facts.append(("Error", code(sentence)))
        parts.append(f"## `{question}`\n\n" + "\n".join(definition(*fact) for fact in facts))
        if is_choice:
            rows = [(code(choice), prompt[choice].partition(": ")[2]) for choice in value]
            parts.append(table(("Choice", "Meaning"), rows))
    return "\n".join(parts)


def reserved():
    """Return the reserved names."""
    rules = COOKIECUTTER["_rules"]
    parts = []
    for rule, question in {
        "reserved_slugs": "project_slug",
        "reserved_modules": "package_name",
        "reserved_classes": "backend_class",
    }.items():
        names = ", ".join(map(code, rules[rule]))
        summary = (
            f"<summary>{len(rules[rule])} names that <code>{question}</code> can't be</summary>"
        )
        parts.append(f"<details>\n{summary}\n\n{names}\n\n</details>\n")
    return "\n".join(parts)
