"""The end of a run: a line for each rule that is broken."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

import pytest
from django.conf import settings

from .declaration import declaration
from .expect import Broken
from .rules import NEEDS, RULES, Rule

NAME = "contract-report"


def reporting(config: pytest.Config) -> Report:
    """Return the report of a run, which is a plugin from the first call on."""
    report: Report | None = config.pluginmanager.get_plugin(NAME)
    if report is None:
        report = Report()
        config.pluginmanager.register(report, NAME)
    return report


def explained(report: Any, rule: Rule, error: BaseException) -> None:
    """Say which rule a failed test checks; if the failure is known, let it not fail the run."""
    lines = [f"{rule.id} {rule.level}: {rule.sentence}", rule.link]
    if not isinstance(error, Broken):
        lines += ["  expected: no exception", f"  found:    {error!r}"]
    report.sections.append(("Rule of the contract", "\n".join(lines)))
    if crash := getattr(report.longrepr, "reprcrash", None):
        crash.message = f"{rule.id}: {crash.message}"
    if link := declaration().known_failures.get(rule.id):
        report.outcome = "skipped"
        report.wasxfail = f"known failure of {rule.id}: {link}"


class Report:
    """Counts the outcomes of the tests by their rules."""

    def __init__(self) -> None:
        self.collected: Counter[str] = Counter()
        self.left_out: dict[str, str] = {}
        self.outcomes: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count the outcome of a test."""
        rule_id = dict(report.user_properties).get("rule")
        if isinstance(rule_id, str) and (report.when == "call" or not report.passed):
            is_known = hasattr(report, "wasxfail")
            self.outcomes[rule_id]["known" if is_known else report.outcome] += 1

    def having(self, outcome: str) -> list[Rule]:
        """Return the rules that have tests with this outcome."""
        return [rule for rule in RULES.values() if self.outcomes.get(rule.id, Counter())[outcome]]

    @property
    def broken(self) -> list[Rule]:
        """The rules that are broken, and not known to be."""
        return self.having("failed")

    @property
    def kept(self) -> list[Rule]:
        """The rules of which no test failed, and at least one passed."""
        excluded = [*self.broken, *self.having("known")]
        return [rule for rule in self.having("passed") if rule not in excluded]

    @property
    def mended(self) -> list[Rule]:
        """The known failures whose tests all passed."""
        return [
            rule
            for rule in self.kept
            if rule.id in declaration().known_failures
            and self.outcomes[rule.id]["passed"] == self.collected[rule.id]
        ]

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Fail the run if a known failure has been mended. Tell what a worker of xdist collected."""
        if output := getattr(session.config, "workeroutput", None):
            output[NAME] = [dict(self.collected), self.left_out]
            return
        if self.mended and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Learn what a worker of pytest-xdist collected."""
        collected, self.left_out = getattr(node, "workeroutput", {}).get(NAME, ({}, {}))
        self.collected = Counter(collected)

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Write the table."""
        if not self.outcomes:
            return
        write = terminalreporter.write_line
        terminalreporter.section(f"contract of {settings.TASKS['default']['BACKEND']}")
        for rule in self.broken:
            outcomes = self.outcomes[rule.id]
            tests = f"{outcomes['failed']} of {sum(outcomes.values())} tests failed"
            write(f"{rule.id} {rule.level:<6} broken: {rule.sentence} ({tests})")
        for rule in self.having("known"):
            link = declaration().known_failures[rule.id]
            write(f"{rule.id} {rule.level:<6} known: {rule.sentence} ({link})")
        for rule in self.mended:
            write(f"{rule.id} {rule.level:<6} kept: remove it from KNOWN_FAILURES")
        for reason in NEEDS.values():
            if ids := [id_ for id_ in RULES if self.left_out.get(id_) == reason]:
                span = f"{ids[0]} to {ids[-1]}" if len(ids) > 3 else ", ".join(ids)
                write(f"not checked, because {reason}: {span}")
        counts = {
            "kept": len(self.kept),
            "broken": len(self.broken),
            "known to be broken": len(self.having("known")),
        }
        counts["not checked"] = len(self.collected) - sum(counts.values())
        write(", ".join(f"{number} {word}" for word, number in counts.items() if number))
