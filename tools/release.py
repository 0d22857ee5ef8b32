"""Release the template: `check` and `make` a version such as 1.2.3, and tell its `notes`.

A release is a tag such as v1.2.3, which copier finds, compares with others and records. Called by
`make release`, and by the workflow that publishes the notes of a tag that was pushed.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import keepachangelog

ROOT = Path(__file__).parent.parent
RECORDED = ("CHANGELOG.md", "pyproject.toml")  # the files that name the version


def git(root, *arguments):
    """Return what git says in a folder; exit with what it says if it fails."""
    done = subprocess.run(
        ["git", *arguments], cwd=root, capture_output=True, check=False, encoding="utf-8"
    )
    if done.returncode:
        sys.exit(f"git {arguments[0]} failed: {done.stderr.strip()}")
    return done.stdout.strip()


def numbers(version):
    """Return the three numbers of a version, or None if it is not made of three numbers."""
    found = re.fullmatch(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)", version)
    return found and tuple(map(int, found.groups()))


def newest(root):
    """Return the numbers of the newest release, or None before the first."""
    versions = [numbers(tag.removeprefix("v")) for tag in git(root, "tag", "--list", "v*").split()]
    return max(filter(None, versions), default=None)


def questions(text):
    """Return the questions in a cookiecutter.json, each with its default, in their order."""
    return {name: default for name, default in json.loads(text).items() if not name.startswith("_")}


def breaks(old, new):
    """Tell whether answers to the old questions may not do for the new ones.

    They do if each old question is still there, in the old order, with its default and its choices.
    """
    kept = [name for name in new if name in old]

    def differs(name):
        if isinstance(old[name], list) and isinstance(new[name], list):
            return old[name][0] != new[name][0] or not set(old[name]) <= set(new[name])
        return old[name] != new[name]

    return kept != list(old) or any(differs(name) for name in kept)


def objections(root, version):
    """Yield what keeps the template in a folder from being released as a version."""
    wanted = numbers(version)
    if not wanted:
        yield f"VERSION must be three numbers such as 1.2.3, not {version!r}."
        return
    last = newest(root)
    if last and wanted <= last:
        yield f"VERSION must be above {'.'.join(map(str, last))}, the newest release, not {version}."
    if (branch := git(root, "branch", "--show-current")) != "main":
        yield f"Releases are made on the branch main, not on {branch or 'no branch'}."
    if git(root, "status", "--porcelain"):
        yield "There are changes that are not committed: commit or stash them."
    changes = keepachangelog.to_dict(root / "CHANGELOG.md", show_unreleased=True)
    if not changes.get("unreleased", {}).keys() - {"metadata"}:
        yield "CHANGELOG.md has no notes below [Unreleased]: say what is new."
    if last:
        tag = f"v{'.'.join(map(str, last))}"
        old = questions(git(root, "show", f"{tag}:cookiecutter.json"))
        new = questions((root / "cookiecutter.json").read_text(encoding="utf-8"))
        # Before 1.0.0 it is the second number that says so.
        place = 0 if last[0] else 1
        if breaks(old, new) and wanted[: place + 1] == last[: place + 1]:
            yield f"The questions of {tag} have changed: that needs a {'minor' if place else 'major'} release."


def check(root, version):
    """Exit with all that speaks against a release, if anything does."""
    if found := list(objections(root, version)):
        sys.exit("\n".join(found))


def make(root, version):
    """Move the notes, record the version, commit and tag; on an error leave things as they were."""
    check(root, version)
    tag = f"v{version}"
    before = {name: (root / name).read_bytes() for name in RECORDED}
    try:
        keepachangelog.release(str(root / "CHANGELOG.md"), new_version=version)
        metadata = before["pyproject.toml"].decode()
        metadata = re.sub(
            r'^version = ".*"$', f'version = "{version}"', metadata, count=1, flags=re.MULTILINE
        )
        (root / "pyproject.toml").write_bytes(metadata.encode())
        git(root, "commit", "--quiet", "--message", f"Release {version}", *RECORDED)
    except BaseException:
        for name, data in before.items():
            (root / name).write_bytes(data)
        raise
    git(root, "tag", "--annotate", "--message", f"Release {version}", tag)
    return f"{tag} is committed and tagged. To publish it:\n\n    git push origin main {tag}\n"


def notes(root, tag):
    """Return the notes of a release."""
    releases = keepachangelog.to_raw_dict(root / "CHANGELOG.md")
    if (version := tag.removeprefix("v")) not in releases:
        sys.exit(f"CHANGELOG.md has no notes for {version}.")
    return releases[version]["raw"]


if __name__ == "__main__":
    command, argument = sys.argv[1:]
    said = {"check": check, "make": make, "notes": notes}[command](ROOT, argument)
    print(said or "", end="")  # noqa: T201
