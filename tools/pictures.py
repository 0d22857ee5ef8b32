"""Create the pictures of the documentation by performing the steps that they show.

They show the questions in a terminal, and the failing assertion and the admin page of the first
tutorial. `make pictures` calls this module. It needs Chromium and its driver.
"""

from __future__ import annotations

import io
import re
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text
from selenium.webdriver.common.by import By

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.lab.browser import log_in, serving, start_browser  # noqa: E402
from tests.lab.documents import blocks, reader_of  # noqa: E402
from tests.lab.history import BIN, NEWEST, History  # noqa: E402
from tests.lab.terminal import answer_with_enter  # noqa: E402

IMAGES = ROOT / "docs" / "images"
TUTORIAL = ROOT / "docs" / "tutorial" / "tested-backend.md"
WIDTH = 100
# The first color is the background.
THEME = TerminalTheme(
    (22, 27, 34),
    (230, 237, 243),
    [
        (110, 118, 129), (255, 123, 114), (86, 211, 100), (227, 179, 65),
        (121, 192, 255), (210, 168, 255), (86, 212, 221), (230, 237, 243),
    ],
)  # fmt: skip


def save_terminal(name, title, output):
    """Save the output of a terminal, with its colors, as a picture."""
    console = Console(record=True, width=WIDTH, file=io.StringIO())
    console.print(Text.from_ansi(output.replace("\r\n", "\n").rstrip()))
    picture = console.export_svg(title=title, unique_id=name, theme=THEME)
    # Use the reader's fonts instead of those on a server.
    picture = re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.DOTALL)
    (IMAGES / f"{name}.svg").write_text(picture, encoding="utf-8")


def picture_questions(history, folder):
    with history.environment():
        output = answer_with_enter(
            BIN / "cookiecutter", "gh:org/dummybackend", "--checkout", NEWEST,
            "--config-file", history.renderer.cookiecutter_settings,
            cwd=folder, prompt=b": ", width=WIDTH,
            first=["Acme Tasks", "", "", "AcmeBackend", "", "3", *[""] * 4, "y"],
        )  # fmt: skip
    command = "$ uvx cookiecutter gh:org/dummybackend\n"
    save_terminal("render", "Rendering", command + output.replace(str(folder), "/home/ada"))


def picture_failure(reader):
    failing = [
        block for block in blocks(TUTORIAL) if block.options.get("caption", "").startswith("tests/")
    ][1]
    reader.write(failing.options["caption"], failing.text)
    command = "uv run pytest -q --tb=short"
    output, _ = reader.type(f"PY_COLORS=1 {command}")
    save_terminal("failure", "A failing assertion", f"$ {command}\n{output}")


def picture_admin(reader):
    variables = {
        **reader.variables,
        "PYTHONPATH": str(reader.place),
        "DJANGO_SETTINGS_MODULE": "shop.development",
    }
    with (
        serving(".venv/bin/python", reader.place, **variables) as address,
        start_browser("1500,720") as browser,
    ):
        page = f"{address}shop_tasks/storedresult/"
        log_in(browser, page, "secret", lambda button: button.click())
        browser.find_element(By.ID, "toggle-nav-sidebar").click()
        browser.find_element(By.ID, "result_list")
        browser.save_screenshot(str(IMAGES / "admin.png"))


def main():
    with tempfile.TemporaryDirectory() as workspace:
        folder = Path(workspace)
        history = History(folder / "history")
        reader = reader_of(history, folder)
        reader.follow(TUTORIAL)
        picture_admin(reader)
        picture_failure(reader)
        picture_questions(history, folder)


if __name__ == "__main__":
    main()
