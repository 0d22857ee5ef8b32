"""The answers file has the template's address and release, however the project was rendered.

So `copier update` works. If the release is unknown, a message says how to record it.
"""

from __future__ import annotations

import re
import shutil
from fnmatch import fnmatchcase

import pytest

from tests.lab.choices import each_of, some
from tests.lab.history import ANSWERS_FILE, NEWEST, OLDER, URL, History, content, git, recorded
from tests.lab.rendering import PARTS, copy_template


@pytest.fixture(scope="module")
def history(tmp_path_factory):
    """A history with branches: before all releases, and after each of them.

    On ``main``, only files outside the template have changed since the older release. On ``work`` and
    ``next``, the template has changed since the older and since the newest release.
    """
    history = History(tmp_path_factory.mktemp("history"))
    with history.environment():
        git(history.folder, "checkout", "--quiet", "--orphan", "early", OLDER)
        git(history.folder, "commit", "--quiet", "--message", "Before the first release")
        for branch, start, changed in [
            ("next", NEWEST, f"{PARTS[-1]}/CHANGELOG.md"),
            ("work", OLDER, f"{PARTS[-1]}/CHANGELOG.md"),
            ("main", OLDER, "README.md"),
        ]:
            git(history.folder, "checkout", "--quiet", "-B", branch, start)
            with (history.folder / changed).open("a") as file:
                file.write("\n- Something.\n")
            history.commit(history.folder)
    return history


@pytest.fixture
def workspace(history, tmp_path):
    """Return a folder with checkouts and archives of the template."""
    with history.environment():
        git(tmp_path, "clone", "--quiet", history.folder, "checkout")
        git(tmp_path, "clone", "--quiet", history.folder, "changed")
        readme = tmp_path / "changed" / PARTS[-1] / "README.md"
        readme.write_text(readme.read_text() + "\nChanged.\n")
        archive = ["archive", "--prefix=dummybackend-main/", "--format=zip"]
        git(history.folder, *archive, f"--output={tmp_path}/release.zip", OLDER)
        git(history.folder, *archive, f"--output={tmp_path}/branch.zip", "main")
    shutil.unpack_archive(tmp_path / "branch.zip", tmp_path / "unpacked")
    copy_template(tmp_path / "copy" / "template")
    shutil.make_archive(tmp_path / "zipped", "zip", tmp_path / "copy", "template")
    return tmp_path


COMMIT = f"{OLDER}-1-g*"  # one commit after the release
ORIGINS = [
    # The command, the release that is recorded, and the address.
    ("cookiecutter gh:org/dummybackend", OLDER, URL),
    ("cookiecutter ./checkout", OLDER, "{folder}/checkout"),
    ("cookiecutter {folder}/release.zip", OLDER, URL),
    ("copier copy ./checkout --vcs-ref v0.0.1", OLDER, "{folder}/checkout"),
    ("cookiecutter gh:org/dummybackend --checkout v0.0.1", OLDER, URL),
    ("cookiecutter gh:org/dummybackend --checkout work", COMMIT, URL),
    ("cookiecutter gh:org/dummybackend --checkout early", "???????", URL),
    ("cookiecutter https://github.com/org/dummybackend --checkout v0.0.1", OLDER, URL),
    ("cookiecutter https://git.example.org/template.git", OLDER, "https://git.example.org/template.git"),
    ("cookiecutter https://git.example.org/template", OLDER, "git+https://git.example.org/template"),
    ("cookiecutter https://ada:secret@git.example.org/template.git", OLDER, "https://git.example.org/template.git"),
    ("cookiecutter git@git.example.org:template.git", OLDER, "git@git.example.org:template.git"),
    ("cookiecutter ssh://git.example.org/template", OLDER, "git+ssh://git.example.org/template"),
    ("cookiecutter git+file://{folder}/checkout", OLDER, "git+file://{folder}/checkout"),
    ("cookiecutter own:template", OLDER, "git+https://git.example.org/template"),
    ("cookiecutter gl:org/template", OLDER, "https://gitlab.com/org/template.git"),
    ("cookiecutter {folder}/checkout", OLDER, "{folder}/checkout"),
    ("cookiecutter checkout/", OLDER, "{folder}/checkout"),
    ("cookiecutter branch.zip", COMMIT, URL),
    ("cookiecutter unpacked/dummybackend-main", COMMIT, URL),
    ("copier copy gh:org/dummybackend --vcs-ref v0.0.1", OLDER, URL),
    ("copier copy gh:org/dummybackend --vcs-ref work", COMMIT, URL),
    ("copier copy gh:org/dummybackend --vcs-ref early", "???????", URL),
    ("copier copy gl:/org/template.git --vcs-ref v0.0.1", OLDER, "https://gitlab.com/org/template.git"),
    ("copier copy checkout --vcs-ref HEAD", COMMIT, "{folder}/checkout"),
    ("copier copy {folder}/checkout --vcs-ref HEAD", COMMIT, "{folder}/checkout"),
]  # fmt: skip


