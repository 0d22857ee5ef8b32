"""Pin every action of the workflows to the commit of its newest release.

It rewrites the workflows of the repository and of generated packages, so that both use the same
commits. `make pins` calls it. It reads the tags from GitHub, with git.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
PIN = re.compile(r"(uses: )([\w.-]+/[\w.-]+)@([0-9a-f]{40}) # (v[0-9.]+)")


def workflows(root):
    """Return the workflow files below a folder, whatever their names render to."""
    return sorted(path for path in root.glob("**/.github/workflows/*yml*") if path.is_file())


def newest(action):
    """Return the commit and the tag of an action's newest release, such as v1.2.3."""
    listed = subprocess.run(
        ["git", "ls-remote", "--tags", f"https://github.com/{action}"],
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    releases = {}
    for line in listed.splitlines():
        commit, _, reference = line.partition("\t")
        # An annotated tag is listed twice; the second line, marked ^{}, has its commit.
        if match := re.fullmatch(r"refs/tags/(v(\d+)\.(\d+)\.(\d+))(\^\{\})?", reference):
            tag, *version, peeled = match.groups()
            if peeled or tag not in releases:
                releases[tag] = (tuple(map(int, version)), commit)
    if not releases:
        sys.exit(f"{action} has no release tagged like v1.2.3: pin it by hand.")
    tag = max(releases, key=lambda tag: releases[tag][0])
    return releases[tag][1], tag


def refresh(root):
    """Rewrite the pins below a folder; return a line for each action that changed."""
    texts = {path: path.read_text(encoding="utf-8") for path in workflows(root)}
    pinned = {
        match[2]: (match[3], match[4]) for text in texts.values() for match in PIN.finditer(text)
    }
    pins = {action: newest(action) for action in sorted(pinned)}

    def pin(match):
        commit, tag = pins[match[2]]
        return f"{match[1]}{match[2]}@{commit} # {tag}"

    for path, text in texts.items():
        if (fresh := PIN.sub(pin, text)) != text:
            path.write_bytes(fresh.encode())
    return [
        f"{action}: {pinned[action][1]} -> {tag}"
        for action, (commit, tag) in pins.items()
        if commit != pinned[action][0]
    ]


if __name__ == "__main__":
    sys.stdout.write("\n".join(refresh(ROOT)) or "Every action is pinned to its newest release.")
    sys.stdout.write("\n")
