"""Run the contract tests against published backends, and write the page with the outcome."""

# This module prints messages.
# ruff: noqa: T201

from __future__ import annotations

import argparse
import sys
from datetime import datetime, timezone

from .page import PAGE, page, section, table
from .running import SurveyError, examine, kept_outcome, missing_servers
from .subjects import SUBJECTS


def main():
    parser = argparse.ArgumentParser(prog="make survey", description=__doc__)
    parser.add_argument("name", nargs="?", help="the backend to examine, instead of all")
    parser.add_argument(
        "--page", action="store_true", help="write the page from what was found before"
    )
    options = parser.parse_args()
    if options.name and options.name not in SUBJECTS:
        return f"No backend is called {options.name!r}; choose from: {', '.join(SUBJECTS)}."
    subjects = [SUBJECTS[options.name]] if options.name else [*SUBJECTS.values()]
    if not options.page and (missing := missing_servers(subjects)):
        return f"The survey needs {' and '.join(missing)}; CONTRIBUTING.md says what for."
    outcomes, problems = [], []
    for subject in subjects:
        print(f"{subject.name} {subject.version} ...", file=sys.stderr, flush=True)
        try:
            outcomes.append((subject, (kept_outcome if options.page else examine)(subject)))
        except SurveyError as error:
            problems.append(str(error))
    if problems:
        return "\n".join(problems)
    if options.name:
        print(table(outcomes), section(*outcomes[0]), sep="\n")
    else:
        date = datetime.now(timezone.utc).date().isoformat()
        PAGE.write_text(page(date, outcomes), encoding="utf-8")
        print(table(outcomes))
    return None


if __name__ == "__main__":
    sys.exit(main())