def render(history, workspace, command, shell=None, **variables):
    """Render with a command, and return the project's folder and the output.

    The command runs in the folder of the shell, unless another one is given.
    """
    tool, *arguments = command.format(folder=workspace).split()
    folder = workspace / "dummy-backend"
    if tool == "cookiecutter":
        settings = workspace / "cookiecutter.yml"
        settings.write_text(
            f"cookiecutters_dir: {workspace}/cookiecutters\nreplay_dir: {workspace}/replay\n"
            "abbreviations:\n  own: https://git.example.org/{0}\n  gh: https://github.com/{0}.git\n"
        )
        arguments += ["--no-input", "--config-file", settings]
    else:
        arguments += ["--defaults", folder]
    said = history.command(workspace, tool, *arguments, PWD=shell or workspace, **variables)
    history.start(folder)
    return folder, said


def origin(project, name=ANSWERS_FILE):
    """Return the release and the address in a project's answers file."""
    answers = recorded(project, name)
    return answers.get("_commit"), answers["_src_path"]


@pytest.mark.parametrize(
    "command, release, address", some(1, 3, [([row[0]], *row) for row in ORIGINS])
)
def test_origin_is_recorded_and_copier_updates_from_it(
    history, workspace, command, release, address
):
    project, said = render(history, workspace, command)
    assert "not known" not in said
    commit, source = origin(project)
    assert fnmatchcase(commit, release)
    assert source == address.format(folder=workspace)
    history.command(project, "copier", "update", "--defaults")
    assert origin(project) == (NEWEST, source)


def comments(project):
    """Return the comments in a project's answers file, except the first, as they were printed."""
    lines = (project / ANSWERS_FILE).read_text(encoding="utf-8").splitlines()[1:]
    return [line.removeprefix("# ") for line in lines if line.startswith("#")]


@pytest.mark.slow
def test_render_between_two_releases_says_so(history, workspace):
    """Its answers can be changed, but an update needs the next release."""
    command = "cookiecutter gh:org/dummybackend --checkout next"
    project, said = render(history, workspace, command)
    commit, _ = origin(project)
    assert fnmatchcase(commit, f"{NEWEST}-1-g*")
    [comment] = comments(project)
    assert comment in said
    assert f"has changed since {NEWEST}" in comment
    with pytest.raises(AssertionError, match="Downgrades are not supported"):
        history.command(project, "copier", "update", "--defaults")
    change = ["--vcs-ref", ":current:", "--data", "storage_scope=database"]
    history.command(project, "copier", "update", "--defaults", *change)
    assert (project / "src" / "dummy_backend" / "models.py").exists()
    assert origin(project)[0] == commit
    history.commit(project)
    with history.environment():
        git(history.folder, "tag", "v1001.0.0", "next")
        try:
            history.command(project, "copier", "update", "--defaults")
        finally:
            git(history.folder, "tag", "--delete", "v1001.0.0")
    assert origin(project)[0] == "v1001.0.0"


