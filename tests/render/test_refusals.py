"""Both tools reject invalid answers: a short error, a non-zero exit, and nothing left behind."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment

from tests.lab.environments import run
from tests.lab.rendering import COOKIECUTTER, COPIER, REPOSITORY, RESERVED, TOOLS, as_template
from tests.lab.terminal import answer_with_enter

BIN = Path(sys.executable).parent

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


ERRORS = [
    ("project_name", "", "a name is required"),
    ("project_name", "a" * 61, "61 characters is too long; the limit is 60"),
    ("project_name", "a\x1b[31m", r"the character '\x1b' isn't printable"),
    ("project_slug", "My Backend", "'My Backend' isn't a normalized name; try 'my-backend'"),
    ("project_slug", "~", "'~' isn't a normalized name; use a-z, 0-9 and hyphens"),
    ("project_slug", "con", "'con' is a device name on Windows"),
    ("package_name", "class", "'class' is a Python keyword"),
    ("package_name", "json", "'json' is a standard library module"),
    ("package_name", "admin", "'admin' is an app in django.contrib"),
    ("package_name", "django_rq", "'django_rq' is the name of a dependency"),
    ("package_name", "my-backend", "'my-backend' isn't an identifier; try 'my_backend'"),
    ("package_name", "2_go", "'2_go' isn't an identifier; try 'backend_2_go'"),
    ("package_name", "-json", "'-json' isn't an identifier; use a-z, 0-9 and _"),
    ("package_name", "My", "'My' isn't lower case; try 'my'"),
    ("package_name", "_my", "'_my' starts with an underscore; try 'my'"),
    ("package_name", "é", "'é' isn't ASCII; use a-z, 0-9 and _"),
    ("backend_class", "acme_backend", "'acme_backend' isn't CapWords; try 'AcmeBackend'"),
    ("backend_class", "Exception", "'Exception' is a Python built-in"),
    ("backend_class", "Task", "'Task' is a name that the package uses"),
    ("author_name", "Ada ", "it starts or ends with a space"),
    ("author_email", "ada", "'ada' isn't an address like ada@example.org"),
    ("author_email", "ada " * 20, "'ada ada ada ada a...' isn't an address like ada@example.org"),
    ("repository_url", "x.org", "'x.org' isn't a URL like https://example.org/app"),
]


@pytest.fixture(scope="module")
def hook():
    """Return a function that only runs cookiecutter's hook, and returns its errors."""
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
    """Return a function that calls copier's validators, and returns their errors."""

    def validator(**answers):
        try:
            renderer.copier(answers, renderer.new_folder(), pretend=True)
        except ValueError as error:
            return str(error).partition(": ")[2]
        return None

    return validator


@pytest.mark.parametrize("question, value", CASES)
def test_both_give_the_same_short_error(hook, validator, question, value):
    error = validator(**{question: value})
    assert hook(**{question: value}) == f"{question}: {error}"
    assert 0 < len(error) <= 60
    assert error.isprintable()


@pytest.mark.parametrize("question, value, error", ERRORS)
def test_error_names_the_reason(validator, question, value, error):
    assert validator(**{question: value}) == error


@pytest.mark.parametrize("question", RESERVED)
def test_errors_for_reserved_names_are_short(hook, question):
    for name in RESERVED[question]:
        error = hook(**{question: name}).removeprefix(f"{question}: ")
        assert error.startswith(f"{name!r} is ")
        assert len(error) <= 60


SCOPES = COOKIECUTTER["storage_scope"]
CLASHES = [
    *(("supports_get_result", True, scope) for scope in ("context", "thread")),
    *(
        ("engine", engine, scope)
        for engine in COOKIECUTTER["engine"]
        for scope in SCOPES
        if engine != "none" and scope != "database"
    ),
]


@pytest.mark.parametrize("question, value, scope", CLASHES)
def test_both_give_the_same_short_error_for_the_wrong_scope(
    hook, validator, question, value, scope
):
    answers = {question: value, "storage_scope": scope}
    error = validator(**answers)
    assert error.endswith(f", not {scope}")
    assert len(error) <= 60
    assert hook(**answers) == f"{question}: {error}"


