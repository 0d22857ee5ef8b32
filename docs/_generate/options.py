"""Generate the options, flags and system checks."""

from __future__ import annotations

import re

from .markdown import block, code, definition, listed, table
from .package import source_folder
from .renders import SCOPES, module, neutral, package

LOCAL_MEMORY = "django.core.cache.backends.locmem.LocMemCache"
# Invalid settings by check: the scope, the options of the backend, and other settings.
INVALID = {
    "E002": [("context", {"MAX_RESULT": 100}, {})],
    "E003": [
        ("context", {"MAX_RESULTS": 0}, {}),
        ("cache", {"CACHE": "missing"}, {}),
        ("cache", {"TIMEOUT": 0.5}, {}),
        ("context", {"TASK_CLASS": "shop.tasks.Missing"}, {}),
    ],
    "E004": [("database", {}, {"INSTALLED_APPS": []})],
    "E005": [
        (
            "cache",
            {"CACHE": "tasks"},
            {"CACHES": {"tasks": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}},
        )
    ],
    "W001": [("cache", {}, {"CACHES": {"default": {"BACKEND": LOCAL_MEMORY}}})],
}


def check(id_):
    """Return the messages of a check for invalid settings."""
    from django.test import override_settings  # noqa: PLC0415

    if id_ == "W002":
        return check_of_both()
    parts = []
    for scope, options, others in INVALID[id_]:
        params = {"BACKEND": f"{package(scope)}.DummyBackend", "OPTIONS": options}
        with override_settings(**others):
            messages = module(scope, "backend").DummyBackend("default", params).check()
        [message] = [message for message in messages if message.id.endswith(id_)]
        parts.append(block(neutral(str(message), scope).replace("\t", "    ")))
    return "\n".join(parts)


def check_of_both():
    """Return the message of the check for both frameworks being imported."""
    from django.test import override_settings  # noqa: PLC0415

    params = {"BACKEND": f"{package('both')}.DummyBackend"}
    with override_settings(TASKS={"default": params}):
        [message] = module("both", "backport").check_backport()
    return block(neutral(str(message), "both").replace("\t", "    "))


def options():
    """Return the options of each store."""
    of_scope = {scope: module(scope, "store").Store.options for scope in SCOPES}
    entries = {name: option for found in of_scope.values() for name, option in found.items()}
    rows = [
        (
            code(scope),
            ", ".join(
                f"[`{name}`](#{name.lower()})" for name in [*found, "TASK_CLASS", "IMMEDIATE"]
            ),
        )
        for scope, found in of_scope.items()
    ]
    parts = [table(("Scope", "Options"), rows)]
    for name, option in sorted(entries.items()):
        scopes = [code(scope) for scope in SCOPES if of_scope[scope].get(name)]
        requirement = option.requirement.replace("None", "`None`")
        parts.append(
            f"## `{name}`\n\n{option.meaning}\n\n"
            f"- Scopes: {listed(scopes)}\n"
            f"- Value: {requirement}\n"
            f"- Default: {option.default.replace('None', '`None`')}\n"
        )
    return "\n".join(parts)


def flags():
    """Return the flags of the backend with their docstrings."""
    source = (source_folder("context") / "backend.py").read_text(encoding="utf-8")
    rows = re.findall(r'^    (supports_\w+) = \w+\n    """(.*)"""$', source, re.MULTILINE)
    assert len(rows) == 4
    return "\n".join(definition(code(flag), meaning.replace("``", "`")) for flag, meaning in rows)
