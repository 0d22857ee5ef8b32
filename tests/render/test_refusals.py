"""Bad answers are refused by both tools: one sentence, no success, nothing left behind."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment

from tests.lab.environments import run
from tests.lab.rendering import COOKIECUTTER, COPIER, REPOSITORY
from tests.lab.terminal import answer_with_enter

BIN = Path(sys.executable).parent

NAMES = {
    "project_name": "one line of 1 to 60 characters, with no control character and no space at "
    "either end",
    "project_slug": "at most 40 lower-case letters and digits, with single hyphens between them, "
    "and no name of a dependency or of a Windows device",
    "package_name": "a lower-case identifier of at most 40 characters that is no keyword and no "
    "name of the standard library, of a dependency or of the tests",
    "backend_class": "a CapWords identifier of at most 40 characters that is no builtin and no "
    "name used in its module",
    "project_description": "one line of at most 300 characters, with no control character and no "
    "space at either end",
    "author_name": "one line of at most 100 characters, with no control character and no space at "
    "either end",
    "author_email": "empty or an address like ada@example.org of at most 100 characters",
    "repository_url": "empty or an address like https://example.org/ada/backend of at most 200 "
    "characters",
}
NO_LINES = ["a\nb", "a\r", "a\tb", "\x00", "\x1b[31m", "\x85", "a\u2028b", "\u202egnp", "\ufeffa"]
BAD = {
    "project_name": ["", " ", " a", "a ", "a" * 61, *NO_LINES],
    "project_slug": [
        "", "-", "a--b", "-a", "a-", "A", "a_b", "a.b", "a b", "é", "../x", "x/../..", "/abs", "a/b",
        ".", "..", "~", "a\\b", "c:x", "a" * 41, "con", "lpt1", "django", "django-tasks", "a\n", "\x00",
    ],
    "package_name": [
        "", "1a", "a-b", "a.b", "A", "é", "_a", "../x", "/abs", "a" * 41, "class", "async", "json",
        "django", "django_tasks", "tests", "pytest", "pluggy", "nul", "a b", "a\n", "a'", "{{x", "a/b",
    ],
    "backend_class": [
        "", "dummy", "1A", "A-B", "A_B", "A B", "É", "None", "BaseTaskBackend", "Task", "A" * 41,
        "A(object)", "Exception", "A\n", "A:", "import os",
    ],
    "project_description": [" a", "a" * 301, *NO_LINES],
    "author_name": ["a ", "a" * 101, *NO_LINES],
    "author_email": [
        "a", "a@", "@b.c", "a@b", "a b@c.d", "a@b@c.d", "a@b.c\n", '"a"@b.c', "<a@b.c>", "a@b..c",
        "a" * 100 + "@b.c", "é@b.c", "a@b.c,d@e.f",
    ],
    "repository_url": [
        "x", "example.org", "ftp://a.b", "file:///etc", "javascript:alert(1)", "https://", "https:///x",
        "https://a b", "https://a.b/\n", 'https://a.b/"', "https://a.b/<x>", "https://a.b/`x`",
        "https://u@a.b", "https://a.b/" + "x" * 200,
    ],
}  # fmt: skip
CASES = [
    pytest.param(question, value, id=f"{question}-{value[:12]!r}")
    for question, values in BAD.items()
    for value in values
]


def expected(question, value):
    return f"{question} must be {NAMES[question]}; got {value!r}."


@pytest.fixture(scope="module")
def hook():
    """Return a function that runs cookiecutter's hook alone; it returns what it says."""
    source = (REPOSITORY / "hooks" / "pre_gen_project.py").read_text(encoding="utf-8")
    template = Environment(keep_trailing_newline=True).from_string(source)
    defaults = {
        question: value[0] if isinstance(value, list) else value
        for question, value in COOKIECUTTER.items()
        if not question.startswith("__")
    }
    defaults |= {"project_slug": "dummy-backend", "package_name": "dummy_backend"}

    def hook(**answers):
        code = template.render(cookiecutter={**defaults, **answers})
        try:
            exec(compile(code, "pre_gen_project.py", "exec"), {})
        except SystemExit as stop:
            return str(stop)
        return None

    return hook


@pytest.fixture(scope="module")
def validator(renderer):
    """Return a function that asks copier's validators; it returns what they say."""

    def validator(**answers):
        try:
            renderer.copier(answers, renderer.new_folder(), pretend=True)
        except ValueError as error:
            return str(error).partition(": ")[2]
        return None

    return validator


@pytest.mark.parametrize("question, value", CASES)
def test_both_refuse_with_the_same_sentence(hook, validator, question, value):
    assert hook(**{question: value}) == expected(question, value)
    assert validator(**{question: value}) == expected(question, value)


@pytest.mark.parametrize("scope", ["context", "thread"])
def test_both_refuse_a_claim_that_the_scope_does_not_keep(hook, validator, scope):
    sentence = (
        "supports_get_result must be false unless storage_scope is wider than one thread, as "
        f"'process' is; got True with {scope!r}."
    )
    answers = {"supports_get_result": True, "storage_scope": scope}
    assert hook(**answers) == sentence
    assert validator(**answers) == sentence


