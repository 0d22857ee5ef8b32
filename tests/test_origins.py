"""However a project was made, its answers file says from where and from which release.

`copier update` then works on it. Where the release cannot be known, that is said, and how to mend it.
"""

from __future__ import annotations

import shutil

import pytest

from .answers import some
from .history import ANSWERS_FILE, NEWEST, OLDER, URL, History, content, git, recorded
from .template import PARTS, copy_template


@pytest.fixture(scope="module")
def history(tmp_path_factory):
    """A history with a commit after its older release, and one that comes before all releases."""
    history = History(tmp_path_factory.mktemp("history"))
    with history.environment():
        git(history.folder, "checkout", "--quiet", "--orphan", "early", OLDER)
        git(history.folder, "commit", "--quiet", "--message", "Before the first release")
        git(history.folder, "checkout", "--quiet", "-B", "main", OLDER)
        git(history.folder, "commit", "--quiet", "--allow-empty", "--message", "After it")
    return history


@pytest.fixture
def workspace(history, tmp_path):
    """Return a folder that has checkouts of the template, and archives of it."""
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


COMMIT = f"{OLDER}-1-g*"  # one after the release
ORIGINS = [
    # By which command, the release that is recorded, and the address.
    ("cookiecutter gh:org/dummybackend", COMMIT, URL),
    ("cookiecutter ./checkout", COMMIT, "{folder}/checkout"),
    ("cookiecutter {folder}/release.zip", OLDER, URL),
    ("copier copy ./checkout --vcs-ref v0.0.1", OLDER, "{folder}/checkout"),
    ("cookiecutter gh:org/dummybackend --checkout v0.0.1", OLDER, URL),
    ("cookiecutter https://github.com/org/dummybackend --checkout v0.0.1", OLDER, URL),
    ("cookiecutter https://git.example.org/template.git", COMMIT, "https://git.example.org/template.git"),
    ("cookiecutter https://git.example.org/template", COMMIT, "git+https://git.example.org/template"),
    ("cookiecutter git@git.example.org:template.git", COMMIT, "git@git.example.org:template.git"),
    ("cookiecutter ssh://git.example.org/template", COMMIT, "git+ssh://git.example.org/template"),
    ("cookiecutter git+file://{folder}/checkout", COMMIT, "git+file://{folder}/checkout"),
    ("cookiecutter own:template", COMMIT, "git+https://git.example.org/template"),
    ("cookiecutter {folder}/checkout", COMMIT, "{folder}/checkout"),
    ("cookiecutter checkout/", COMMIT, "{folder}/checkout"),
    ("cookiecutter branch.zip", COMMIT, URL),
    ("cookiecutter unpacked/dummybackend-main", COMMIT, URL),
    ("cookiecutter gh:org/dummybackend --checkout early", "", URL),
    ("copier copy gh:org/dummybackend --vcs-ref early", "", URL),
    ("copier copy gh:org/dummybackend --vcs-ref v0.0.1", OLDER, URL),
    ("copier copy gh:org/dummybackend --vcs-ref HEAD", COMMIT, URL),
    ("cookiecutter gl:org/template", COMMIT, "https://gitlab.com/org/template.git"),
    ("copier copy gl:/org/template.git --vcs-ref HEAD", COMMIT, "https://gitlab.com/org/template.git"),
    ("copier copy checkout --vcs-ref HEAD", COMMIT, "{folder}/checkout"),
    ("copier copy {folder}/checkout --vcs-ref HEAD", COMMIT, "{folder}/checkout"),
]  # fmt: skip


def render(history, workspace, command, shell=None):
    """Render as a command does; return the project's folder, and what was printed.

    The shell says in which folder the command was called, unless another one is given.
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
    said = history.command(workspace, tool, *arguments, PWD=shell or workspace)
    history.start(folder)
    return folder, said


def origin(project, name=ANSWERS_FILE):
    """Return the release and the address in a project's answers file."""
    answers = recorded(project, name)
    return answers.get("_commit"), answers["_src_path"]


@pytest.mark.parametrize(
    "command, release, address", some(4, [([row[0]], *row) for row in ORIGINS])
)
def test_origin_is_recorded_and_copier_updates_from_it(
    history, workspace, command, release, address
):
    project, said = render(history, workspace, command)
    assert "not known" not in said
    assert (project / ANSWERS_FILE).read_text().count("#") == 1
    commit, source = origin(project)
    assert commit.startswith(release.rstrip("*"))
    assert source == address.format(folder=workspace)
    history.command(project, "copier", "update", "--defaults")
    assert origin(project) == (NEWEST, source)


def test_relative_checkout_is_found_where_no_shell_says_the_folder(history, workspace):
    project, _ = render(history, workspace, "cookiecutter ./checkout", shell="/nowhere")
    assert origin(project)[1] == str(workspace / "checkout")


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


@pytest.mark.parametrize("command", some(2, [([command], command) for command in UNKNOWN]))
def test_unknown_release_is_said_with_the_command_that_records_one(history, workspace, command):
    project, said = render(history, workspace, command)
    assert origin(project) == (None, URL)
    comment = [
        line.removeprefix("# ")
        for line in (project / ANSWERS_FILE).read_text().splitlines()[1:]
        if line.startswith("#")
    ]
    assert comment[0].startswith("The release of the template is not known")
    assert all(line.strip() in said for line in comment)
    tool, *arguments = comment[-1].split()[1:]
    history.command(project, tool, *arguments)
    assert origin(project) == (NEWEST, URL)
    assert content(project) == history.fresh({})
    history.start(project)
    assert history.command(project, "copier", "check-update").startswith("Project is up-to-date")


def test_changes_of_the_template_that_are_not_committed_are_taken_for_those_of_the_author(
    history, workspace
):
    project, said = render(history, workspace, "cookiecutter ./changed")
    [_, comment] = [
        line for line in (project / ANSWERS_FILE).read_text().splitlines() if line[0] == "#"
    ]
    assert comment.removeprefix("# ") in said
    assert "will take them for yours" in comment
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
    """Return a project that cruft made from the older release."""
    url = "https://github.com/org/dummybackend.git"
    history.command(workspace, "cruft", "create", url, "--no-input", "--checkout", OLDER)
    history.start(workspace / "dummy-backend")
    return workspace / "dummy-backend"


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