def test_hook_reports_every_invalid_answer_in_the_order_of_the_questions(hook):
    said = hook(author_email="a", package_name="json", project_name="")
    assert [line.partition(":")[0] for line in said.splitlines()] == [
        "project_name", "package_name", "author_email"
    ]  # fmt: skip


ANYTHING = st.one_of(
    st.text(max_size=70),
    st.from_regex(r"[a-zA-Z0-9_\-./@:]{0,45}", fullmatch=True),
    st.sampled_from([value for values in BAD.values() for value in values]),
)


@settings(max_examples=30, deadline=None)
@given(question=st.sampled_from(sorted(BAD)), value=ANYTHING)
def test_both_agree_on_any_answer(hook, validator, question, value):
    answers = {question: value}
    # Defaults derived from an invalid answer may be invalid, too.
    follow = {"project_slug": "a", "package_name": "a"}
    answers = {**follow, **answers}
    error = validator(**answers)
    assert hook(**answers) == (error and f"{question}: {error}")
    assert error is None or (len(error) <= 60 and error.isprintable())


NO_TEXT = [None, True, 1, ["a"], {"a": "b"}]


@pytest.mark.parametrize("value", NO_TEXT)
@pytest.mark.parametrize("question", BAD)
def test_cookiecutter_rejects_values_that_are_not_text(hook, question, value):
    """A blank value in the user's configuration is null in YAML. Copier checks types itself."""
    assert hook(**{question: value}) == f"{question}: {value!r} isn't text"


@pytest.mark.parametrize("value", [None, "", "0", "false", 1])
@pytest.mark.parametrize(
    "question", [name for name, default in COOKIECUTTER.items() if isinstance(default, bool)]
)
def test_cookiecutter_rejects_values_that_are_not_booleans(hook, question, value):
    """In templates, any nonempty text is true."""
    assert hook(**{question: value}) == f"{question}: {value!r} isn't true or false"


# The commands


def command(tool, template, folder, **answers):
    """Return the completed process of the tool, run by a user with an empty home folder."""
    home = template.parent / "home"
    home.mkdir(exist_ok=True)
    pairs = [f"{question}={value}" for question, value in answers.items()]
    if tool == "cookiecutter":
        arguments = ["--no-input", template, "--output-dir", folder, *pairs]
    else:
        data = [part for pair in pairs for part in ("--data", pair)]
        arguments = ["copy", "--defaults", *data, template, folder / "project"]
    return run(BIN / tool, *arguments, HOME=str(home))


def test_both_reject_priorities_where_the_engine_has_none(hook, validator):
    answers = {"supports_priority": True, "storage_scope": "database", "engine": "rq"}
    error = "needs an engine with priorities, not rq"
    assert hook(**answers) == f"supports_priority: {error}"
    assert validator(**answers) == error


REFUSED = [
    ({"project_slug": "../x"}, "'../x' isn't a normalized name; try 'x'"),
    ({"project_slug": "a/b/c"}, "'a/b/c' isn't a normalized name; try 'a-b-c'"),
    ({"project_slug": "/tmp/abs"}, "'/tmp/abs' isn't a normalized name; try 'tmp-abs'"),
    ({"package_name": "json"}, "'json' is a standard library module"),
    ({"project_description": "a\nb"}, r"the character '\n' isn't printable"),
    ({"supports_get_result": "yes"}, "needs storage scope process, cache or database, not context"),
    ({"storage_scope": "planet"}, "planet"),
]


@pytest.mark.parametrize("tool", TOOLS)
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


def offered(done):
    """Return the command that cookiecutter prints at the end."""
    return done.stderr.partition("as the defaults:\n\n    ")[2].splitlines()[0]


