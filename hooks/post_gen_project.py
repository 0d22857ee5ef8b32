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
CHANGED = """\
# The template had changes that were not committed: `copier update` will take them for yours.
"""


def git(folder, *arguments):
    """Return what git says in a folder, or None."""
    try:
        return subprocess.run(
            ["git", "-C", str(folder), *arguments], capture_output=True, check=True, text=True
        ).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return None


def template_folder():
    """Return the folder the template was read from, or None if it is not there any more."""
    # Cruft does not name it: it clones the template, reads it, and removes it.
    if "_repo_dir" not in ANSWERS:
        return None
    # A relative path starts from where cookiecutter was called, which is not where hooks run.
    # The shell knows that folder, and without --output-dir it is where the project is written.
    for start in (os.environ.get("PWD", ""), ANSWERS["_output_dir"]):
        folder = Path(start, ANSWERS["_repo_dir"]).resolve()
        if (folder / "cookiecutter.json").is_file():
            return folder
    return None


def checkout():
    """Return the template's folder if it is the top of a checkout, or None."""
    folder = template_folder()
    top = folder and git(folder, "rev-parse", "--show-toplevel")
    # A template without a repository of its own may lie inside somebody else's.
    return folder if top and Path(top).resolve() == folder else None


def commit():
    """Return the template's release or commit, as copier names it, or None if it is not known."""
    # `git archive`, which makes the archives that hosts offer, and cruft write it here.
    recorded = ANSWERS["_commit"]
    if not recorded.startswith("$Format"):
        return recorded.split()[0]
    folder = checkout()
    return folder and git(folder, "describe", "--tags", "--always")


def is_changed():
    """Tell whether the template has changes that no commit has."""
    folder = checkout()
    return bool(folder and git(folder, "status", "--porcelain"))


def address():
    """Return where copier finds the template: where it came from, if that is a repository."""
    template = ANSWERS["_template"]
    folder = checkout()
    if folder and template == ANSWERS["_repo_dir"]:
        return str(folder)
    if (template_folder() and not folder) or template.lower().endswith(".zip"):
        return canonical(ANSWERS["_address"])
    # The remote, if the template was cloned: abbreviations are anybody's to define.
    cloned = folder and git(folder, "config", "remote.origin.url")
    return canonical(cloned or template)


def canonical(url):
    """Return the address of a repository as git has it, or so that copier takes it for one."""
    for short, host in (("gh:", "https://github.com/"), ("gl:", "https://gitlab.com/")):
        if url.startswith((short, host)):
            path = url.removeprefix(short).removeprefix(host).strip("/")
            return f"{host}{path.removesuffix('.git')}.git"
    is_known = url.endswith(".git") or url.startswith(("git@", "git:", "git+", "/"))
    return url if is_known else f"git+{url}"


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def record_template():
    """Write the template's address and release to the answers file; return what to say of it."""
    text = ANSWERS_FILE.read_text(encoding="utf-8")
    # The first line is about the file. Others above the address say that the release is unknown.
    head, note, answers = re.split(r"(?<=\n)((?:# .*\n)*)_src_path: .*\n", text, maxsplit=1)
    release = commit()
    if release:
        note = CHANGED if is_changed() else ""
    known = f"_commit: {quoted(release)}\n" if release else ""
    source = f"{note}{known}_src_path: {quoted(address())}\n"
    ANSWERS_FILE.write_bytes(f"{head}{source}{answers}".encode())
    return note.replace("# ", "")


def remove_empty_folders():
    for folder in sorted(Path().rglob("*"), reverse=True):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


remove_empty_folders()
note = record_template()
sys.stdout.write(
    "\n"
    f"{ANSWERS['project_name']} is in {Path.cwd()}. Next, in that folder:\n"
    "\n"
    "    git init\n"
    "    uv run pytest\n"
)
if note:
    sys.stdout.write(f"\n{note}")
