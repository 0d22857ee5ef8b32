"""Follow a document as its reader would: write files, run commands, compare output."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from markdown_it import MarkdownIt

from tests.lab.environments import clean_environment, interpreter, newest, run
from tests.lab.history import BIN

# In the output that is shown, these three dots match anything.
DOTS = "..."
# The output of a command that is expected to fail.
FAILURE = re.compile(r"\bFAILED\b|\b\d+ failed\b|Error\b|^System check identified", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A code block: its language, its text, and the options of its directive."""

    language: str
    text: str
    line: int
    options: dict[str, str] = field(default_factory=dict)


def blocks(path):
    """Return the code blocks of a document, in order."""
    found = []
    for token in MarkdownIt().parse(path.read_text(encoding="utf-8")):
        if token.type != "fence":
            continue
        language, text, options = token.info.strip(), token.content, {}
        if language.startswith("{"):
            directive, _, language = language.partition(" ")
            if directive != "{code-block}":
                continue
            while match := re.match(r":([a-z-]+): *(.*)\n\n?", text):
                options[match[1]] = match[2]
                text = text[match.end() :]
        found.append(Block(language, text, token.map[0] + 1, options))
    return found


def commands(text):
    """Return the commands of a terminal session, each with its output.

    If no line begins with ``$``, all lines are commands, without output.
    """
    lines = text.replace("\\\n", "").splitlines()
    if not any(line.startswith("$ ") for line in lines):
        return [(line, None) for line in lines if line]
    found = []
    for line in lines:
        if line.startswith("$ "):
            found.append((line.removeprefix("$ "), []))
        else:
            found[-1][1].append(line)
    return [(command, "\n".join(shown).strip("\n") or None) for command, shown in found]


def is_shown(shown, output):
    """Return whether an output matches the one that is shown, ignoring trailing spaces."""
    shown, output = (
        "\n".join(line.rstrip() for line in text.strip().splitlines()) for text in (shown, output)
    )
    pattern = ".*?".join(map(re.escape, shown.split(DOTS)))
    # Dots on a separate line also match no lines.
    pattern = pattern.replace("\\\n.*?\\\n", r"\n(?:.*\n)??")
    return re.fullmatch(pattern, output, re.DOTALL) is not None


class Reader:
    """A reader who follows documents in one terminal, starting from a folder."""

    def __init__(self, folder, **variables):
        self.folder = folder
        self.state = folder.parent / f"{folder.name}.state"
        self.variables = {"COLUMNS": "80", "NO_COLOR": "1", **variables}
        folder.mkdir(parents=True, exist_ok=True)
        self.state.write_text(f"cd '{folder}'\n")

    @property
    def place(self):
        """The current folder of the reader."""
        return Path(re.search(r"^cd '(.*)'$", self.state.read_text(), re.MULTILINE)[1])

    def type(self, command):
        """Run a command in the current state of the terminal. Return its output and exit code."""
        script = (
            f". '{self.state}'\n{command}\ncode=$?\n"
            f"{{ export -p; printf \"cd '%s'\\n\" \"$PWD\"; }} > '{self.state}'\nexit $code\n"
        )
        done = subprocess.run(
            ["bash", "-c", script],
            env=clean_environment(**self.variables),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        return done.stdout, done.returncode

    def write(self, name, text):
        """Save a file, or append to it if its name is followed by ", at the end"."""
        name, at_end, _ = name.partition(", at the end")
        path = self.place / name
        if at_end:
            path.write_text(path.read_text(encoding="utf-8") + "\n" + text, encoding="utf-8")
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def follow(self, path, typed=str):
        """Follow a document, block by block.

        ``typed`` maps each command that is shown to the one to type.
        """
        for block in blocks(path):
            where = f"{path.name}:{block.line}"
            if block.language == "console":
                for command, shown in commands(block.text):
                    output, code = self.type(typed(command))
                    told = f"{where}: {command}\n{output}"
                    assert shown is None or is_shown(shown, output), f"{told}\nshown:\n{shown}"
                    assert code == 0 or FAILURE.search(shown or ""), told
            else:
                assert "caption" in block.options, f"{where}: nothing says what to do with this"
                self.write(block.options["caption"], block.text)


def reader_of(history, folder):
    """Return a reader with uv and git, for whom the template's address is this repository."""
    cache = run(BIN / "uv", "cache", "dir").stdout.strip()
    return Reader(
        folder / "ada",
        **history.variables,
        HOME=str(folder / "home"),
        PATH=f"{BIN}:/usr/local/bin:/usr/bin:/bin",
        UV_CACHE_DIR=cache,
        UV_PYTHON=interpreter(newest("django").python),
        UV_PYTHON_DOWNLOADS="never",
    )
