"""Finish what cookiecutter leaves undone, so that both renderers write the same files.

Folders of the template that no file was rendered into are removed, and the answers file gets the
address and the commit of the template, which `copier update` starts from.
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
# What is said of a template that is no release, in the answers file and at the end.
BETWEEN = """\
# This is no release: the template has changed since {}. `copier update` waits for the next one.
"""
# What the tags of releases match; copier takes no others, such as `nightly`, for releases either.
RELEASES = ("--match=v[0-9]*", "--match=[0-9]*")
CHANGED = """\
# The template had changes that were not committed: `copier update` will take them for yours.
"""
# What is said of an answers file that cookiecutter did not write, because it skips files that exist.
SKIPPED = """\
.copier-answers.yml already existed and was skipped: it does not record this render.
"""
# What a render writes: a line about the file, others on the release, the address, the answers.
WRITTEN = re.compile(r"(# .*\n)((?:# .*\n)+)_src_path: .*\n((?:[a-z].*\n)+)")
# A git hook sets these. They lead git to another repository than that of the folder it is run in.
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
    """Return what git says in a folder, or None if it fails."""
    command = ["git", "--literal-pathspecs", "-C", str(folder), *arguments]
    env = {name: value for name, value in os.environ.items() if name not in OTHER_REPOSITORY}
    try:
        done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8", env=env)
    except (OSError, ValueError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()


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


def is_checkout(folder):
    """Tell whether a folder is the top of a checkout, and does not lie inside somebody else's."""
    top = git(folder, "rev-parse", "--show-toplevel")
    return bool(top) and Path(top).resolve() == folder


def release_of(folder):
    """Return the release or commit of a checkout, as copier names it, and what to say of it."""
    commit = git(folder, "describe", "--tags", "--always", *RELEASES)
    # What of it is rendered, or says how: the rest makes no difference.
    parts = ["copier.yml", "hooks", "templates"]
    parts += [path.name for path in folder.glob("*cookiecutter.*")]
    # The user may have configured that new files aren't shown.
    status = git(folder, "status", "--porcelain", "--untracked-files=normal", "--", *parts)
    note = CHANGED if status else ""
    last = git(folder, "describe", "--tags", "--abbrev=0", *RELEASES)
    if last in (None, commit):
        return commit, note
    if git(folder, "diff", "--name-only", last, "HEAD", "--", *parts) == "":
        return last, note
    return commit, BETWEEN.format(last) + note


def origin():
    """Return the release of the template, or None; its address; and what to say of them."""
    template = ANSWERS["_template"]
    folder = template_folder()
    # `git archive`, which makes the archives that hosts offer, and cruft write it here.
    written = ANSWERS["_commit"]
    release, note = (None, "") if written.startswith("$Format") else (written.split()[0], "")
    if folder and is_checkout(folder):
        if release is None:
            release, note = release_of(folder)
        if template == ANSWERS["_repo_dir"]:
            return release, str(folder), note
        # The remote that it was cloned from: abbreviations are anybody's to define.
        return release, canonical(git(folder, "config", "remote.origin.url") or template), note
    if folder or template.lower().endswith(".zip"):
        return release, canonical(ANSWERS["_address"]), note
    return release, canonical(template), note


def canonical(url):
    """Return the address of a repository as git has it, or so that copier takes it for one."""
    for short, host in (("gh:", "https://github.com/"), ("gl:", "https://gitlab.com/")):
        if url.startswith((short, host)):
            path = url.removeprefix(short).removeprefix(host).strip("/")
            return f"{host}{path.removesuffix('.git')}.git"
    # A user or a token is nobody else's business.
    url = re.sub(r"^((?:git\+)?https?://)[^/@]*@", r"\1", url)
    is_known = url.endswith(".git") or url.startswith(("git@", "git:", "git+", "/"))
    return url if is_known else f"git+{url}"


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def answer_lines():
    """Return the lines that the answers file has for the answers, and for what is not asked."""
    values = {
        name: str(value).lower() if isinstance(value, bool) else quoted(str(value))
        for name, value in ANSWERS.items()
    }
    return {f"{name}: {value}" for name, value in values.items()}


def record_template():
    """Write the template's address and release to the answers file; return what to say of it."""
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
    """Remove the folders that the template makes for some answers, if nothing is in them."""
    package = Path("src", ANSWERS["package_name"])
    for name in ("migrations", "management/commands", "management"):
        folder = package / name
        # The project may have been there before, with links.
        if folder.is_dir() and not folder.is_symlink() and not any(folder.iterdir()):
            folder.rmdir()


remove_empty_folders()
note = record_template()
# If this raises, cookiecutter removes the project. The name may not be in the terminal's encoding.
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
