"""Follow the documents as their readers would, and compare the output with the shown one."""

from __future__ import annotations

import os
import re
from contextlib import contextmanager, nullcontext

import pytest

from tests.lab.choices import each_of
from tests.lab.documents import blocks, commands, reader_of
from tests.lab.environments import newest, run
from tests.lab.history import BIN, NEWEST, OLDER, recorded
from tests.lab.rendering import REPOSITORY
from tests.lab.servers import DRIVERS, alone_on, named

DOCS = REPOSITORY / "docs"


def empty(reader, history):
    """Start in an empty folder."""


def package(**answers):
    """Start in a package with these answers, and the name that the guides use."""
    answers = {"project_name": "Acme Tasks", "backend_class": "AcmeBackend", **answers}

    def begin(reader, history, release=NEWEST):
        with history.environment():
            folder = reader.folder / "acme-tasks"
            history.renderer.copier(answers, folder, vcs_ref=release)
        history.start(folder)
        reader.type("cd acme-tasks")

    return begin


def pushed(**answers):
    """Start as with ``package()``, with a remote ``origin``."""

    def begin(reader, history):
        package(**answers)(reader, history)
        for command in (
            "git init --quiet --bare ../acme-tasks.git",
            "git remote add origin ../acme-tasks.git",
            "git push --quiet origin main",
        ):
            output, code = reader.type(command)
            assert code == 0, output

    return begin


@contextmanager
def database():
    """Create a database in PostgreSQL, and give its address."""
    base = os.environ["TEST_POSTGRES_URL"].rpartition("/")[0]
    name = f"dummybackend_shop_{os.getpid()}"
    on_server("TEST_POSTGRES_URL", SQL, f"CREATE DATABASE {name}")
    try:
        yield f"{base}/{name}"
    finally:
        on_server("TEST_POSTGRES_URL", SQL, f"DROP DATABASE {name} WITH (FORCE)")


def shared(**answers):
    """Start as with ``package()``, with the addresses of a Redis and a PostgreSQL in the environment."""

    @contextmanager
    def begin(reader, history):
        package(**answers)(reader, history)
        with empty_redis(), database() as url:
            reader.type(f"export REDIS_URL='{os.environ['TEST_REDIS_URL']}' DATABASE_URL='{url}'")
            yield

    return begin


@contextmanager
def queue(reader, _history):
    """Start in an empty folder, with the address of a Redis in the environment."""
    reader.type(f"export QUEUE_URL='{os.environ['TEST_REDIS_URL']}'")
    with alone_on("TEST_REDIS_URL"):
        yield


@contextmanager
def engines(reader, _history):
    """Start in an empty folder, with the addresses of the engines' servers in the environment."""
    with alone_on("TEST_BROKER_URL"), empty_redis(), database() as url:
        reader.type(
            f"export BROKER_URL='{os.environ['TEST_BROKER_URL']}'"
            f" REDIS_URL='{os.environ['TEST_REDIS_URL']}' DATABASE_URL='{url}'"
        )
        yield


@contextmanager
def on_redis(reader, history):
    """Start as with ``package()``, with the address of a Redis in the environment."""
    package(tasks_framework="django")(reader, history)
    reader.type(f"export REDIS_URL='{os.environ['TEST_REDIS_URL']}'")
    with empty_redis():
        yield


@contextmanager
def empty_redis():
    """Use an empty Redis, which no other test uses at the same time."""
    with alone_on("TEST_REDIS_URL"):
        on_server("TEST_REDIS_URL", "import redis, sys; redis.from_url(sys.argv[1]).flushdb()")
        yield


SQL = "import psycopg, sys; psycopg.connect(sys.argv[1], autocommit=True).execute(sys.argv[2])"


