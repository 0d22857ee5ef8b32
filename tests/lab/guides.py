"""Follow a guide as the author of a project would, section by section."""

from __future__ import annotations

import re

from tests.lab.environments import clean_environment, run, write_command
from tests.lab.history import BIN


def section(guide, heading):
    """Return the text below a heading of a guide."""
    _, found, rest = guide.partition(f"# {heading}\n")
    assert found, heading
    return re.split(r"^#+ ", rest, maxsplit=1, flags=re.MULTILINE)[0]


def steps(guide, heading):
    """Return the commands below a heading of a guide, one string for each block."""
    blocks = re.findall(
        r"^```console\n(.*?)^```$", section(guide, heading), re.DOTALL | re.MULTILINE
    )
    assert blocks
    return blocks


class Author:
    """Follows a guide in a project, with ``uv`` and ``uvx`` that don't need the network."""

    def __init__(self, history, project, python, names=()):
        self.history = history
        self.project = project
        self.names = names
        # Instead of the environment that uv would create, an existing one is used.
        bin_ = project.parent / f"{project.name}-bin"
        bin_.mkdir()
        write_command(bin_ / "uvx", f'exec "{BIN}/$@"')
        write_command(bin_ / "uv", f'shift\nPYTHONPATH=src exec "{python}" -m "$@"')
        self.path = f"{bin_}:{clean_environment()['PATH']}"

    def do(self, commands, *, fails=False, defaults=True):
        """Run commands of the guide, and return their output."""
        for old, new in self.names:
            commands = commands.replace(old, new)
        if defaults:
            commands = re.sub(r"copier update$", "copier update --defaults", commands)
        with self.history.environment():
            done = run("bash", "-ec", commands, cwd=self.project, PATH=self.path)
        assert (done.returncode != 0) == fails, done.stdout + done.stderr
        return done.stdout + done.stderr
