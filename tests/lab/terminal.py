"""Answer the questions of a command in a terminal."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios

from tests.lab.environments import clean_environment

PATIENCE = 120  # seconds without output


def answer_with_enter(*command, cwd=None, first=(), prompt=b"", width=80, **variables):
    """Run a command in a terminal of this width, and return its output.

    Its first questions are answered with these lines, and the others with Enter. It's asking when it
    pauses after output that ends with the prompt, if one is given.
    """
    lines = iter(first)
    terminal, its_terminal = pty.openpty()
    fcntl.ioctl(its_terminal, termios.TIOCSWINSZ, struct.pack("4H", 40, width, 0, 0))
    process = subprocess.Popen(
        list(map(str, command)), stdin=its_terminal, stdout=its_terminal, stderr=its_terminal,
        cwd=cwd, env=clean_environment(TERM="xterm-256color", COLUMNS=str(width), **variables),
    )  # fmt: skip
    os.close(its_terminal)
    output = b""
    silent = 0
    while silent < PATIENCE:
        if select.select([terminal], [], [], 0.5)[0]:
            silent = 0
            try:
                output += os.read(terminal, 4096)
            except OSError:  # Everything has been read, and the process has ended.
                break
        else:
            silent += 0.5
            if output.endswith(prompt):
                os.write(terminal, f"{next(lines, '')}\r".encode())
    else:
        process.kill()
    process.wait()
    os.close(terminal)
    shown = output.decode(errors="replace")
    assert process.returncode == 0, shown
    return shown
