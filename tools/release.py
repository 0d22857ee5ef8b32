"""Release the template: `check` or `make` a version such as 1.2.3, or print its `notes`.

A release is a tag such as v1.2.3, which copier finds, compares with others and records. In a clone
without tags, it's the commit whose subject is "Release 1.2.3". `make release` calls this module, and
so does the workflow that publishes the notes of a tag.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import keepachangelog

ROOT = Path(__file__).parent.parent
# Where each file names the newest release.
RECORDED = {
    "pyproject.toml": r'(?<=^version = ").*(?="$)',
    "README.md": r"(?<=--checkout v)[\d.]*\d",
    "docs/how-to/update.md": r"(?<=--checkout v)[\d.]*\d",
}
PLACES = ("major", "minor")


def git(root, *arguments):
    """Return the output of git in a folder, or exit with its error."""
    done = subprocess.run(
        ["git", *arguments], cwd=root, capture_output=True, check=False, encoding="utf-8"
    )
    if done.returncode:
        sys.exit(f"git {arguments[0]} failed: {done.stderr.strip()}")
    return done.stdout.strip()


def numbers(version):
    """Return the three numbers of a version, or None if it has another form."""
    found = re.fullmatch(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)", version)
    return found and tuple(map(int, found.groups()))


def releases(root):
    """Return the tag of each release by its numbers, or its commit if the tag is missing."""
    found = {}
    for line in git(root, "log", "--format=%H %s").splitlines():
        commit, _, subject = line.partition(" ")
        if subject.startswith("Release ") and (version := numbers(subject.split(" ", 1)[1])):
            found.setdefault(version, commit)
    for tag in git(root, "tag", "--list", "v*").split():
        if version := numbers(tag.removeprefix("v")):
            found[version] = tag
    return dict(sorted(found.items()))


def questions(text):
    """Return the questions in a cookiecutter.json with their defaults, in order."""
    return {name: default for name, default in json.loads(text).items() if not name.startswith("_")}


def needed(old, new):
    """Return the index of the number that a release must increase after a change of the questions.

    It's the first number if old answers may not be valid: a question was removed or moved, or has
    another default or fewer choices. It's the second if there are more questions or choices.
    """
    kept = [name for name in new if name in old]

    def choices(questions, name):
        return set(questions[name]) if isinstance(questions[name], list) else set()

    def default(questions, name):
        value = questions[name]
        return value[0] if isinstance(value, list) else value

    if kept != list(old) or any(
        default(old, name) != default(new, name)
        or type(default(old, name)) is not type(default(new, name))
        or not choices(old, name) <= choices(new, name)
        for name in kept
    ):
        return 0
    return 1 if kept != list(new) or any(choices(old, n) != choices(new, n) for n in kept) else 2


def objections(root, version):
    """Yield the problems that prevent the release of a version."""
    wanted = numbers(version)
    if not wanted:
        yield f"VERSION must be three numbers such as 1.2.3, not {version!r}."
        return
    if "origin" in git(root, "remote").split():
        git(root, "fetch", "--quiet", "--tags", "origin")
        if git(root, "rev-list", "HEAD..origin/main"):
            yield "The branch main of origin has commits that are not here: pull them."
    known = releases(root)
    last = max(known, default=None)
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
        old = questions(git(root, "show", f"{known[last]}:cookiecutter.json"))
        new = questions((root / "cookiecutter.json").read_text(encoding="utf-8"))
        place = needed(old, new)
        # Before 1.0.0, it's the next number to the right.
        place = min(place + (last[0] == 0), 2)
        if place < 2 and wanted[: place + 1] == last[: place + 1]:
            tag = f"v{'.'.join(map(str, last))}"
            yield f"The questions of {tag} have changed: that needs a {PLACES[place]} release."


def check(root, version):
    """Exit with the problems that prevent a release, if there are any."""
    if found := list(objections(root, version)):
        sys.exit("\n".join(found))


def make(root, version):
    """Move the notes, record the version, commit and tag. On an error, undo all of it."""
    check(root, version)
    tag = f"v{version}"
    before = git(root, "rev-parse", "HEAD")
    try:
        keepachangelog.release(str(root / "CHANGELOG.md"), new_version=version)
        for name, place in RECORDED.items():
            text = (root / name).read_text(encoding="utf-8")
            text = re.sub(place, version, text, count=1, flags=re.MULTILINE)
            (root / name).write_bytes(text.encode())
        files = ("CHANGELOG.md", *RECORDED)
        git(root, "commit", "--quiet", "--message", f"Release {version}", *files)
        git(root, "tag", "--annotate", "--message", f"Release {version}", tag)
    except BaseException:
        # The check has made sure that there were no uncommitted changes.
        git(root, "reset", "--quiet", "--hard", before)
        raise
    return f"{tag} is committed and tagged. To publish it:\n\n    git push --atomic origin main {tag}\n"


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
