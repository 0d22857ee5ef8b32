"""Write the page with the results of the survey."""

from __future__ import annotations

from tests.lab.rendering import REPOSITORY

PAGE = REPOSITORY / "docs" / "survey.md"
INTRODUCTION = """\
# Survey of published backends

This page shows which rules published task backends follow. The [contract tests](reference/contract.md) of generated
packages ran against them on {date}, with their real workers and servers. Versions: {versions}.

A rule is a MUST if Django documents it. A SHOULD is something that callers of a task backend rely on although Django
doesn't document it, so a backend can have good reasons not to follow it. A single cause can break several rules. Each
broken rule was reproduced once without the contract tests.

A rule is "not applicable" if it's about a feature that the flags or settings of the backend exclude. It's also "not
applicable" if it wasn't assessed, because its tests fail for another reason.

To run the survey again and write this page:

```console
$ make survey
```

`make survey BACKEND=huey` only tests one backend and prints its row. Both need the servers in `TEST_POSTGRES_URL` and
`TEST_REDIS_URL`. The Redis database is emptied.

The settings of each backend are in `survey/backends`. They follow its documentation, and include the command of its
worker and its declarations. Backends that can be configured in several ways were tested with one of them.
"""
HEADER = """\
| Backend | Version | Kept | Broken: MUST | Broken: SHOULD | Not applicable |
|---|---|---|---|---|---|
"""


def by_level(outcome, level):
    """Return the ids of the broken rules of a level."""
    return [id_ for id_ in outcome["broken"] if outcome["rules"][id_][0] == level]


def row(subject, outcome):
    """Return the cells of the row of a backend."""
    kept, broken = len(outcome["kept"]), len(outcome["broken"])
    must, should = (len(by_level(outcome, level)) for level in ("MUST", "SHOULD"))
    left_out = len(outcome["rules"]) - kept - broken
    return [subject.name, subject.version, *map(str, (kept, must, should, left_out))]


def table(outcomes):
    """Return the table with a row for each backend."""
    rows = [row(subject, outcome) for subject, outcome in outcomes]
    lines = [f"| [{cells[0]}](#{cells[0]}) | {' | '.join(cells[1:])} |\n" for cells in rows]
    return HEADER + "".join(lines)


def section(subject, outcome):
    """Return the part of the page about a backend."""
    servers = " and ".join(f"{name} {version}" for name, version in outcome["servers"].items())
    declared = ", ".join(f"`{name}` {value!r}" for name, value in outcome["declared"].items())
    lines = [f"## {subject.name}\n", f"`{outcome['backend']}`{servers and f', with {servers}'}."]
    if declared:
        lines.append(f"Declared: {declared}.".replace("'", '"'))
    lines.append(f"Reproduce it with `make survey BACKEND={subject.name}`.\n")
    for id_ in [*by_level(outcome, "MUST"), *by_level(outcome, "SHOULD")]:
        level, sentence = outcome["rules"][id_]
        lines.append(f"- {id_} {level}: {sentence}")
    if not outcome["broken"]:
        lines.append("No rule is broken.")
    reasons = {}
    for id_, reason in subject.unassessed.items():
        reasons.setdefault(reason, []).append(id_)
    if reasons:
        told = "; ".join(f"{', '.join(ids)}: {reason}" for reason, ids in reasons.items())
        lines.append(f"\nNot assessed, because their tests fail for another reason: {told}.")
    return "\n".join(lines) + "\n"


def page(date, outcomes):
    """Return the page."""
    versions = {}
    for _, outcome in outcomes:
        versions |= {"Python": outcome["python"], "Django": outcome["django"]}
        versions |= outcome["servers"]
    listed = ", ".join(f"{name} {version}" for name, version in versions.items())
    parts = [INTRODUCTION.format(date=date, versions=listed), table(outcomes)]
    return "\n".join([*parts, *(section(*pair) for pair in outcomes)])
