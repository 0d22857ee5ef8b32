"""The hooks work with any encoding of the terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

COOKIECUTTER = Path(sys.executable).with_name("cookiecutter")


@pytest.fixture
def call(renderer, tmp_path):
    def call(encoding, answer):
        return subprocess.run(
            [
                COOKIECUTTER, renderer.template, "--no-input", "--output-dir", tmp_path,
                "--config-file", renderer.cookiecutter_settings, answer, "project_slug=project",
                "package_name=package",
            ],
            env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )  # fmt: skip

    return call


@pytest.mark.parametrize("encoding", ["cp1252", "ascii:strict", "utf-8"])
def test_project_is_kept_though_its_name_cannot_be_written(call, tmp_path, encoding):
    done = call(encoding, "project_name=\u0141\U0001f600")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "project" / "pyproject.toml").is_file()
    name = "\u0141\U0001f600".encode(encoding.partition(":")[0], "backslashreplace")
    assert name + b" is in " in done.stdout


@pytest.mark.parametrize("encoding", ["cp1252", "ascii:strict", "utf-8"])
def test_rejection_is_readable_if_the_answer_cannot_be_encoded(call, tmp_path, encoding):
    done = call(encoding, "backend_class=\u0141\U0001f600")
    assert done.returncode != 0
    assert b"backend_class: " in done.stderr
    assert not (tmp_path / "project").exists()
