"""Fixtures, and a line on what this machine has no Python for."""

from __future__ import annotations

import pytest

from tests.lab import environments, servers
from tests.lab.history import History
from tests.lab.rendering import Renderer, copy_template

# Projects of their own, which test_adoption.py, test_example.py and test_moving.py test.
collect_ignore = ["lifecycle/adopted", "package/example", "package/moved"]


def pytest_report_header():
    return [
        "generated suites run on: " + ", ".join(map(str, environments.found())),
        "no Python is found for: "
        + (", ".join(map(str, environments.missing())) or "none of them"),
    ]


@pytest.fixture(scope="session")
def renderer(tmp_path_factory):
    """Return what renders the template with either tool."""
    folder = tmp_path_factory.mktemp("session")
    return Renderer(copy_template(folder / "template"), folder / "renders")


@pytest.fixture(scope="session")
def render(renderer):
    """Return a function that renders answers, each set once; what it returns is not changed."""
    rendered = {}

    def render(**answers):
        key = tuple(sorted(answers.items()))
        if key not in rendered:
            rendered[key] = renderer.cookiecutter(answers)
        return rendered[key]

    return render


@pytest.fixture(scope="session")
def history(tmp_path_factory):
    """Return the releases of the template to update from; nothing is added to it."""
    return History(tmp_path_factory.mktemp("history"))


@pytest.fixture(scope="session")
def latest():
    """Return the newest version that is found."""
    if not environments.found():
        pytest.skip("no Python is found that generated packages support")
    return environments.found()[-1]


def pytest_terminal_summary(terminalreporter):
    """Say in one line which Pythons and servers the generated suites were not run on."""
    left_out = {"Python": list(map(str, environments.missing())), "server": servers.missing()}
    for what, names in left_out.items():
        if names:
            terminalreporter.write_line(f"Not tested, for want of a {what}: {', '.join(names)}.")
