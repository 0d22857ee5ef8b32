"""A pytest plugin that writes the outcome of the contract tests as JSON."""

import json
import os
import platform
from pathlib import Path

import django


class Outcome:
    """Collects the messages of failed tests, and writes the outcome at the end of the run."""

    def __init__(self):
        self.finished = 0
        self.failures = {}
        self.skips = {}

    def pytest_runtest_logfinish(self):
        self.finished += 1

    def pytest_runtest_logreport(self, report):
        rule = dict(report.user_properties).get("rule")
        if rule and report.failed:
            crash = getattr(report.longrepr, "reprcrash", None)
            message = crash.message if crash else str(report.longrepr)
            self.failures.setdefault(rule, []).append([report.nodeid, report.when, message])
        elif rule and report.skipped and isinstance(report.longrepr, tuple):
            self.skips.setdefault(rule, report.longrepr[2].removeprefix("Skipped: "))

    def pytest_sessionfinish(self, session):
        report = session.config.pluginmanager.get_plugin("contract-report")
        outcome = {
            "backend": _settings().TASKS["default"]["BACKEND"],
            "python": platform.python_version(),
            "complete": self.finished == session.testscollected,
            "django": django.__version__,
            "servers": servers(),
            "declared": _declared(),
            "rules": {rule.id: [rule.level, rule.sentence] for rule in _rules().values()},
            "kept": [rule.id for rule in report.kept],
            "broken": [rule.id for rule in report.broken],
            "left out": report.left_out,
            "skipped": self.skips,
            "failures": self.failures,
        }
        path = Path(os.environ["SURVEY_OUTCOME"])
        path.write_text(json.dumps(outcome, indent=1), encoding="utf-8")


def _settings():
    from django.conf import settings

    return settings


def _declared():
    """Return the declarations, except for dotted paths and commands."""
    declared = _settings().TASKS_CONTRACT
    names = ("SCOPE", "ON_ROLLBACK", "ALIASES_APART", "NAN", "NON_STRING_KEYS", "RETRIES")
    return {name: declared[name] for name in names if name in declared}


def _rules():
    from tests.contract.rules import RULES

    return RULES


def servers():
    """Return the versions of the servers that the settings use."""
    versions = {}
    if _settings().DATABASES["default"]["ENGINE"].endswith("postgresql"):
        import psycopg

        with psycopg.connect(os.environ["TEST_POSTGRES_URL"]) as connection:
            major, minor = divmod(connection.info.server_version, 10_000)
            versions["PostgreSQL"] = f"{major}.{minor}"
    if _settings().TASKS_CONTRACT.get("CLEAN_UP") == "backends.shared.empty_redis":
        import redis

        with redis.Redis.from_url(os.environ["TEST_REDIS_URL"]) as client:
            versions["Redis"] = client.info("server")["redis_version"]
    return versions


def pytest_configure(config):
    config.pluginmanager.register(Outcome(), "survey-outcome")
