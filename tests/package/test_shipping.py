"""Generated packages can be built, published, installed and tested."""

from __future__ import annotations

import itertools
import re
import shutil
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from packaging.metadata import Metadata

from tests.lab import environments
from tests.lab.choices import CHOICES, each_of, pairwise, some
from tests.lab.environments import (
    clean_environment,
    install,
    interpreter,
    module_of,
    python_of,
    run,
    uv,
)
from tests.lab.parsing import toml
from tests.lab.rendering import files
from tests.lab.servers import alone_on, named

BIN = Path(sys.executable).parent
ANSWERS = [
    {
        "project_name": "Acme Tasks",
        "project_slug": "acme-tasks",
        "package_name": "acme",
        "backend_class": "AcmeBackend",
        "project_description": 'Tasks that are "kept" \\ not run 🎉',
        "author_name": 'Ada "Countess" O\'Lovelace, PhD',
        "author_email": "ada@example.org",
        "repository_url": "https://example.org/ada/acme-tasks/",
        **choices,
    }
    for choices in pairwise(
        "license", "tasks_framework", "storage_scope", "supports_get_result", "testing_tools"
    )
]
FIRST = list({answers["storage_scope"]: answers for answers in reversed(ANSWERS)}.values())
# The first of each scope come first, because the modules of scopes differ most.
CHOSEN = some(
    3,
    2,
    [
        ([answers[key] for key in ("license", "tasks_framework", "storage_scope")], answers)
        for answers in [*FIRST, *(each for each in ANSWERS if each not in FIRST)]
    ],
)


@pytest.fixture(scope="module")
def built(render):
    """Return a function that builds a project, and returns the sdist and the wheel."""
    done = {}

    def built(answers):
        key = tuple(answers.items())
        if key not in done:
            project = render(**answers)
            uv(
                "build",
                "--quiet",
                "--python",
                sys.executable,
                "--out-dir",
                project / "dist",
                project,
            )
            [sdist] = (project / "dist").glob("*.tar.gz")
            [wheel] = (project / "dist").glob("*.whl")
            done[key] = sdist, wheel
        return done[key]

    return built


def metadata_of(wheel):
    """Return the metadata of a wheel, and fail if a field is invalid."""
    with zipfile.ZipFile(wheel) as archive:
        [path] = [path for path in archive.namelist() if path.endswith(".dist-info/METADATA")]
        return Metadata.from_email(archive.read(path))


@pytest.mark.parametrize("answers", CHOSEN)
def test_sdist_and_wheel_contain_the_expected_files(render, built, answers):
    sdist, wheel = built(answers)
    with zipfile.ZipFile(wheel) as archive:
        info = "acme_tasks-0.1.0.dist-info"
        package = render(**answers) / "src" / "acme"
        assert set(archive.namelist()) == {f"acme/{path}" for path in files(package)} | {
            f"{info}/{file}"
            for file in ("METADATA", "RECORD", "WHEEL", "licenses/LICENSE", "entry_points.txt")
            if file != "entry_points.txt" or answers["testing_tools"]
        }
    with tarfile.open(sdist) as archive:
        packed = {path.partition("/")[2] for path in archive.getnames()} - {""}
    rendered = {
        path
        for path in files(render(**answers))
        if path.startswith(("src/", "tests/"))
        or path in ("CHANGELOG.md", "LICENSE", "README.md", "pyproject.toml", ".gitignore")
    }
    assert packed == rendered | {"PKG-INFO"}


@pytest.mark.parametrize("answers", CHOSEN)
def test_metadata_matches_the_answers(render, built, answers):
    metadata = metadata_of(built(answers)[1])
    assert metadata.name == "acme-tasks"
    assert metadata.summary == answers["project_description"]
    assert metadata.description == (render(**answers) / "README.md").read_text(encoding="utf-8")
    assert metadata.description_content_type == "text/markdown"
    expected = "LicenseRef-" * (answers["license"] == "Proprietary") + answers["license"]
    assert metadata.license_expression == expected
    assert metadata.license_files == ["LICENSE"]
    private = "Private :: Do Not Upload" in metadata.classifiers
    assert private == (answers["license"] == "Proprietary")
    assert "ada@example.org" in metadata.author_email
    assert "Lovelace" in metadata.author_email
    assert metadata.project_urls["Changelog"] == (
        "https://example.org/ada/acme-tasks/blob/main/CHANGELOG.md"
    )


