"""The lowest declared releases of both tools render and update in the same way as the newest."""

from __future__ import annotations

import pytest
from packaging.version import Version

from tests.lab.choices import CHOICES, each_of, pairwise
from tests.lab.environments import found, python_with, run
from tests.lab.history import NEWEST, OLDER, answers_of, content, git, recorded
from tests.lab.parsing import toml
from tests.lab.rendering import REPOSITORY, TOOLS, files

GROUPS = toml((REPOSITORY / "pyproject.toml").read_bytes())["dependency-groups"]
LOWEST = dict(requirement.split(">=") for requirement in GROUPS["render"])
COVER = pairwise(*CHOICES)[::4]  # The tools don't affect how the others differ.


@pytest.fixture(params=["lowest", "newest"], scope="module")
def tools(request):
    """Return the folder with both tools: the lowest releases on the oldest Python, or the newest."""
    pythons = [version.python for version in found()]
    if not pythons:
        pytest.skip("no Python is found that generated packages support")
    if request.param == "lowest":
        options = [pythons[0], "--resolution=lowest-direct"]
    else:
        options = [pythons[-1], "--resolution=highest"]
    return python_with(f"{request.param}-tools", *options, *GROUPS["render"]).parent


def test_lowest_releases_are_those_declared(tools):
    script = (
        "import sys; from importlib.metadata import version; print(*map(version, sys.argv[1:]))"
    )
    used = run(tools / "python", "-c", script, *LOWEST).stdout.split()
    for version, lowest in zip(map(Version, used), LOWEST.values(), strict=True):
        is_lowest = tools.parent.name == "lowest-tools"
        assert (version == Version(lowest)) if is_lowest else (version > Version(lowest))


@pytest.mark.parametrize("answers", each_of(1, 3, COVER))
def test_both_render_the_same(history, tools, tmp_path, answers):
    given = [f"{question}={answer}" for question, answer in answers.items()]
    config = history.renderer.cookiecutter_settings
    history.command(
        tmp_path, tools / "cookiecutter", "--no-input", "--config-file", config,
        history.folder, *given,
    )  # fmt: skip
    data = [f"--data={line}" for line in given]
    history.command(
        tmp_path, tools / "copier", "copy", "--defaults", *data, history.folder, "copied"
    )
    rendered = files(tmp_path / "dummy-backend")
    assert files(tmp_path / "copied") == rendered
    fresh = history.fresh(answers)
    assert {path for path in fresh if rendered.pop(path) != fresh[path]} == {".copier-answers.yml"}
    assert rendered == {}


@pytest.mark.parametrize("renderer", each_of(0, 1, TOOLS))
def test_both_update_alike(history, tools, renderer):
    project = history.project(renderer, {"storage_scope": "process"}, OLDER)
    data = "--data=storage_scope=database"
    history.command(project, tools / "copier", "update", "--defaults", data)
    assert git(project, "ls-files", "--unmerged") == ""
    assert recorded(project)["_commit"] == NEWEST
    assert content(project) == history.fresh(answers_of(project))
