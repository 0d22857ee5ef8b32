"""Refuse bad answers before anything is written: cookiecutter has no validators.

The sentences are those of the validators in copier.yml; the rules are data in both files.
"""

import json
import re
import sys

# tojson leaves no quote and no character that could end this string or mean anything in it.
ANSWERS = json.loads(r'''{{ cookiecutter | tojson }}''')  # fmt: skip
RULES = ANSWERS["_rules"]
YES_OR_NO = (
    "supports_defer",
    "supports_async_task",
    "supports_priority",
    "supports_get_result",
    "testing_tools",
)


def matches(rule, value):
    return re.search(RULES[rule], value) is not None


def text(question):
    """Return an answer, or, if it is no text, a line break: no question accepts one.

    The user's configuration and a replay file can hold anything, such as null.
    """
    answer = ANSWERS[question]
    return answer if isinstance(answer, str) else "\n"


def is_line(value, length):
    return value == value.strip() and len(value) <= length and not matches("unprintable", value)


def requirements():
    """Yield (question, holds, requirement) in the order the questions are asked."""
    name = text("project_name")
    yield (
        "project_name",
        name and is_line(name, 60),
        "one line of 1 to 60 characters, with no control character and no space at either end",
    )
    slug = text("project_slug")
    yield (
        "project_slug",
        len(slug) <= 40 and slug not in RULES["reserved_slugs"] and matches("slug", slug),
        (
            "at most 40 lower-case letters and digits, with single hyphens between them, and no "
            "name of a dependency or of a Windows device"
        ),
    )
    package = text("package_name")
    yield (
        "package_name",
        len(package) <= 40
        and package not in RULES["reserved_modules"]
        and matches("module", package),
        (
            "a lower-case identifier of at most 40 characters that is no keyword and no name of "
            "the standard library, of a dependency or of the tests"
        ),
    )
    backend = text("backend_class")
    yield (
        "backend_class",
        len(backend) <= 40
        and backend not in RULES["reserved_classes"]
        and matches("class", backend),
        (
            "a CapWords identifier of at most 40 characters that is no builtin and no name used "
            "in its module"
        ),
    )
    for question, length in (("project_description", 300), ("author_name", 100)):
        yield (
            question,
            is_line(text(question), length),
            (
                f"one line of at most {length} characters, with no control character and no space "
                "at either end"
            ),
        )
    email = text("author_email")
    yield (
        "author_email",
        not email or (len(email) <= 100 and matches("email", email)),
        "empty or an address like ada@example.org of at most 100 characters",
    )
    url = text("repository_url")
    yield (
        "repository_url",
        not url or (len(url) <= 200 and matches("url", url)),
        "empty or an address like https://example.org/ada/backend of at most 200 characters",
    )
    for question in YES_OR_NO:
        yield (question, isinstance(ANSWERS.get(question, False), bool), "true or false")


def refusal():
    """Return the sentence that refuses the first bad answer, or None."""
    for question, holds, requirement in requirements():
        if not holds:
            return f"{question} must be {requirement}; got {ANSWERS[question]!r}."
    if ANSWERS["supports_get_result"] and ANSWERS["storage_scope"] in ("context", "thread"):
        return (
            "supports_get_result must be false unless storage_scope is wider than one thread, "
            f"as 'process' is; got True with {ANSWERS['storage_scope']!r}."
        )
    if ANSWERS["engine"] != "none" and ANSWERS["storage_scope"] != "database":
        return (
            "engine must be 'none' unless storage_scope is 'database'; "
            f"got {ANSWERS['engine']!r} with {ANSWERS['storage_scope']!r}."
        )
    return None


sentence = refusal()
if sentence:
    sys.exit(sentence)
