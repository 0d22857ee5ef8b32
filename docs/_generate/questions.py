"""Generate the questions, their errors, and the reserved names."""

from __future__ import annotations

import re
from functools import cache

import yaml
from jinja2 import Environment

from tests.lab.rendering import COOKIECUTTER, COPIER, REPOSITORY

from .markdown import code, definition, listed, table
from .renders import QUESTIONS, renderer


@cache
def hook():
    return Environment(keep_trailing_newline=True).from_string(
        (REPOSITORY / "hooks" / "pre_gen_project.py").read_text(encoding="utf-8")
    )


def refusal(**answers):
    """Return the error that the hook raises for these answers, or ``None``."""
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


# Invalid answers by question.
INVALID = {
    "project_name": ["", "Acme ", "a" * 61, "\t"],
    "project_slug": ["Acme Tasks", "django"],
    "package_name": ["my-backend", "class", "json", "admin"],
    "backend_class": ["acme_backend", "Exception", "Task"],
    "project_description": ["\t"],
    "author_name": ["Ada "],
    "author_email": ["ada"],
    "repository_url": ["example.org"],
    "engine": ["celery"],
    "supports_priority": [True],
    "supports_get_result": [True],
}


def errors(question):
    """Return the errors for invalid answers."""
    others = (
        {"storage_scope": "database", "engine": "rq"} if question == "supports_priority" else {}
    )
    found = [refusal(**others, **{question: value}) for value in INVALID.get(question, ())]
    return "\n\n  ".join(code(error.partition(": ")[2]) for error in found)


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
    """Return when copier asks, by evaluating its condition for each scope or engine."""
    when = COPIER[question].get("when")
    if when is None:
        return None
    template = Environment().from_string(when)
    other = "engine" if "engine" in when else "storage_scope"
    values = [value for value in COOKIECUTTER[other] if template.render({other: value}) == "True"]
    choices = listed([code(value) for value in values], "or")
    otherwise = "no" if isinstance(COOKIECUTTER[question], bool) else default_of(question)
    return f"Copier only asks if {code(other)} is {choices}. Otherwise, the answer is {otherwise}."


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
            facts.append(("Condition", condition))
        if found := errors(question):
            facts.append(("Errors", found))
        parts.append(f"## `{question}`\n\n" + "\n".join(definition(*fact) for fact in facts))
        if is_choice:
            rows = [(code(choice), prompt[choice].partition(": ")[2]) for choice in value]
            parts.append(table(("Choice", "Description"), rows))
    return "\n".join(parts)


def reserved():
    """Return the reserved names by question and reason."""
    parts = []
    for question, reasons in COOKIECUTTER["_rules"]["reserved"].items():
        parts.append(f"`{question}`\n")
        for reason, names in reasons.items():
            summary = f"<summary>{reason.partition(' ')[2]} ({len(names)} names)</summary>"
            parts.append(f"<details>\n{summary}\n\n{', '.join(map(code, names))}\n\n</details>\n")
    return "\n".join(parts)
