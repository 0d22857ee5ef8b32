"""Reject invalid answers before any file is written, because cookiecutter doesn't have validators.

The errors are the same as those of the validators in copier.yml, which use templates/errors.jinja.
Cookiecutter asks for all answers before it runs this hook, and then forgets them. So the errors are
followed by a command that repeats the other answers.
"""

import json
import os
import re
import shlex
import sys
from pathlib import Path

# tojson escapes apostrophes, so no value can end this string.
ANSWERS = json.loads(r'''{{ cookiecutter | tojson }}''')  # fmt: skip
# tojson sorts the names, but these are in the order of the questions.
QUESTIONS = [name for name in json.loads(r'''{{ cookiecutter | list | tojson }}''') if name[0] != "_"]  # fmt: skip
RULES = ANSWERS["_rules"]
# Copier shows an error on one line, after the name of the question, and the terminal truncates it.
WIDTH = 60
YES_OR_NO = (
    "supports_defer",
    "supports_async_task",
    "supports_priority",
    "supports_get_result",
    "testing_tools",
)


def matches(rule, value):
    return re.search(RULES[rule], value)


def error(value, reason):
    """Return the value, shortened if necessary, followed by the reason."""
    shown, room = repr(value), WIDTH - 1 - len(reason)
    if len(shown) > room:
        shown = f"{shown[: room - 4]}...{shown[-1]}"
    return f"{shown} {reason}"


def length_error(value, limit):
    if len(value) > limit:
        return f"{len(value)} characters is too long; the limit is {limit}"
    return None


def line_error(value, limit):
    unprintable = matches("unprintable", value)
    if len(value) > limit:
        return length_error(value, limit)
    if unprintable:
        return f"the character {unprintable[0]!r} isn't printable"
    return "it starts or ends with a space" if value != value.strip() else None


def reserved_error(question, value, name):
    for reason, names in RULES["reserved"][question].items():
        if name in names:
            return error(value, reason)
    return None


def name_reserved_error(question, value):
    found = None
    if question == "package_name":
        # A module must not have the name of a distribution that may be installed, either.
        found = reserved_error("project_slug", value, value.replace("_", "-"))
    return found or reserved_error(question, value, value)


def name_error(question, value, reason, other, allowed):
    """Return the error for a name, with a valid name or the allowed characters, or None."""
    if not value:
        return "a name is required"
    if len(value) > 40:
        return length_error(value, 40)
    if matches(question, value):
        return name_reserved_error(question, value)
    suggestion = f"{value!r} {reason}; try {other!r}"
    if (
        len(suggestion) <= WIDTH
        and matches(question, other)
        and not name_reserved_error(question, other)
    ):
        return suggestion
    return error(value, f"{reason}; {allowed}")


def words(text):
    return re.findall(r"[A-Za-z0-9]+", text)


def slug_of(text):
    return "-".join(words(text.lower()))


def module_of(text):
    name = "_".join(words(text.lower()))
    return f"backend_{name}" if name[:1].isdigit() else name


def slug_error(value):
    reason, allowed = "isn't a normalized name", "use a-z, 0-9 and hyphens"
    return name_error("project_slug", value, reason, slug_of(value), allowed)


def package_error(value):
    if not value.isidentifier():
        reason = "isn't an identifier"
    elif value != value.lower():
        reason = "isn't lower case"
    elif value[0] == "_":
        reason = "starts with an underscore"
    else:
        reason = "isn't ASCII"
    other, allowed = module_of(value), "use a-z, 0-9 and _"
    return name_error("package_name", value, reason, other, allowed)


def class_error(value):
    other = "".join(word[0].upper() + word[1:] for word in words(value))
    reason, allowed = "isn't CapWords", "use a name like DummyBackend"
    return name_error("backend_class", value, reason, other, allowed)


def pattern_error(question, value, limit, reason):
    if len(value) > limit:
        return length_error(value, limit)
    return error(value, reason) if value and not matches(question, value) else None


TEXT = {
    "project_name": lambda text: line_error(text, 60) if text else "a name is required",
    "project_slug": slug_error,
    "package_name": package_error,
    "backend_class": class_error,
    "project_description": lambda text: line_error(text, 300),
    "author_name": lambda text: line_error(text, 100),
    "author_email": lambda text: pattern_error(
        "author_email", text, 100, "isn't an address like ada@example.org"
    ),
    "repository_url": lambda text: pattern_error(
        "repository_url", text, 200, "isn't a URL like https://example.org/app"
    ),
}


def error_of(question):
    """Return the error for an answer, or None.

    The user's configuration and a replay file can contain any value, such as null.
    """
    answer, scope = ANSWERS[question], ANSWERS["storage_scope"]
    if question in TEXT:
        return TEXT[question](answer) if isinstance(answer, str) else error(answer, "isn't text")
    if question in YES_OR_NO and not isinstance(answer, bool):
        return error(answer, "isn't true or false")
    if question == "engine" and answer != "none" and scope != "database":
        return f"{answer!r} needs storage scope database, not {scope}"
    if question == "supports_get_result" and answer and scope in ("context", "thread"):
        return f"needs storage scope process, cache or database, not {scope}"
    # In another scope, the engine itself is reported.
    if (
        question == "supports_priority"
        and answer
        and (ANSWERS["engine"], scope) == ("rq", "database")
    ):
        return f"needs an engine with priorities, not {ANSWERS['engine']}"
    return None


def derived(errors):
    """Return the questions whose answers are the defaults that follow from invalid answers."""
    found = set()
    name, slug = str(ANSWERS["project_name"]), str(ANSWERS["project_slug"])
    if "project_name" in errors and slug == (slug_of(name)[:40].strip("-") or "dummy-backend"):
        found.add("project_slug")
    prefix = "backend_" if slug[:1].isdigit() else ""
    follows = ANSWERS["package_name"] == prefix + slug.replace("-", "_")
    if follows and (found or "project_slug" in errors):
        found.add("package_name")
    return found


def repeated(question):
    """Return an answer as an argument of cookiecutter, which renders it as a template."""
    answer = ANSWERS[question]
    if isinstance(answer, bool):
        return f"{question}={str(answer).lower()}"
    brace = "{" * 2 + " '{' " + "}" * 2
    return f"{question}={answer.replace('{', brace)}"


def command(errors):
    """Return the command that asks again, with the answers that are valid as defaults."""
    arguments = ["cookiecutter", ANSWERS["_template"]]
    if ANSWERS["_checkout"]:
        arguments += ["--checkout", ANSWERS["_checkout"]]
    # The shell knows the folder that cookiecutter was called in, which is not where hooks run.
    if Path(os.environ.get("PWD", "")).resolve() != Path(ANSWERS["_output_dir"]).resolve():
        arguments += ["--output-dir", ANSWERS["_output_dir"]]
    left_out = {*errors, *derived(errors)}
    arguments += [
        repeated(question)
        for question in QUESTIONS
        if question not in left_out and ANSWERS[question] != ""
    ]
    return shlex.join(arguments)


errors = {question: found for question in QUESTIONS if (found := error_of(question))}
if errors:
    said = "\n".join(f"{question}: {found}" for question, found in errors.items())
    # Cruft has other options, and doesn't say from which folder the template was read.
    if "_repo_dir" in ANSWERS:
        said += "\n\nTo be asked again, with your other answers as the defaults:\n\n"
        said += f"    {command(errors)}"
    sys.exit(said)