def on_server(variable, code, *arguments):
    """Run Python code with the driver of a server. Its first argument is the address."""
    address = os.environ[variable]
    done = run(
        BIN / "uv", "run", "--quiet", "--no-project", "--with", DRIVERS[variable], "python", "-c",
        code, address, *arguments,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


# The start of each document, and the variables of the servers that it needs. `make test-slow` follows
# the first two.
PAGES = {
    "tutorial/tested-backend.md": (empty,),
    "how-to/test-an-application.md": (package(tasks_framework="django", storage_scope="process"),),
    "how-to/contract.md": (package(tasks_framework="django"),),
    "tutorial/your-own.md": (queue, "TEST_REDIS_URL"),
    "how-to/choose-a-scope.md": (package(),),
    "how-to/choose-flags.md": (package(),),
    "how-to/both-frameworks.md": (package(),),
    "how-to/contract-published.md": (on_redis, "TEST_REDIS_URL"),
    "how-to/publish.md": (pushed(repository_url="https://github.com/ada/acme-tasks"),),
    "how-to/share-results.md": (
        shared(tasks_framework="django", storage_scope="cache", supports_get_result=True),
        "TEST_POSTGRES_URL", "TEST_REDIS_URL",
    ),
    "how-to/run-tasks.md": (
        engines, "TEST_BROKER_URL", "TEST_REDIS_URL", "TEST_POSTGRES_URL",
    ),
    "how-to/move-a-suite.md": (package(tasks_framework="django-tasks", storage_scope="process"),),
}  # fmt: skip
# The commands of these are run by other tests, here or in test_adoption, which check more.
ELSEWHERE = {
    "index.md", "how-to/adopt.md", "how-to/update.md", "how-to/update-0.2.md", "explanation/speed.md",
    "survey.md",
}  # fmt: skip

IMMEDIATE = "django.tasks.backends.immediate.ImmediateBackend"
CONTRACT_COMMANDS = [
    # As in the README.
    f"TASKS_BACKEND={IMMEDIATE} uv run pytest tests/contract",
    # As in the README of a package.
    "uv run pytest tests/contract --ds=your.settings",
]


@pytest.fixture
def reader(history, tmp_path):
    if newest("django") is None:
        pytest.skip("no Python is found for Django 6")
    return reader_of(history, tmp_path)


@pytest.mark.parametrize("page", each_of(0, 2, PAGES))
def test_document_works_as_written(reader, history, page):
    begin, *servers = PAGES[page]
    if missing := set(servers) - set(named()):
        pytest.skip(f"{', '.join(missing)} names no server")
    with begin(reader, history) or nullcontext():
        reader.follow(DOCS / page)


@pytest.mark.slow
def test_commands_of_the_guide_to_updates_work(reader, history):
    package()(reader, history, OLDER)

    def answered(command):
        """Answer questions with their defaults, and start with everything committed."""
        if command == "uvx copier update":
            command += " --defaults"
        command = re.sub(r"--checkout v[\d.]+", f"--checkout {OLDER} --no-input", command)
        return f"git add --all; git commit --quiet --allow-empty --message As-it-is; {command}"

    before = recorded(reader.place)["_commit"]
    reader.follow(DOCS / "how-to" / "update.md", answered)
    after = recorded(reader.place)
    assert (before, after["_commit"]) == (OLDER, NEWEST)
    assert after["storage_scope"] == "database"
    assert (reader.place / "dummy-backend").is_dir()


@pytest.mark.slow
def test_readme_runs_the_contract_against_another_backend(reader, history):
    package(tasks_framework="django")(reader, history)
    reader.write("your/__init__.py", "")
    reader.write("your/settings.py", "from tests.settings import *\n")
    by_path, by_settings = CONTRACT_COMMANDS
    output, code = reader.type(by_path)
    assert code == 1, output
    assert re.search(r"\b\d+ failed, \d+ passed", output), output
    output, code = reader.type(by_settings)
    assert code == 0, output


def test_every_command_of_the_readme_is_run_somewhere():
    shown = [
        command
        for block in blocks(REPOSITORY / "README.md")
        if block.language == "console"
        for command, _ in commands(block.text)
    ]
    assert shown == [
        # test_readmes, and the tutorials
        "uvx cookiecutter gh:org/dummybackend", "uvx copier copy gh:org/dummybackend acme-tasks",
        # above
        CONTRACT_COMMANDS[0],
        # .ci/run
        "make backend", "make test",
    ]  # fmt: skip


def test_first_page_and_that_on_speed_show_commands_that_are_run():
    shown = {
        page: [
            command
            for block in blocks(DOCS / page)
            if block.language == "console"
            for command, _ in commands(block.text)
        ]
        for page in ("index.md", "explanation/speed.md", "survey.md")
    }
    assert shown == {
        # As in the README.
        "index.md": [
            "uvx cookiecutter gh:org/dummybackend",
            "uvx copier copy gh:org/dummybackend acme-tasks",
        ],
        # test_benchmarks, and test_engine_benchmarks
        "explanation/speed.md": ["make bench", "make bench-engines"],
        # CONTRIBUTING.md describes it. It takes too long for a test.
        "survey.md": ["make survey"],
    }


def test_every_document_with_code_is_followed():
    pages = {
        path.relative_to(DOCS).as_posix()
        for path in DOCS.rglob("*.md")
        if "benchmarks" not in path.parts
        if any(block.language != "text" for block in blocks(path))
    }
    assert pages == {*PAGES, *ELSEWHERE}
