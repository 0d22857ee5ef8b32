"""Cookiecutter, rendering into a folder that exists, leaves what is there alone."""

from __future__ import annotations

import pytest

from tests.lab.history import git

EXISTING = [
    {"overwrite_if_exists": True},
    {"overwrite_if_exists": True, "skip_if_file_exists": True},
]


@pytest.fixture
def existing(tmp_path):
    """A new repository, with empty folders of its author, in the place of the project."""
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
