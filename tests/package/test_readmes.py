"""The examples in the READMEs of the template and of packages, and on two pages, work."""

from __future__ import annotations

import ast
import re
from xml.etree import ElementTree as ET

import pytest

from tests.lab.choices import CHOICES, each_of, pairwise
from tests.lab.documents import blocks, is_shown
from tests.lab.environments import install, module_of, newest, python_of, run
from tests.lab.history import BIN, NEWEST
from tests.lab.rendering import REPOSITORY
from tests.lab.terminal import answer_with_enter

README = REPOSITORY / "README.md"
FRONT_PAGE = REPOSITORY / "docs" / "index.md"
QUESTIONS = REPOSITORY / "docs" / "reference" / "questions.md"
COLOURS = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")

# A project that uses the installed package.
SETTINGS = """
from pathlib import Path
SECRET_KEY = "only for the tests"
USE_TZ = True
ROOT_URLCONF = "shop.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "db.sqlite3"}}
INSTALLED_APPS = ["shop"]
# No server is needed here.
CACHES = {
    alias: {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": Path(__file__).parent / alias,
    }
    for alias in ("default", "tasks")
}
"""
TASKS = """
from django.core.mail import send_mail
from {framework} import task

@task
def send_welcome(user_id):
    send_mail("Welcome", "Hello", None, ["ada@example.org"])

@task
def charge(order_id):
    pass
"""
URLS = """
from django.http import HttpResponse
from django.urls import path
from .tasks import send_welcome

def sign_up(request):
    send_welcome.enqueue(user_id=42)
    return HttpResponse()

urlpatterns = [path("sign-up/", sign_up)]
"""
# The code of the failure on the front page of the documentation.
FAILURE = """
from datetime import timedelta
from django.utils import timezone
from shop.tasks import charge, send_welcome

def test_failure(enqueued_tasks):
    send_welcome.enqueue(user_id=43)
    later = timezone.now() + timedelta(hours=3, seconds=30)
    send_welcome.using(run_after=later).enqueue(user_id=42)
    enqueued_tasks.run()
    for number in range(3):
        charge.enqueue(number)
    enqueued_tasks.assert_enqueued(send_welcome, kwargs={"user_id": 42}, priority=10)
"""


class Shop:
    """A project with the settings of the README of an installed package."""

    def __init__(self, folder, package, framework):
        self.folder = folder
        self.python = python_of(newest(framework))
        self.installed = folder.parent / "installed"
        install(self.python, package, self.installed)
        shown = blocks(package / "README.md")
        self.shown = [block.text for block in shown if block.language == "python"]
        self.typed = [block.text for block in shown if block.language == "console"]
        self.settings = self.shown[0].split()[1]  # the name of the file, in a comment
        module = module_of(framework)
        self.write("shop/__init__.py", "")
        self.write("shop/settings.py", SETTINGS)
        self.write(self.settings, self.shown[0])
        self.write("shop/tasks.py", TASKS.format(framework=module))
        self.write("shop/urls.py", URLS)

    def write(self, path, text):
        path = self.folder / path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def call(self, *arguments, **variables):
        path = f"{self.installed}:{self.folder}"
        return run(self.python, *arguments, cwd=self.folder, **{"PYTHONPATH": path, **variables})

    def run(self, *arguments):
        """Run Python with the settings from the README."""
        module = self.settings.removesuffix(".py").replace("/", ".")
        return self.call(*arguments, DJANGO_SETTINGS_MODULE=module)

    def in_production(self, *arguments):
        """Run Python with the settings for production, where the package isn't installed."""
        return self.call(
            *arguments, DJANGO_SETTINGS_MODULE="shop.settings", PYTHONPATH=str(self.folder)
        )

    def pytest(self, path, *options):
        """Run tests with the settings from the README, or with those in the options."""
        return self.run("-m", "pytest", "-q", "-p", "no:cacheprovider", *options, path)


