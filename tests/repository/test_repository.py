"""The repository itself: names, sizes, and facts that two files must agree on."""

from __future__ import annotations

import ast
import re
from xml.etree import ElementTree as ET

import pytest
import yaml
from packaging.specifiers import SpecifierSet

from tests.lab import environments
from tests.lab.choices import CHOICES
from tests.lab.environments import PYTHONS, SUPPORTED, python_of, run
from tests.lab.parsing import toml
from tests.lab.rendering import COOKIECUTTER, COPIER, FOLDER, REPOSITORY, files

LONGEST_PATH = 190


def tracked():
    """Return the paths of the files in git."""
    listed = run("git", "ls-files", "-z", cwd=REPOSITORY)
    assert listed.returncode == 0, listed.stderr
    return listed.stdout.strip("\0").split("\0")


def test_every_path_can_be_checked_out_on_windows():
    devices = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
    for path in tracked():
        assert len(path) <= LONGEST_PATH, path
        for part in path.split("/"):
            assert not re.search(r'[<>:"|?*\\\x00-\x1f]', part), path
            assert not part.endswith((" ", ".")), path
            assert not devices.fullmatch(part), path
    assert len({path.lower() for path in tracked()}) == len(tracked())


def test_longest_answers_make_paths_of_bounded_length(render):
    answers = {"project_slug": "a" * 40, "package_name": "a" * 40}
    assert max(len(path) for path in files(render(**answers))) <= 80


def uses(text):
    """Return the actions that a workflow uses, each with its pin and comment."""
    return re.findall(r"uses: (\S+?)@(\S+)(.*)", text)


def test_actions_are_pinned_by_the_same_commits_everywhere():
    workflows = [
        path
        for folder in (REPOSITORY / ".github", FOLDER / ".github")
        for path in folder.rglob("*yml*")
    ]
    assert len(workflows) == 5
    pins = {}
    for workflow in workflows:
        for action, commit, comment in uses(workflow.read_text(encoding="utf-8")):
            assert re.fullmatch(r"[0-9a-f]{40}", commit), (workflow, action)
            assert re.fullmatch(r" # v\d+\.\d+\.\d+", comment), (workflow, action)
            assert pins.setdefault(action, (commit, comment)) == (commit, comment)
    assert len(pins) == 5


def test_metadata_and_workflow_name_the_supported_versions(render):
    for framework in CHOICES["tasks_framework"]:
        project = render(tasks_framework=framework)
        metadata = toml((project / "pyproject.toml").read_bytes())["project"]
        workflow = yaml.safe_load((project / ".github/workflows/tests.yml").read_text())
        matrix = workflow["jobs"]["tests"]["strategy"]["matrix"]["include"]
        djangos = [each for each in SUPPORTED if each != "5.2" or framework != "django"]
        pythons = [each for each in PYTHONS if any(each in SUPPORTED[name] for name in djangos)]

        def classified(prefix, metadata=metadata):
            found = [
                classifier.removeprefix(prefix)
                for classifier in metadata["classifiers"]
                if classifier.startswith(prefix)
            ]
            return [version for version in found if "." in version]

        assert classified("Programming Language :: Python :: ") == pythons
        assert classified("Framework :: Django :: ") == djangos
        assert [(entry["django"], entry["python"]) for entry in matrix] == [
            (django, python) for django in djangos for python in SUPPORTED[django]
        ]
        assert metadata["requires-python"] == f">={pythons[0]}"
        [django] = [line for line in metadata["dependencies"] if re.match("django>", line)]
        assert SpecifierSet(django.removeprefix("django")).contains(djangos[0])


def test_template_is_tested_on_the_supported_pythons():
    job = yaml.safe_load((REPOSITORY / ".github/workflows/tests.yml").read_text())["jobs"]["tests"]
    assert job["strategy"]["matrix"]["python"] == PYTHONS
    assert f"uv python install {' '.join(PYTHONS)}" in [step.get("run") for step in job["steps"]]
    needed = toml((REPOSITORY / "pyproject.toml").read_bytes())["project"]["requires-python"]
    assert needed == f">={PYTHONS[0]}"
    assert f"Python {PYTHONS[0]} or later" in (REPOSITORY / "README.md").read_text()


