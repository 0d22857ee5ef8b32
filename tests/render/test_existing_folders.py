"""When cookiecutter renders into an existing folder, existing files don't change."""

from __future__ import annotations

import pytest

from tests.lab.history import ANSWERS_FILE, NEWEST, OLDER, git, recorded

EXISTING = [
    {"overwrite_if_exists": True},
    {"overwrite_if_exists": True, "skip_if_file_exists": True},
]


@pytest.fixture
def existing(tmp_path):
    """A new repository with empty folders of its author, at the path of the project."""
    folder = tmp_path / "dummy-backend"
    folder.mkdir()
    git(folder, "init", "--quiet")
    for name in ("notes", "src/notes", "src/dummy_backend/notes", "tests/notes"):
        (folder / name).mkdir(parents=True)
    return folder


def folders(folder):
    return {path for path in folder.rglob("*") if path.is_dir()}


@pytest.mark.parametrize("options", EXISTING, ids=["overwrite", "skip"])
def test_folders_that_were_there_stay(renderer, existing, options):
    before = folders(existing)
    assert renderer.cookiecutter({}, existing.parent, **options) == existing
    assert before <= folders(existing)
    assert not (existing / "src/dummy_backend/migrations").exists()
    git(existing, "add", ".")


def test_link_to_an_empty_folder_stays(renderer, existing, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    links = [existing / "link", existing / "src/dummy_backend/migrations"]
    for link in links:
        link.symlink_to(tmp_path / "elsewhere")
    renderer.cookiecutter({}, existing.parent, **EXISTING[0])
    assert all(link.is_symlink() for link in links)
    assert (tmp_path / "elsewhere").is_dir()


SKIP = EXISTING[1]


@pytest.mark.parametrize("release", [OLDER, NEWEST])
def test_answers_file_that_is_skipped_keeps_the_release_of_its_render(history, tmp_path, release):
    """The other skipped files are of that release, too."""
    with history.environment():
        project = history.renderer.cookiecutter({}, tmp_path, checkout=OLDER)
        before = (project / ANSWERS_FILE).read_bytes()
        history.renderer.cookiecutter({}, tmp_path, checkout=release, **SKIP)
    assert (project / ANSWERS_FILE).read_bytes() == before
    assert before.count(b"_commit: ") == 1
    assert recorded(project)["_commit"] == OLDER


def test_answers_file_that_is_overwritten_has_one_release(history, tmp_path):
    with history.environment():
        for release in (OLDER, NEWEST):
            project = history.renderer.cookiecutter(
                {}, tmp_path, checkout=release, overwrite_if_exists=True
            )
    assert (project / ANSWERS_FILE).read_text().count("_commit: ") == 1
    assert recorded(project)["_commit"] == NEWEST


OTHERS = {
    "another template": (
        b"# Changes here will be overwritten by Copier\n_commit: v1.2\n_src_path: gh:ada/other\n"
        b"project_name: Other\n"
    ),
    "another template of no release": (
        b"# Changes here will be overwritten by Copier\n# And so on\n_src_path: ../other\n"
        b"project_name: Other\n"
    ),
    "no address": b"project_name: Other\n",
    "empty": b"",
    "not YAML": b"}{\n\x00",
    "not UTF-8": b"_src_path: \xff\n",
}


@pytest.mark.parametrize("content", OTHERS.values(), ids=OTHERS)
def test_answers_file_of_others_stays(history, existing, capfd, content):
    (existing / ANSWERS_FILE).write_bytes(content)
    with history.environment():
        history.renderer.cookiecutter({}, existing.parent, checkout=NEWEST, **SKIP)
    assert (existing / ANSWERS_FILE).read_bytes() == content
    assert (existing / "pyproject.toml").exists()
    assert f"{ANSWERS_FILE} already existed" in capfd.readouterr().out


def test_folder_in_the_place_of_the_answers_file_stays(renderer, existing):
    (existing / ANSWERS_FILE).mkdir()
    renderer.cookiecutter({}, existing.parent, **SKIP)
    assert (existing / ANSWERS_FILE).is_dir()


def test_answers_file_with_other_answers_keeps_them(history, renderer, existing, capfd):
    """Its render has no known release."""
    renderer.cookiecutter({"license": "BSD-3-Clause"}, existing.parent, **SKIP)
    before = (existing / ANSWERS_FILE).read_bytes()
    assert b"not known" in before
    capfd.readouterr()
    with history.environment():
        history.renderer.cookiecutter({}, existing.parent, checkout=NEWEST, **SKIP)
    assert (existing / ANSWERS_FILE).read_bytes() == before
    assert f"{ANSWERS_FILE} already existed" in capfd.readouterr().out