ANYTHING = st.one_of(
    st.text(max_size=70),
    st.from_regex(r"[a-zA-Z0-9_\-./@:]{0,45}", fullmatch=True),
    st.sampled_from([value for values in BAD.values() for value in values]),
)


@settings(max_examples=30, deadline=None)
@given(question=st.sampled_from(sorted(NAMES)), value=ANYTHING)
def test_both_agree_on_any_answer(hook, validator, question, value):
    answers = {question: value}
    # The answers that follow by default from a bad one may be bad as well.
    follow = {"project_slug": "a", "package_name": "a"}
    answers = {**follow, **answers}
    assert hook(**answers) == validator(**answers)


NO_TEXT = [None, True, 1, ["a"], {"a": "b"}]


@pytest.mark.parametrize("value", NO_TEXT)
@pytest.mark.parametrize("question", NAMES)
def test_cookiecutter_refuses_what_is_no_text(hook, question, value):
    """A blank line in the user's configuration is null in YAML; copier checks types itself."""
    assert hook(**{question: value}) == expected(question, value)


@pytest.mark.parametrize("value", [None, "", "0", "false", 1])
@pytest.mark.parametrize(
    "question", [name for name, default in COOKIECUTTER.items() if isinstance(default, bool)]
)
def test_cookiecutter_refuses_what_is_neither_true_nor_false(hook, question, value):
    """Text is true in templates, whatever it says."""
    assert hook(**{question: value}) == f"{question} must be true or false; got {value!r}."


# The commands

COMMANDS = ["cookiecutter", "copier"]


def command(tool, template, folder, **answers):
    """Return the result of calling the tool as a user with an empty home does."""
    home = template.parent / "home"
    home.mkdir(exist_ok=True)
    pairs = [f"{question}={value}" for question, value in answers.items()]
    if tool == "cookiecutter":
        arguments = ["--no-input", template, "--output-dir", folder, *pairs]
    else:
        data = [part for pair in pairs for part in ("--data", pair)]
        arguments = ["copy", "--defaults", *data, template, folder / "project"]
    return run(BIN / tool, *arguments, HOME=str(home))


REFUSED = [
    ({"project_slug": "../x"}, expected("project_slug", "../x")),
    ({"project_slug": "a/b/c"}, expected("project_slug", "a/b/c")),
    ({"project_slug": "/tmp/abs"}, expected("project_slug", "/tmp/abs")),
    ({"package_name": "json"}, expected("package_name", "json")),
    ({"project_description": "a\nb"}, expected("project_description", "a\nb")),
    ({"supports_get_result": "yes"}, "supports_get_result must be false unless storage_scope"),
    ({"storage_scope": "planet"}, "planet"),
]


@pytest.mark.parametrize("tool", COMMANDS)
@pytest.mark.parametrize("answers, sentence", REFUSED)
def test_command_fails_with_the_sentence_and_leaves_nothing(
    renderer, tmp_path, tool, answers, sentence
):
    output = tmp_path / "output" / "here"
    output.mkdir(parents=True)
    done = command(tool, renderer.template, output, **answers)
    assert done.returncode != 0
    [question] = answers
    assert question in done.stderr
    assert sentence in done.stderr
    assert [path for path in (tmp_path / "output").rglob("*") if path != output] == []


@pytest.mark.parametrize(
    "answer",
    [
        "project_name: null",
        "package_name: null",
        "backend_class: true",
        "author_name: {given: Ada}",
        "author_email:",
        "supports_priority: null",
        "testing_tools: 0",
    ],
)
def test_defaults_of_the_user_are_refused_with_one_line(renderer, tmp_path, answer):
    """Cookiecutter converts what is given on the command line, but not in its configuration."""
    config = tmp_path / "config.yml"
    config.write_text(f"default_context:\n  {answer}\n")
    arguments = ["--no-input", "--config-file", config, "--output-dir", tmp_path / "output"]
    done = run(BIN / "cookiecutter", *arguments, renderer.template, HOME=str(tmp_path))
    assert done.returncode != 0
    assert done.stderr.startswith(f"{answer.partition(':')[0]} must be ")
    assert not list((tmp_path / "output").rglob("*"))


def test_refusal_leaves_an_existing_project_alone(renderer, tmp_path):
    folder = tmp_path / "output"
    done = command("cookiecutter", renderer.template, folder)
    assert done.returncode == 0, done.stderr
    before = sorted(folder.rglob("*"))
    again = command("cookiecutter", renderer.template, folder, backend_class="bad")
    assert again.returncode != 0
    assert sorted(folder.rglob("*")) == before


@pytest.mark.slow
def test_copier_asks_for_the_claim_only_where_it_can_be_kept(renderer, tmp_path):
    """At its prompts: of what is answered there to a yes/no question it validates nothing."""
    output = answer_with_enter(
        BIN / "copier", "copy", renderer.template, tmp_path / "project", HOME=str(tmp_path)
    )
    assert COPIER["supports_priority"]["help"] in output
    assert COPIER["supports_get_result"]["help"] not in output
    recorded = (tmp_path / "project" / ".copier-answers.yml").read_text(encoding="utf-8")
    assert "supports_get_result: false" in recorded