@pytest.mark.slow
@pytest.mark.parametrize("version", environments.found(), ids=str)
def test_django_itself_supports_these_pythons(version):
    script = (
        "from importlib.metadata import metadata as m; print(m('django').get_all('Classifier'))"
    )
    classifiers = ast.literal_eval(run(python_of(version), "-c", script).stdout)
    prefix = "Programming Language :: Python :: 3."
    supported = [each.rpartition(" ")[2] for each in classifiers if each.startswith(prefix)]
    assert supported == SUPPORTED[version.django]


def test_readme_shows_every_scope_engine_and_framework():
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    for question in ("storage_scope", "engine"):
        assert all(f"`{choice}`" in readme for choice in COOKIECUTTER[question])
    assert all(name in readme for name in ("`django.tasks`", "[django-tasks]"))


def test_readme_can_be_read_in_a_minute():
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    assert len(readme.splitlines()) <= 150


def test_badges_name_the_supported_versions_and_the_license():
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    [license_name] = re.findall(
        r"^(\w+) License$", (REPOSITORY / "LICENSE").read_text(), re.MULTILINE
    )
    djangos = [*SUPPORTED]
    badges = {
        "Python": f"{PYTHONS[0]} to {PYTHONS[-1]}",
        "Django": f"{djangos[0]} to {djangos[-1]}",
        "License": license_name,
    }
    for label, value in badges.items():
        path = f"docs/images/badges/{label.lower()}.svg"
        separator = ": " if label == "License" else " "
        assert f"![{label}{separator}{value}]({path})" in readme
        picture = ET.fromstring((REPOSITORY / path).read_text(encoding="utf-8"))
        texts = [text.strip() for text in picture.itertext() if text.strip()]
        assert texts == [f"{label}: {value}", label, value]
        assert picture.get("aria-label") == texts[0]


def test_reference_shows_the_number_of_questions_and_every_file(render):
    reference = REPOSITORY / "docs" / "reference"
    count = len([question for question in COOKIECUTTER if not question.startswith("_")])
    assert f"[1/{count}]" in (reference / "questions.md").read_text(encoding="utf-8")
    page = (reference / "package.md").read_text(encoding="utf-8")
    tree = page.partition("## Files")[2].partition("## Modules")[0]
    generated = {
        path
        for answers in (
            *({"storage_scope": scope} for scope in CHOICES["storage_scope"]),
            *(
                {"storage_scope": "database", "engine": engine, "supports_priority": False}
                for engine in CHOICES["engine"]
            ),
            {"tasks_framework": "both"},
        )
        for path in files(render(**answers))
        if not path.startswith((".github/", "tests/"))
    }
    assert [path for path in sorted(generated) if path.rpartition("/")[2] not in tree] == []


def test_readme_names_commands_that_exist():
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    targets = re.findall(r"^make (\w+)$", readme, re.MULTILINE)
    assert targets == ["backend", "test"]
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    assert all(f"\n{target}: " in makefile for target in targets)
    ci = (REPOSITORY / ".ci" / "run").read_text(encoding="utf-8")
    assert all(f"make {target}\n" in ci for target in targets)


def test_lowest_releases_of_the_tools_are_the_same_wherever_they_are_named():
    groups = toml((REPOSITORY / "pyproject.toml").read_bytes())["dependency-groups"]
    [copier] = [line for line in groups["render"] if line.startswith("copier")]
    assert SpecifierSet(copier.removeprefix("copier")).contains(COPIER["_min_copier_version"])
    assert COPIER["_min_copier_version"].removesuffix(".0") == copier.partition(">=")[2]
    lowest = " or ".join(requirement.replace(">=", " ") for requirement in groups["render"])
    assert f"requires {lowest}, or later." in (REPOSITORY / "README.md").read_text()
