"""The page of the site with the outcome of the survey."""

from __future__ import annotations

from tests.lab.rendering import REPOSITORY

PAGE = REPOSITORY / "docs" / "survey.md"
INTRODUCTION = """\
# Survey of published backends

The [contract tests](reference/contract.md) of generated packages, run against published task backends with
their real workers and servers, on {date}. Versions: {versions}.

```console
$ make survey
```

runs all of it and writes this page. `make survey BACKEND=huey` runs one row, and prints it. Both need the
servers in `TEST_POSTGRES_URL` and `TEST_REDIS_URL`, whose Redis database is emptied. The settings of each
backend, with the command of its worker and what it declares, are in `survey/backends`. They follow its
documentation; where it can be configured in several ways, one of them was tested.

A MUST is what Django documents. A SHOULD is what callers of a task backend rely on, though Django doesn't say
so: a backend that breaks one can have good reasons. One cause can break several rules. Each broken rule was
reproduced once without the contract tests. A rule is "not applicable" if it depends on something that the
backend's flags or its settings leave out, or if it isn't assessed: its tests fail, but for another cause.
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
        lines.append(f"\nNot assessed, because their tests fail for another cause: {told}.")
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
