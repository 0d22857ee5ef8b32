"""Valid but unusual answers appear unchanged in the generated files."""

from __future__ import annotations

import ast
import re

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.lab.choices import CHOICES, valid
from tests.lab.parsing import markdown, toml
from tests.lab.rendering import COOKIECUTTER, RESERVED, files

RULES = COOKIECUTTER["_rules"]

AWKWARD = [
    'say "hi"', "'''", '"""', "back\\slash", "\\", "\\n", "a 'b' \"c\"", "🎉 👩‍👩‍👧 é", "שלום עולם",
    "مرحبا", "{{ 7*7 }}", "{% raw %}", "{# x #}", "${{ x }}", "%s %(x)s", "# no comment", "- dash",
    "@at", "yes", "null", "~", "1.", "1) x", "1e3", "0x10", "[a](b)", "<b>&amp;</b>", "*a* _b_ `c`",
    "a | b", "---", "===", "key: value", "!tag", "&anchor *alias", "> quote", "+ plus", "$math$",
    "~~x~~", "![x](y)", "a, b <c>", "]", "}}", "%}", "x\u200b\u00a0\u3000x", "``` x", "http://a.b",
]  # fmt: skip

LINE = st.one_of(
    st.sampled_from(AWKWARD),
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"]), max_size=40
    ),
    st.text("\"'\\{}%#-@:&*[]<>|`~!$()=+1. ab", max_size=20),
)


def line(minimum, maximum):
    """Return one-line answers that the template accepts."""
    unprintable = re.compile(RULES["unprintable"])
    return LINE.map(str.strip).filter(
        lambda text: minimum <= len(text) <= maximum and not unprintable.search(text)
    )


def pattern(question, maximum):
    """Return answers that match the rule of a question."""
    return st.from_regex(RULES[question], fullmatch=True).filter(
        lambda text: len(text) <= maximum and text not in RESERVED.get(question, ())
    )


NAMES = st.fixed_dictionaries(
    {
        "project_name": line(1, 60),
        "project_slug": pattern("project_slug", 40),
        "package_name": pattern("package_name", 40),
        "backend_class": pattern("backend_class", 40),
        "project_description": line(0, 300),
        "author_name": line(0, 100),
        "author_email": st.just("") | pattern("author_email", 100),
        "repository_url": st.just("") | pattern("repository_url", 200),
    }
)
ANSWERS = st.builds(
    lambda names, choices: {**names, **choices},
    NAMES,
    st.fixed_dictionaries(
        {question: st.sampled_from(values) for question, values in CHOICES.items()}
    ).filter(valid),
)

AWKWARD_EVERYWHERE = {
    "project_slug": "a",
    "package_name": "a",
    "backend_class": "A",
    "author_email": "a.b+c@d-e.f",
    "repository_url": "https://example.org:8080/~a/%20b",
}


def check(renderer, answers):
    """Render with both tools, and compare the parsed files with the answers."""
    project = renderer.cookiecutter(answers)
    content = files(project)
    assert files(renderer.copier(answers)) == content
    assert project.name == answers["project_slug"]

    recorded = yaml.safe_load(content[".copier-answers.yml"])
    recorded.pop("_src_path")
    assert recorded == answers

    metadata = toml(content["pyproject.toml"])["project"]
    assert metadata["name"] == answers["project_slug"]
    if answers["project_description"]:
        assert metadata["description"] == answers["project_description"]
    author = {"name": answers["author_name"], "email": answers["author_email"]}
    author = {key: value for key, value in author.items() if value}
    assert metadata.get("authors", []) == ([author] if author else [])
    url = answers["repository_url"]
    assert metadata.get("urls", {}).get("Source", "") == url

    readme = markdown(content["README.md"].decode())
    assert readme[0] == ("h1", answers["project_name"])
    if answers["project_description"]:
        assert readme[1] == ("p", answers["project_description"])

    holder = answers["author_name"] or f"the authors of {answers['project_name']}"
    assert f"Copyright (c) {holder}" in content["LICENSE"].decode() or (
        answers["license"] == "Apache-2.0" and f"Copyright {holder}" in content["LICENSE"].decode()
    )

    package = f"src/{answers['package_name']}"
    for path, data in content.items():
        if path.endswith(".py"):
            ast.parse(data)
    backend = ast.parse(content[f"{package}/backend.py"])
    [class_] = [node for node in backend.body if isinstance(node, ast.ClassDef)]
    assert class_.name == answers["backend_class"]
    flags = {
        target.id: node.value.value
        for node in class_.body
        if isinstance(node, ast.Assign)
        for target in node.targets
    }
    assert flags == {key: value for key, value in answers.items() if key in flags}
    assert len(flags) == 4


@pytest.mark.parametrize("number", range(0, len(AWKWARD), 3))
def test_awkward_lines_survive(renderer, number):
    """Three lines are tested at a time, one for each question."""
    questions = ("project_name", "project_description", "author_name")
    lines = dict(zip(questions, AWKWARD[number:] + AWKWARD, strict=False))
    choices = {question: values[0] for question, values in CHOICES.items()}
    check(renderer, {**AWKWARD_EVERYWHERE, **lines, **choices, "supports_get_result": False})


@pytest.mark.slow
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(answers=ANSWERS)
@example(
    answers={
        **AWKWARD_EVERYWHERE,
        "project_slug": "a" * 40,
        "package_name": "a" * 40,
        "backend_class": "A" * 40,
        "project_name": "é" * 60,
        "project_description": "\\" * 300,
        "author_name": '"' * 100,
        **{question: values[-1] for question, values in CHOICES.items()},
    }
)
def test_whole_set_of_answers_survives(renderer, answers):
    check(renderer, answers)