def test_relative_checkout_is_found_without_a_shell(history, workspace):
    project, _ = render(history, workspace, "cookiecutter ./checkout", shell="/nowhere")
    assert origin(project)[1] == str(workspace / "checkout")


def test_another_repository_in_the_environment_is_not_that_of_the_template(history, workspace):
    """Git hooks set such variables."""
    git(workspace, "init", "--quiet", "other")
    other = {"GIT_DIR": workspace / "other/.git", "GIT_WORK_TREE": workspace / "other"}
    project, _ = render(history, workspace, "cookiecutter ./checkout", **other)
    assert origin(project) == (OLDER, str(workspace / "checkout"))


@pytest.mark.parametrize(
    "template", ["checkout", pytest.param("tagged.zip", marks=pytest.mark.slow)]
)
def test_tag_that_is_not_a_release_is_not_recorded(history, workspace, template):
    """It may be moved to another commit, from which the next update would start."""
    checkout = workspace / "checkout"
    with history.environment():
        for tag in ("nightly", "docs-1.0"):
            git(checkout, "tag", "--annotate", "--message", tag, tag, "origin/work")
        git(checkout, "checkout", "--quiet", "origin/work")
        archive = ["archive", "--prefix=template/", "--format=zip"]
        git(checkout, *archive, f"--output={workspace}/tagged.zip", "HEAD")
    project, said = render(history, workspace, f"cookiecutter {workspace / template}")
    assert fnmatchcase(origin(project)[0], COMMIT)
    assert (f"has changed since {OLDER}" in said) == (template == "checkout")
    history.command(project, "copier", "update", "--defaults")
    assert origin(project)[0] == NEWEST


def test_new_files_of_the_template_are_said_if_git_does_not_show_them(history, workspace):
    (workspace / "checkout" / "templates" / "new.md").touch()
    config = {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "status.showUntrackedFiles",
        "GIT_CONFIG_VALUE_0": "no",
    }
    _, said = render(history, workspace, "cookiecutter ./checkout", **config)
    assert "will treat them as yours" in said


@pytest.mark.slow
def test_archive_of_a_template_without_releases_names_its_commit(history, workspace):
    with history.environment():
        git(workspace / "copy" / "template", "init", "--quiet")
        history.commit(workspace / "copy" / "template")
        archive = ["archive", "--format=zip", f"--output={workspace}/untagged.zip", "HEAD"]
        git(workspace / "copy" / "template", *archive, "--prefix=template/")
        commit = git(workspace / "copy" / "template", "rev-parse", "HEAD")
    project, _ = render(history, workspace, "cookiecutter untagged.zip")
    assert origin(project) == (commit, URL)


UNKNOWN = ["cookiecutter zipped.zip", "copier copy copy/template", "cookiecutter copy/template/"]


@pytest.mark.parametrize("command", each_of(1, 1, UNKNOWN))
def test_unknown_release_is_said_with_the_command_that_records_one(history, workspace, command):
    tool = command.split()[0]
    data = {"storage_scope": "database", "backend_class": "AcmeBackend"}
    option = "--data " if tool == "copier" else ""
    given = "".join(f" {option}{question}={answer}" for question, answer in data.items())
    name = ".copier-answers.acme.yml" if tool == "copier" else ANSWERS_FILE
    project, said = render(
        history, workspace, command + given + f" --answers-file {name}" * (tool == "copier")
    )
    assert origin(project, name) == (None, URL)
    text = (project / name).read_text(encoding="utf-8")
    *_, last = comment = re.findall(r"^# (.*)$", text, re.MULTILINE)[1:]
    assert comment[0].startswith("The release of the template is not known")
    assert all(line.strip() in said for line in comment)
    tool, *arguments = last.split()[1:]
    history.command(project, tool, *arguments)
    assert origin(project, name) == (NEWEST, URL)
    assert content(project) == content(
        history.project("copier", data, NEWEST, **({"answers_file": name} if option else {}))
    )
    history.start(project)
    check = history.command(project, "copier", "check-update", "--answers-file", name)
    assert check.startswith("Project is up-to-date")