def with_what_is_said_checked(code):
    """Return code with an assertion for each expression that is followed by a comment."""
    lines = []
    for line in code.splitlines():
        expression, _, comment = line.partition("  # ")
        try:
            ast.parse(expression, mode="eval")
        except SyntaxError:
            lines.append(line)
            continue
        if not comment:
            lines.append(line)
        elif comment.startswith("the same result"):
            lines.append(f"assert {expression} == result")
        else:
            lines.append(f"check({expression}, {comment!r})")
    return "\n".join(lines)


CHECK = '''
import builtins
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)

def check(value, comment):
    """The comment begins with the value; dots in it stand for anything."""
    if "..." in comment:
        start, _, end = comment.partition("...")
        assert repr(value).startswith(start) and end.startswith(repr(value)[-2:]), value
    else:
        assert comment == repr(value), value

builtins.check = check
import shop.use
'''


@pytest.mark.parametrize(
    "answers",
    each_of(1, 3, pairwise("tasks_framework", "storage_scope")),
)
def test_generated_readme_works_as_written(render, tmp_path, answers):
    """A project with its settings can run its code, and its tests pass there."""
    framework = answers["tasks_framework"]
    if newest(framework) is None:
        pytest.skip(f"no Python is found for {framework}")
    shop = Shop(tmp_path / "project", render(**answers), framework)
    _, pytest_style, unittest_style, *_ = shop.shown

    shop.write("shop/tests.py", unittest_style)
    [command] = [text for text in shop.typed if "manage.py test" in text]
    module = command.rpartition("=")[2].strip()
    done = shop.call("-m", "django", "test", f"--settings={module}")
    assert done.returncode == 0, done.stderr
    assert "Ran 1 test" in done.stderr

    shop.write("shop/test_shop.py", pytest_style)
    done = shop.pytest("shop/test_shop.py")
    assert done.returncode == 0, done.stdout
    assert "1 passed" in done.stdout
    if answers["storage_scope"] != "database":
        # The fixture replaces the backend in other settings. A table needs an installed application.
        done = shop.pytest("shop/test_shop.py", "--ds=shop.settings")
        assert done.returncode == 0, done.stdout

    done = shop.run("-m", "django", "check")
    assert "no issues" in done.stdout + done.stderr
    done = shop.run("-m", "django", "makemigrations", "--check")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("framework", CHOICES["tasks_framework"])
def test_generated_readme_shows_the_results_without_the_testing_tools(render, tmp_path, framework):
    if newest(framework) is None:
        pytest.skip(f"no Python is found for {framework}")
    package = render(tasks_framework=framework, testing_tools=False)
    shop = Shop(tmp_path / "project", package, framework)
    _, use = shop.shown
    # The README of a package for both frameworks says to do this on Django 5.2.
    use = use.replace("from django.tasks import", f"from {module_of(framework)} import")
    shop.write("shop/use.py", with_what_is_said_checked(use))
    done = shop.run("-c", CHECK)
    assert done.returncode == 0, done.stderr
    assert (shop.folder / "shop" / "use.py").read_text().count("check(") == 2


METHODS = """
from unittest import TestCase
from dummy_backend import testing

class Example(testing.TaskTestMixin, TestCase):
    pass

names = [name for name in dir(Example) if name not in dir(TestCase) and name[0] != "_"]
methods = [name for name in names if callable(getattr(Example, name))]
assert len(methods) == 12, methods
missing = [name for name in methods if f"``{name}()``" not in testing.__doc__]
assert not missing, missing
"""