def test_cookiecutter_offers_a_command_that_repeats_the_other_answers(renderer, tmp_path):
    """It runs in a shell as printed, and asks with these answers as defaults."""
    answers = {
        "project_name": 'Acme "Tasks" {{ 7 * 7 }} {% raw %} {#',
        "project_slug": "acme",
        "backend_class": "AcmeBackend",
        "storage_scope": "process",
        "supports_async_task": False,
        "license": "BSD-3-Clause",
        "project_description": "It's $HOME; `x` \\ !! ~ * \U0001f389",
        "author_name": "-Ada=é",
    }
    given = {question: as_template(value) for question, value in answers.items()}
    output = tmp_path / "a folder"
    done = command("cookiecutter", renderer.template, output, **given, package_name="class")
    assert done.stderr.startswith("package_name: 'class' is a Python keyword\n\n")
    place = tmp_path / "elsewhere"
    place.mkdir()
    answer_with_enter(
        "sh", "-c", offered(done), cwd=place, first=["", "", "acme_tasks"], prompt=b": ", width=120,
        HOME=str(renderer.template.parent / "home"), PATH=f"{BIN}:{os.environ['PATH']}",
    )  # fmt: skip
    recorded = yaml.safe_load((output / "acme" / ".copier-answers.yml").read_text(encoding="utf-8"))
    assert answers.items() <= recorded.items()
    assert recorded["package_name"] == "acme_tasks"


@pytest.mark.parametrize(
    "answers, left_out",
    [
        ({"package_name": "class"}, ["package_name"]),
        (
            {"project_name": "Acme ", "author_email": "a"},
            ["project_name", "project_slug", "package_name"],
        ),
        ({"project_name": ""}, ["project_name", "project_slug", "package_name"]),
        ({"project_name": "Acme ", "package_name": "acme_tasks"}, ["project_name", "project_slug"]),
        ({"project_slug": "2--a"}, ["project_slug", "package_name"]),
        ({"project_slug": "a--b", "package_name": "acme"}, ["project_slug"]),
        ({"engine": "celery"}, ["engine"]),
    ],
)
def test_offered_command_leaves_out_what_follows_from_invalid_answers(
    renderer, tmp_path, answers, left_out
):
    done = command("cookiecutter", renderer.template, tmp_path, **answers)
    repeated = shlex.split(offered(done))
    empty = [question for question, default in COOKIECUTTER.items() if default == ""]
    asked = [question for question in COOKIECUTTER if question[0] != "_"]
    assert [part.partition("=")[0] for part in repeated if "=" in part] == [
        question for question in asked if question not in {*left_out, *empty}
    ]


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
def test_invalid_user_defaults_are_rejected_with_one_line(renderer, tmp_path, answer):
    """Cookiecutter converts answers from the command line, but not from its configuration."""
    config = tmp_path / "config.yml"
    config.write_text(f"default_context:\n  {answer}\n")
    arguments = ["--no-input", "--config-file", config, "--output-dir", tmp_path / "output"]
    done = run(BIN / "cookiecutter", *arguments, renderer.template, HOME=str(tmp_path))
    assert done.returncode != 0
    assert done.stderr.startswith(f"{answer.partition(':')[0]}: ")
    assert not list((tmp_path / "output").rglob("*"))


def test_rejection_does_not_change_an_existing_project(renderer, tmp_path):
    folder = tmp_path / "output"
    done = command("cookiecutter", renderer.template, folder)
    assert done.returncode == 0, done.stderr
    before = sorted(folder.rglob("*"))
    again = command("cookiecutter", renderer.template, folder, backend_class="bad")
    assert again.returncode != 0
    assert sorted(folder.rglob("*")) == before


@pytest.mark.slow
def test_copier_asks_for_the_claim_only_where_it_can_be_kept(renderer, tmp_path):
    """At its prompts, it doesn't validate answers to yes/no questions."""
    output = answer_with_enter(
        BIN / "copier", "copy", renderer.template, tmp_path / "project", HOME=str(tmp_path)
    )
    assert COPIER["supports_priority"]["help"] in output
    assert COPIER["supports_get_result"]["help"] not in output
    recorded = (tmp_path / "project" / ".copier-answers.yml").read_text(encoding="utf-8")
    assert "supports_get_result: false" in recorded