@pytest.mark.slow
def test_changes_of_the_template_that_are_not_committed_are_taken_for_those_of_the_author(
    history, workspace
):
    project, said = render(history, workspace, "cookiecutter ./changed")
    [comment] = comments(project)
    assert comment in said
    assert "will treat them as yours" in comment
    history.command(project, "copier", "update", "--defaults")
    assert origin(project) == (NEWEST, str(workspace / "changed"))
    assert (project / "README.md").read_text().endswith("\nChanged.\n")
    assert comment not in (project / ANSWERS_FILE).read_text()


@pytest.mark.parametrize(
    "name",
    [".copier-answers.tasks.yml", pytest.param("config/answers.yml", marks=pytest.mark.slow)],
)
def test_answers_file_may_have_another_name(history, workspace, name):
    command = f"copier copy gh:org/dummybackend --vcs-ref v0.0.1 --answers-file {name}"
    project, _ = render(history, workspace, command)
    assert not (project / ANSWERS_FILE).exists()
    history.command(project, "copier", "update", "--defaults", "--answers-file", name)
    assert origin(project, name) == (NEWEST, URL)
    answers = {"backend_class": "TaskBackend"}
    fresh = history.project("copier", answers, NEWEST, answers_file=name)
    assert content(project) == content(fresh)


@pytest.fixture
def made_by_cruft(history, workspace):
    """Return a project that cruft created from the older release."""
    url = "https://github.com/org/dummybackend.git"
    history.command(workspace, "cruft", "create", url, "--no-input", "--checkout", OLDER)
    history.start(workspace / "dummy-backend")
    return workspace / "dummy-backend"


@pytest.mark.slow
def test_project_that_cruft_made_is_updated_by_copier(history, made_by_cruft):
    with history.environment():
        commit = git(history.folder, "rev-parse", OLDER)
    assert origin(made_by_cruft) == (commit, URL)
    history.command(made_by_cruft, "copier", "update", "--defaults")
    (made_by_cruft / ".cruft.json").unlink()
    assert content(made_by_cruft) == history.fresh({"backend_class": "TaskBackend"})


@pytest.mark.slow
def test_project_that_cruft_made_is_updated_by_cruft_and_then_by_copier(history, made_by_cruft):
    history.command(made_by_cruft, "cruft", "update", "--skip-apply-ask", "--checkout", NEWEST)
    with history.environment():
        commit = git(history.folder, "rev-parse", NEWEST)
    assert origin(made_by_cruft) == (commit, URL)
    assert "up to date" in history.command(made_by_cruft, "cruft", "check", "--checkout", NEWEST)
    history.commit(made_by_cruft)
    history.command(made_by_cruft, "copier", "update", "--defaults")
    assert git(made_by_cruft, "diff", "--name-only") == ANSWERS_FILE
    (made_by_cruft / ".cruft.json").unlink()
    assert content(made_by_cruft) == history.fresh({"backend_class": "TaskBackend"})


def test_release_is_recorded_with_any_answers(history, tmp_path):
    """The hook recognizes its own answers file by the answers in it."""
    description = "\\\" '\\n' #: {{ '{{' }} & <ł> 🦄 - % \\\\"
    answers = {"project_description": description, "author_name": "true", "testing_tools": False}
    with history.environment():
        project = history.renderer.cookiecutter(answers, tmp_path, checkout=OLDER)
    assert origin(project) == (OLDER, URL)
    assert recorded(project)["project_description"] == description