def test_docstring_that_the_readme_names_lists_all_methods(render, tmp_path, latest):
    """The other column of the table has the methods of ``EnqueuedTasks``."""
    package = render()
    readme = (package / "README.md").read_text(encoding="utf-8")
    [module] = re.findall(r"`python -m pydoc (.*?)`", readme)
    installed = tmp_path / "installed"
    install(python_of(latest), package, installed)
    done = run(python_of(latest), "-m", "pydoc", module, cwd=tmp_path, PYTHONPATH=installed)
    assert done.returncode == 0, done.stderr
    rows = re.findall(r"``(\w+)\(\)`` +``(\w+)\(\)``", done.stdout)
    assert len(rows) == 12, done.stdout
    for names in rows:
        assert all(re.search(rf"{name}\([\s|]*self", done.stdout) for name in names), names
    done = run(python_of(latest), "-c", METHODS, cwd=tmp_path, PYTHONPATH=installed)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("framework", CHOICES["tasks_framework"])
def test_production_starts_where_the_package_is_not_installed(render, tmp_path, framework):
    """Only the settings for tests use it."""
    if newest(framework) is None:
        pytest.skip(f"no Python is found for {framework}")
    shop = Shop(tmp_path / "project", render(tasks_framework=framework), framework)
    missing = shop.in_production("-c", "import dummy_backend")
    assert "No module named 'dummy_backend'" in missing.stderr
    done = shop.in_production("-m", "django", "check")
    assert done.returncode == 0, done.stderr
    # Tasks run there.
    done = shop.in_production(
        "-c",
        "import django; django.setup(); from shop.tasks import charge; "
        "assert charge.enqueue(1).status == 'SUCCESSFUL'",
    )
    assert done.returncode == 0, done.stderr


# The README of the template


def of_language(language, path):
    return [block.text for block in blocks(path) if block.language == language]


@pytest.mark.slow
def test_reference_shows_the_questions_as_they_are_asked(history, tmp_path):
    shown = of_language("text", QUESTIONS)[0]
    settings = tmp_path / "settings.yml"
    settings.write_text(f"cookiecutters_dir: {tmp_path}/clones\nreplay_dir: {tmp_path}/replay\n")
    with history.environment():
        output = answer_with_enter(
            BIN / "cookiecutter", "gh:org/dummybackend", "--checkout", NEWEST,
            "--config-file", settings, cwd=tmp_path,
            first=["Acme Tasks", "", "", "AcmeBackend", "", "3", *[""] * 4, "y"],
            prompt=b": ", width=120,
        )  # fmt: skip
    assert is_shown(shown.replace("/home/ada", "..."), COLOURS.sub("", output))


def has_in_order(lines, wanted):
    """Return whether the lines include all expected ones, in order."""
    rest = (line.strip() for line in lines)
    return all(line.strip() in rest for line in wanted)


def test_readme_shows_code_that_the_generated_readme_has(render):
    theirs = [block.text for block in blocks(render() / "README.md")]
    shown = of_language("python", README)
    assert shown
    for code in shown:
        # The output may have more lines before and between them.
        assert any(has_in_order(block.splitlines(), code.splitlines()) for block in theirs)


def test_front_page_shows_the_message_of_a_failure(render, tmp_path):
    [shown] = of_language("text", FRONT_PAGE)
    shop = Shop(tmp_path / "project", render(), "django-tasks")
    shop.write("test_shop.py", FAILURE)
    done = shop.pytest("test_shop.py")
    message = re.findall(r"^E +(.*(?:\n^E.*)*)", done.stdout, re.MULTILINE)[0]
    message = re.sub(r"^E {7}|^E$", "", message, flags=re.MULTILINE)
    assert message.strip() == shown.strip()


def test_picture_shows_the_failure_of_the_tutorial():
    tutorial = REPOSITORY / "docs" / "tutorial" / "tested-backend.md"
    [failing] = [text for text in of_language("console", tutorial) if "\nE " in text]
    picture = ET.fromstring((REPOSITORY / "docs/images/failure.svg").read_text(encoding="utf-8"))
    drawn = "".join("".join(picture.itertext()).split())
    lines = [line for line in failing.splitlines() if line.startswith("E ")]
    assert len(lines) >= 5
    assert all("".join(line.split()) in drawn for line in lines)
