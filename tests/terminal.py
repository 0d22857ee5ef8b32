"""Answering what a command asks in a terminal."""

from __future__ import annotations

import os
import pty
import select
import subprocess

from .environments import clean_environment


def answer_with_enter(*command, cwd=None, **variables):
    """Run a command in a terminal, and answer all it asks with Enter; return what it showed."""
    terminal, its_terminal = pty.openpty()
    process = subprocess.Popen(
        list(map(str, command)), stdin=its_terminal, stdout=its_terminal, stderr=its_terminal,
        cwd=cwd, env=clean_environment(TERM="xterm", **variables),
    )  # fmt: skip
    output = b""
    while process.poll() is None:
        ready, _, _ = select.select([terminal], [], [], 0.5)
        if ready:
            output += os.read(terminal, 4096)
        else:
            os.write(terminal, b"\r")
    shown = output.decode(errors="replace")
    assert process.returncode == 0, shown
    return shown
