"""Complete the project, so that cookiecutter and copier write the same files.

The hook removes folders that are still empty, and adds the address and the commit of the template to
the answers file, because `copier update` needs them.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

# tojson escapes apostrophes, so no value can end this string.
ANSWERS = json.loads(r'''{{ cookiecutter | tojson }}''')  # fmt: skip
ANSWERS_FILE = Path(".copier-answers.yml")
# The note about a template that isn't a release, in the answers file and in the output.
BETWEEN = """\
# This isn't a release: the template has changed since {}. `copier update` waits for the next release.
"""
# The tags of releases. Copier also ignores other tags, such as `nightly`.
RELEASES = ("--match=v[0-9]*", "--match=[0-9]*")
CHANGED = """\
# The template had uncommitted changes: `copier update` will treat them as yours.
"""
# The note about an answers file that already existed, so cookiecutter skipped it.
SKIPPED = """\
.copier-answers.yml already existed and was skipped: it does not record this render.
"""
# The answers file as rendered: a comment, comments about the release, the address, the answers.
WRITTEN = re.compile(r"(# .*\n)((?:# .*\n)+)_src_path: .*\n((?:[a-z].*\n)+)")
# Git hooks set these variables, which make git use another repository than that of its folder.
OTHER_REPOSITORY = {
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_GRAFT_FILE",
    "GIT_INDEX_FILE",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
}


def git(folder, *arguments):
    """Return the output of git in a folder, or None if it fails."""
    command = ["git", "--literal-pathspecs", "-C", str(folder), *arguments]
    env = {name: value for name, value in os.environ.items() if name not in OTHER_REPOSITORY}
    try:
        done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8", env=env)
    except (OSError, ValueError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()


def template_folder():
    """Return the folder of the template, or None if it no longer exists."""
    # Cruft doesn't set this variable: it removes its clone of the template.
    if "_repo_dir" not in ANSWERS:
        return None
    # A relative path starts from the folder in which cookiecutter was called, but hooks run in another
    # one. The shell sets PWD to it, and without --output-dir, it's the output folder.
    for start in (os.environ.get("PWD", ""), ANSWERS["_output_dir"]):
        folder = Path(start, ANSWERS["_repo_dir"]).resolve()
        if (folder / "cookiecutter.json").is_file():
            return folder
    return None


def is_checkout(folder):
    """Return whether a folder is the top folder of a checkout."""
    top = git(folder, "rev-parse", "--show-toplevel")
    return bool(top) and Path(top).resolve() == folder


def release_of(folder):
    """Return the release or commit of a checkout, as copier names it, and a note about it."""
    commit = git(folder, "describe", "--tags", "--always", *RELEASES)
    # Only these files affect the result of a render.
    parts = ["copier.yml", "hooks", "templates"]
    parts += [path.name for path in folder.glob("*cookiecutter.*")]
    # The user's configuration may hide new files.
    status = git(folder, "status", "--porcelain", "--untracked-files=normal", "--", *parts)
    note = CHANGED if status else ""
    last = git(folder, "describe", "--tags", "--abbrev=0", *RELEASES)
    if last in (None, commit):
        return commit, note
    if git(folder, "diff", "--name-only", last, "HEAD", "--", *parts) == "":
        return last, note
    return commit, BETWEEN.format(last) + note


def origin():
    """Return the release of the template or None, its address, and a note about them."""
    template = ANSWERS["_template"]
    folder = template_folder()
    # Cruft writes it here, and so does `git archive`, with which hosts create archives.
    written = ANSWERS["_commit"]
    release, note = (None, "") if written.startswith("$Format") else (written.split()[0], "")
    if folder and is_checkout(folder):
        if release is None:
            release, note = release_of(folder)
        if template == ANSWERS["_repo_dir"]:
            return release, str(folder), note
        # Use the address of the remote, because users can define their own abbreviations.
        return release, canonical(git(folder, "config", "remote.origin.url") or template), note
    if folder or template.lower().endswith(".zip"):
        return release, canonical(ANSWERS["_address"]), note
    return release, canonical(template), note


def canonical(url):
    """Return the address of a repository in the form that git or copier recognizes."""
    for short, host in (("gh:", "https://github.com/"), ("gl:", "https://gitlab.com/")):
        if url.startswith((short, host)):
            path = url.removeprefix(short).removeprefix(host).strip("/")
            return f"{host}{path.removesuffix('.git')}.git"
    # Remove user names and tokens.
    url = re.sub(r"^((?:git\+)?https?://)[^/@]*@", r"\1", url)
    is_known = url.endswith(".git") or url.startswith(("git@", "git:", "git+", "/"))
    return url if is_known else f"git+{url}"


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def answer_lines():
    """Return the lines of the answers file for all answers, including those that aren't asked for."""
    values = {
        name: str(value).lower() if isinstance(value, bool) else quoted(str(value))
        for name, value in ANSWERS.items()
    }
    return {f"{name}: {value}" for name, value in values.items()}


def record_template():
    """Write the template's address and release to the answers file, and return a note."""
    try:
        written = WRITTEN.fullmatch(ANSWERS_FILE.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        written = None
    if written is None or not set(written[3].splitlines()) <= answer_lines():
        return SKIPPED
    head, unknown, answers = written.groups()
    release, address, note = origin()
    known = f"{note}_commit: {quoted(release)}\n" if release else unknown
    source = f"{known}_src_path: {quoted(address)}\n"
    ANSWERS_FILE.write_bytes(f"{head}{source}{answers}".encode())
    return (note if release else unknown).replace("# ", "")


def remove_empty_folders():
    """Remove the folders that only some answers need, if they are empty."""
    package = Path("src", ANSWERS["package_name"])
    for name in ("migrations", "management/commands", "management"):
        folder = package / name
        # An existing project may contain links.
        if folder.is_dir() and not folder.is_symlink() and not any(folder.iterdir()):
            folder.rmdir()


remove_empty_folders()
note = record_template()
# The terminal's encoding may lack characters of the name. An error would remove the project.
sys.stdout.reconfigure(errors="backslashreplace")
sys.stdout.write(
    "\n"
    f"{ANSWERS['project_name']} is in {Path.cwd()}. Next, in that folder:\n"
    "\n"
    "    git init\n"
    "    uv run pytest\n"
)
if note:
    sys.stdout.write(f"\n{note}")