@pytest.mark.parametrize("answers", CHOSEN)
def test_index_would_accept_it(built, answers):
    done = run(BIN / "twine", "check", "--strict", *built(answers))
    assert done.returncode == 0, done.stdout + done.stderr


def supported(framework):
    """Return the available Pythons that a framework supports, or skip the test."""
    found = [
        *dict.fromkeys(each.python for each in environments.found() if each.supports(framework))
    ]
    if not found:
        pytest.skip(f"no Python is found that {framework} runs on")
    return found


def installed():
    """Return each framework with the lowest and highest versions, while the scopes take turns."""
    chosen = {(each["tasks_framework"], each["storage_scope"]): each for each in ANSWERS}
    scopes = itertools.cycle(CHOICES["storage_scope"])
    for framework, resolution in itertools.product(CHOICES["tasks_framework"], RESOLUTIONS):
        pair = framework, next(scopes)
        yield [*pair, resolution], chosen[pair], resolution


RESOLUTIONS = ["lowest-direct", "highest"]


@pytest.mark.parametrize("answers, resolution", some(0, 1, installed()))
def test_wheel_passes_the_suite_where_it_is_installed(render, built, tmp_path, answers, resolution):
    """With the lowest versions that its metadata allows on the oldest Python, and with the newest."""
    pythons = supported(answers["tasks_framework"])
    version = pythons[0 if resolution == "lowest-direct" else -1]
    environment = tmp_path / "environment"
    python = environment / "bin" / "python"
    uv("venv", "--python", interpreter(version), environment)
    _, wheel = built(answers)
    # The extra is for Django 5.2 on a Python that Django 6 also supports.
    extra = "[django-tasks]" * (answers["tasks_framework"] == "both" and version >= "3.12")
    # The requirements of the wheel are named, too, so the lowest versions of them are installed.
    required = [str(line) for line in metadata_of(wheel).requires_dist if "extra" not in str(line)]
    project = f"acme-tasks{extra} @ {wheel.as_uri()}"
    uv("pip", "install", "--python", python, "--resolution", resolution, project, *required)
    test = toml((render(**answers) / "pyproject.toml").read_bytes())["dependency-groups"]["test"]
    uv("pip", "install", "--python", python, *test)

    # Only the tests and their settings, so the source of the package isn't imported by accident.
    project = tmp_path / "project"
    shutil.copytree(render(**answers) / "tests", project / "tests")
    shutil.copy(render(**answers) / "pyproject.toml", project)
    (project / "tests" / "test_processes.py").unlink(missing_ok=True)  # takes long
    # All tests pass from its source on the newest versions.
    tests = [] if resolution == "lowest-direct" else ["tests/contract"]
    done = run(python, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests, cwd=project)
    assert done.returncode == 0, done.stdout
    where = run(python, "-c", "import acme, django; print(acme.__file__, django.VERSION[:3])")
    assert str(environment) in where.stdout
    if resolution == "lowest-direct":
        lowest = "(6, 0, 0)" if answers["tasks_framework"] == "django" else "(5, 2, 0)"
        assert where.stdout.strip().endswith(lowest)


# Those who use it

PROGRAM = """
from {module} import default_task_backend, task

from acme import AcmeBackend


@task
def add(a: int, b: int) -> int:
    return a + b


def stored(backend: AcmeBackend) -> list[str]:
    add.enqueue(1, b=2)
    backend.clear()
    return [result.id for result in backend.results]


async def again(backend: AcmeBackend, result_id: str) -> bool:
    result = await backend.aget_result(result_id)
    return result.is_finished and backend.supports_defer


backend = default_task_backend
assert isinstance(backend, AcmeBackend)
print(stored(backend))
"""


