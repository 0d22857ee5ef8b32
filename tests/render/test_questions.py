"""Both question files ask the same questions, and derive defaults from earlier answers."""

import builtins
import keyword
import re
import subprocess
import sys

import pytest

from tests.lab.environments import PYTHONS, interpreter, python_of, run
from tests.lab.parsing import toml
from tests.lab.rendering import COOKIECUTTER, COPIER, FOLDER, REPOSITORY, RESERVED

PROMPTS = COOKIECUTTER["__prompts__"]
ASKED_BY_COOKIECUTTER = [name for name in COOKIECUTTER if not name.startswith("_")]
ASKED_BY_COPIER = [
    name for name, entry in COPIER.items() if not name.startswith("_") and entry.get("when", True)
]
DERIVED = {
    "supports_priority": "{{ engine not in ['celery', 'rq'] }}",
    "supports_get_result": "{{ engine != 'none' }}",
}


def in_copier(template):
    """Return a Jinja template of cookiecutter.json in the form that copier.yml needs."""
    return template.replace("cookiecutter.", "") if isinstance(template, str) else template


def test_both_ask_the_same_questions_in_the_same_order():
    assert ASKED_BY_COOKIECUTTER == ASKED_BY_COPIER


@pytest.mark.parametrize("question", ASKED_BY_COOKIECUTTER)
def test_both_ask_it_alike(question):
    """The type, default, choices and help are the same."""
    default = COOKIECUTTER[question]
    asked = COPIER[question]
    if isinstance(default, list):
        assert asked["type"] == "str"
        assert list(asked["choices"].values()) == default
        assert asked["default"] == default[0]
        help_text = dict(PROMPTS[question])
        assert help_text.pop("__prompt__") == asked["help"]
        assert help_text == {value: label for label, value in asked["choices"].items()}
    else:
        assert asked["type"] == type(default).__name__
        # YAML replaces the line breaks of a folded text with spaces. Only copier can derive the
        # answer to a yes/no question from the engine.
        assert asked["default"] in (in_copier(default), DERIVED.get(question))
        assert asked["help"] == PROMPTS[question]


def test_every_question_and_choice_has_help_without_markup():
    """Cookiecutter interprets square brackets in a prompt as markup, and doesn't print them."""
    texts = []
    for question in ASKED_BY_COOKIECUTTER:
        prompt = PROMPTS[question]
        texts += [prompt] if isinstance(prompt, str) else prompt.values()
        if isinstance(COOKIECUTTER[question], list):
            assert {"__prompt__", *COOKIECUTTER[question]} == prompt.keys()
    assert all(text and "[" not in text for text in texts)
    assert PROMPTS.keys() == set(ASKED_BY_COOKIECUTTER)


def test_rules_and_reserved_names_have_one_source():
    """Copier reads them from cookiecutter.json."""
    assert COPIER["shared"] == {"type": "yaml", "when": False, "default": [COOKIECUTTER]}
    texts = [
        (REPOSITORY / path).read_text(encoding="utf-8")
        for path in ("copier.yml", "templates/errors.jinja", "hooks/pre_gen_project.py")
    ]
    for name in ("asyncio", "croniter", "staticfiles", "ZeroDivisionError"):
        assert any(name in names for names in RESERVED.values())
        assert not any(name in text for text in texts)


def test_each_name_is_reserved_for_one_reason():
    for reasons in COOKIECUTTER["_rules"]["reserved"].values():
        listed = [name for names in reasons.values() for name in names]
        assert len(listed) == len(set(listed))
        assert all(names == sorted(names) for names in reasons.values())


def test_both_derive_the_same_values():
    """Both tools derive the same values, and copier passes all answers to the template."""
    template = COPIER["cookiecutter"]["default"]
    for question in ASKED_BY_COOKIECUTTER:
        assert f"'{question}': {question}," in template
    derived = in_copier(COOKIECUTTER["__tasks_module"]).strip("{} ")
    assert f"'__tasks_module': {derived}," in template


def test_both_render_the_same_folder_with_the_same_jinja():
    assert COPIER["_subdirectory"] == f"{{% raw %}}{FOLDER.name}{{% endraw %}}"
    environment = COOKIECUTTER["_jinja2_env_vars"]
    assert environment.items() <= COPIER["_envops"].items()
    # Cookiecutter adds these.
    assert COPIER["_envops"].keys() - environment == {"undefined", "keep_trailing_newline"}


def test_neither_asks_for_trust():
    """There are no tasks, migrations, extensions or unknown hooks."""
    assert not {"_tasks", "_migrations", "_jinja_extensions"} & COPIER.keys()
    assert "_extensions" not in COOKIECUTTER


@pytest.mark.parametrize("python", PYTHONS)
def test_names_of_the_standard_library_and_keywords_are_reserved(python):
    path = interpreter(python)
    if path is None:
        # This Python isn't available, unlike the one that runs the tests.
        path = sys.executable
    script = "import sys, keyword; print(*sys.stdlib_module_names, *keyword.kwlist)"
    names = subprocess.run([path, "-c", script], capture_output=True, text=True, check=True)
    reserved = {
        name for name in names.stdout.split() if name == name.lower() and not name.startswith("_")
    }
    assert reserved <= RESERVED["package_name"]
    assert {"django", "django_tasks", "tests"} <= RESERVED["package_name"]


@pytest.mark.parametrize(
    "answers",
    [
        {"storage_scope": "cache"},
        *({"storage_scope": "database", "engine": engine} for engine in COOKIECUTTER["engine"]),
    ],
    ids=lambda answers: answers.get("engine", "cache"),
)
def test_names_of_what_the_tests_install_and_of_djangos_applications_are_reserved(
    latest, render, answers
):
    """A project with one of these names couldn't be installed, or not with Django's admin."""
    project = render(**answers, supports_priority=False)
    metadata = toml((project / "pyproject.toml").read_bytes())
    required = metadata["project"]["dependencies"] + metadata["dependency-groups"]["test"]
    names = {re.match(r"[a-z-]+", requirement)[0] for requirement in required}
    assert names <= RESERVED["project_slug"]
    assert {name.replace("-", "_") for name in names} <= RESERVED["package_name"]
    script = "import pkgutil, django.contrib as c; print(*(m.name for m in pkgutil.iter_modules(c.__path__)))"
    labels = run(python_of(latest), "-c", script).stdout.split()
    assert "admin" in labels
    assert set(labels) <= RESERVED["package_name"]


def test_names_that_the_modules_of_the_backend_use_are_reserved():
    """Allowed class names don't conflict with a name in them, a keyword or a builtin."""
    package = FOLDER / "src" / "{{cookiecutter.package_name}}"
    docstring = re.compile(r'""".*?"""', re.DOTALL)
    texts = [docstring.sub("", path.read_text()) for path in package.rglob("*.py*")]
    lines = [
        line
        for text in texts
        if re.search(r"^class \{\{|import \{\{", text, re.MULTILINE)
        for line in text.splitlines()
    ]
    bound = [line.partition(" import ")[2].partition("  #")[0] for line in lines]
    bound += re.findall(
        r"^ *(?:class )?([A-Z][A-Za-z0-9]*)(?=[(:]| = )", "\n".join(lines), re.MULTILINE
    )
    names = {name for text in bound for name in re.findall(r"\b[A-Z][A-Za-z0-9]*\b(?!_)", text)}
    names |= {name for name in [*keyword.kwlist, *dir(builtins)] if name[0].isupper()}
    assert names <= RESERVED["backend_class"]
