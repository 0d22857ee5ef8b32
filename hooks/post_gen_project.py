"""Finish what cookiecutter leaves undone, so that both renderers write the same files.

Folders that hold nothing are removed, and the answers file gets the address and the commit
of the template, which `copier update` starts from.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

# tojson leaves no quote and no character that could end this string or mean anything in it.
ANSWERS = json.loads(r'''{{ cookiecutter | tojson }}''')  # fmt: skip
ANSWERS_FILE = Path(".copier-answers.yml")


def repository():
    """Return the folder of the template, or None if it is not known."""
    # A relative path starts from where cookiecutter was called, which is not where hooks run.
    # The shell knows that folder, and without --output-dir it is where the project is written.
    for start in (os.environ.get("PWD", ""), ANSWERS["_output_dir"]):
        folder = Path(start, ANSWERS["_repo_dir"]).resolve()
        if (folder / "cookiecutter.json").is_file():
            return folder
    return None


def git(folder, *arguments):
    """Return what git says in a folder, or None."""
    try:
        return subprocess.run(
            ["git", "-C", str(folder), *arguments], capture_output=True, check=True, text=True
        ).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return None


def commit():
    """Return the template's release or commit, as copier names it, or None."""
    folder = repository()
    top = folder and git(folder, "rev-parse", "--show-toplevel")
    # A template without a repository of its own may lie inside somebody else's.
    if not top or Path(top).resolve() != folder:
        return None
    return git(folder, "describe", "--tags", "--always")


def address():
    """Return where the template came from: a folder as an absolute path."""
    template = ANSWERS["_template"]
    if template == ANSWERS["_repo_dir"] and repository():
        return str(repository())
    return template


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def record_template():
    release = commit()
    lines = [f"_commit: {quoted(release)}"] if release else []
    lines.append(f"_src_path: {quoted(address())}")
    text = ANSWERS_FILE.read_text(encoding="utf-8")
    text = re.sub(r"^_src_path: .*$", lambda _: "\n".join(lines), text, count=1, flags=re.MULTILINE)
    ANSWERS_FILE.write_bytes(text.encode())
    return release


def remove_empty_folders():
    for folder in sorted(Path().rglob("*"), reverse=True):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


remove_empty_folders()
if not record_template():
    sys.stderr.write(
        "The release of the template is not known: before `copier update`, give its address as "
        f"_src_path and its release as _commit in {ANSWERS_FILE}.\n"
    )
sys.stdout.write(
    "\n"
    f"{ANSWERS['project_name']} is in {Path.cwd()}. Next, in that folder:\n"
    "\n"
    "    git init\n"
    "    uv run pytest\n"
)