@pytest.mark.parametrize(
    "choices",
    each_of(0, 1, ("both cache", "django-tasks context", "django database")),
)
def test_package_and_its_users_are_typed(render, built, latest, tmp_path, choices):
    """Both mypy and pyright check the code of the user strictly."""
    framework, scope = choices.split()
    supported(framework)
    answers = {**ANSWERS[0], "tasks_framework": framework, "storage_scope": scope}
    tools = python_of(latest, "mypy>=1.19", "django-stubs>=6.0", "pyright>=1.1.400")
    user = tmp_path / "user"
    user.mkdir()
    module = module_of(framework)
    (user / "program.py").write_text(PROGRAM.format(module=module))
    site = tmp_path / "site"
    install(tools, built(answers)[1], site)
    (user / "pyrightconfig.json").write_text(
        f'{{"typeCheckingMode": "strict", "extraPaths": ["{site}"]}}'
    )
    project = render(**answers)
    for command, folder, variables in [
        (["-m", "mypy", "--strict", "program.py"], user, {"MYPYPATH": ""}),
        (["-m", "pyright", "--pythonpath", tools, "program.py"], user, {}),
        (["-m", "pyright", "--pythonpath", tools, "src"], project, {}),
    ]:
        done = run(tools, *command, cwd=folder, PYTHONPATH=str(site), **variables)
        assert done.returncode == 0, done.stdout + done.stderr


# Its commands

CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


# The number of commands, and the server that one of them needs.
README_COMMANDS = {"context": 5, "cache": 6, "database": 7}
SERVERS = {
    "=redis:": "TEST_REDIS_URL",
    "=postgres:": "TEST_POSTGRES_URL",
    "=mysql:": "TEST_MYSQL_URL",
}


@pytest.mark.parametrize(
    "framework, scope",
    some(
        0,
        1,
        [
            (pair, *pair)
            for pair in (("both", "database"), ("django-tasks", "context"), ("django", "cache"))
        ],
    ),
)
def test_commands_of_the_readme_work_as_written(render, tmp_path, framework, scope):
    """They run in a fresh git repository with uv, except those that publish or install the package."""
    python = interpreter(supported(framework)[-1])
    project = tmp_path / "project"
    shutil.copytree(render(tasks_framework=framework, storage_scope=scope), project)
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org"]
    for command in ([*git, "init"], [*git, "add", "-A"], [*git, "commit", "-m", "x"]):
        assert run(*command, cwd=project).returncode == 0
    readme = (project / "README.md").read_text(encoding="utf-8")
    blocks = "".join(CONSOLE.findall(readme)).replace("\\\n", "")
    commands = blocks.splitlines()
    commands += re.findall(r"^- `(uvx [^`]*)`", readme, re.MULTILINE)
    elsewhere = ("python -m pip install", "python manage.py", "uvx copier")
    tried = [command for command in commands if not command.startswith(elsewhere)]
    assert len(tried) == README_COMMANDS[scope]
    needed = {text: server for text, server in SERVERS.items() if server in named()}
    for text in SERVERS.keys() - needed.keys():
        tried = [command for command in tried if text not in command]
    variables = {
        "PATH": f"{BIN}:{clean_environment()['PATH']}",
        "UV_PYTHON": python,
        "UV_PYTHON_DOWNLOADS": "never",
    }
    for command in tried:
        used = [server for text, server in needed.items() if text in command]
        reports_deviations = command.startswith("TASKS_BACKEND=")
        # Other tests run all the generated tests, which take long.
        options = {} if reports_deviations else {"PYTEST_ADDOPTS": "-k test_enqueueing"}
        with alone_on(*used):
            done = run("bash", "-c", command, cwd=project, **variables, **options)
        assert done.returncode == (1 if reports_deviations else 0), (
            f"{command}\n{done.stdout}{done.stderr}"
        )
    assert run("git", "diff", "--stat", cwd=project).stdout == ""
