"""The plugin of these tests: their rules, what they need, and the report at the end of a run."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from .calling import listening
from .declaration import declaration
from .fixtures import (
    answering,
    backend,
    caller,
    configure,
    end_run,
    journal,
    other_queue_worker,
    worker,
)
from .framework import task_backends
from .preflight import problem
from .report import explained, reporting
from .rules import NEEDS, RULES, Rule
from .worker import wait_for

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

__all__ = ["answering", "backend", "caller", "configure", "journal", "other_queue_worker", "worker"]

FOLDER = Path(__file__).parent


def pytest_configure(config: pytest.Config) -> None:
    """Check the settings, and add the report. Calling it once more changes nothing.

    With pytest-xdist, the process that writes the report reads this file only if the command line
    names its folder. So import this function in the ``conftest.py`` of the folder above.
    """
    refuse_problems()
    config.addinivalue_line("markers", "rule(id): the rule that a test of the contract checks")
    reporting(config)


def refuse_problems() -> None:
    """End the run with one sentence if the settings are wrong."""
    if found := problem():
        raise pytest.UsageError(found)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests of rules that don't apply, and give access to the database."""
    refuse_problems()  # Pytest goes on if this file is read after the first test was collected.
    report, declared = reporting(config), declaration()
    own = [item for item in items if FOLDER in item.path.parents]
    without = {need: missing(need) for need in NEEDS}
    rules = {item: rule_of(item) for item in own}
    report.collected = Counter(rule.id for rule in rules.values())
    is_whole = {item.path for item in own} >= {*FOLDER.glob("test_*.py")}
    names_tests = any("::" in argument for argument in config.args)
    untested = RULES.keys() - report.collected.keys()
    if is_whole and not names_tests and untested:
        msg = f"No test checks {', '.join(sorted(untested))}."
        raise pytest.UsageError(msg)
    left_out = []
    for item, rule in rules.items():
        item.user_properties.append(("rule", rule.id))
        needs = (*rule.needs, "an outcome") if "WORKER" in rule.needs else rule.needs
        if reasons := [NEEDS[need] for need in needs if without[need]]:
            report.left_out[rule.id] = reasons[0]
            left_out.append(item)
        elif declared.needs_database and item.get_closest_marker("django_db") is None:
            item.add_marker(pytest.mark.django_db(transaction=True))
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def rule_of(item: pytest.Item) -> Rule:
    """Return the rule that a test checks."""
    ids = [mark.args[0] for mark in item.iter_markers("rule")]
    if len(ids) != 1 or ids[0] not in RULES:
        msg = f"{item.nodeid} must be marked with one of the rules in rules.py."
        raise pytest.UsageError(msg)
    return RULES[ids[0]]


def missing(need: str) -> bool:
    """Return whether the backend doesn't have what a rule needs."""
    declared = declaration()
    if need.startswith("supports_"):
        return not getattr(task_backends["default"], need)
    if need == "an outcome":
        return declared.worker not in (None, "immediate") and not retrieves_results()
    if need == "a queue":
        return not declared.queues_tasks
    return getattr(declared, need.lower()) is None


def retrieves_results() -> bool:
    """Return whether the backend has ``get_result()``, whatever it says to an id."""
    try:
        task_backends["default"].get_result("0" * 32)
    except NotImplementedError:
        return False
    except Exception:  # noqa: BLE001, S110
        # Such as a database that no test has access to yet.
        pass
    return True


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[Any]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add the rule to the report of a test that fails."""
    report = yield
    # The fixture that ends a run fails a test, but no rule is broken.
    if report.failed and call.excinfo and not call.excinfo.errisinstance(pytest.fail.Exception):
        explained(report, rule_of(item), call.excinfo.value)
    return report


@pytest.fixture(autouse=True)
def _clean(request: pytest.FixtureRequest) -> Iterator[None]:
    """Remove what other tests, and this one, have stored. Refuse to remove what others have."""
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue("transactional_db")
    declared = declaration()
    if not reporting(request.config).outcomes and (number := declared.number_stored()):
        end_run(request, f"The backend isn't empty: it stores {number} results or jobs.")
    declared.clean()
    with listening() as sent:
        yield
    if declared.worker == "background":
        wait_for([result for _, result in sent], declared.worker_timeout)
    declared.clean()
