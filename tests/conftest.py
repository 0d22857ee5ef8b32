"""Fixtures, and a line about missing Pythons and servers."""

from __future__ import annotations

import pytest

from tests.lab import environments, servers
from tests.lab.history import History
from tests.lab.rendering import Renderer, compile_each_text_once, copy_template

# These are other projects, which test_adoption.py, test_example.py and test_moving.py run.
collect_ignore = ["lifecycle/adopted", "package/example", "package/moved"]

compile_each_text_once()


def pytest_report_header():
    return [
        "generated suites run on: " + ", ".join(map(str, environments.found())),
        "no Python is found for: "
        + (", ".join(map(str, environments.missing())) or "none of them"),
    ]


@pytest.fixture(scope="session")
def renderer(tmp_path_factory):
    """Return a renderer of the template, for both tools."""
    folder = tmp_path_factory.mktemp("session")
    return Renderer(copy_template(folder / "template"), folder / "renders")


@pytest.fixture(scope="session")
def render(renderer):
    """Return a function that renders each set of answers once. Tests must not change the project."""
    rendered = {}

    def render(**answers):
        key = tuple(sorted(answers.items()))
        if key not in rendered:
            rendered[key] = renderer.cookiecutter(answers)
        return rendered[key]

    return render


@pytest.fixture(scope="session")
def history(tmp_path_factory):
    """Return the releases of the template to update from. Tests must not add any."""
    return History(tmp_path_factory.mktemp("history"))


@pytest.fixture(scope="session")
def latest():
    """Return the newest version that was found."""
    if not environments.found():
        pytest.skip("no Python is found that generated packages support")
    return environments.found()[-1]


def pytest_terminal_summary(terminalreporter):
    """Print on one line each the Pythons and servers that the generated tests didn't run on."""
    left_out = {"Python": list(map(str, environments.missing())), "server": servers.missing()}
    for what, names in left_out.items():
        if names:
            terminalreporter.write_line(f"Not tested, for want of a {what}: {', '.join(names)}.")
