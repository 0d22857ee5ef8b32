"""All benchmarks run, and documents quote their measurements."""

from __future__ import annotations

import json
import re
import sys
from xml.etree import ElementTree as ET

import pytest

from tests.lab import servers
from tests.lab.environments import newest, run
from tests.lab.rendering import REPOSITORY

PUBLISHED = REPOSITORY / "docs" / "benchmarks"
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
SPEED = (REPOSITORY / "docs" / "explanation" / "speed.md").read_text(encoding="utf-8")


def rows(folder):
    """Return the rows of the table in a folder."""
    return json.loads((folder / "results.json").read_text(encoding="utf-8"))["rows"]


def kinds(folder):
    """Return the kinds of measurements, without their numbers."""
    return {
        tuple(re.sub(r"[\d,]+", "#", row[name]) for name in ("section", "what"))
        for row in rows(folder)
    }


@pytest.mark.exhaustive
def test_benchmarks_write_the_published_files(tmp_path):
    if newest("django") is None:
        pytest.skip("no Python is found for Django 6")
    command = [sys.executable, "-m", "benchmarks", "--little", "--output", tmp_path]
    with servers.alone_on("TEST_REDIS_URL"):
        done = run(*command, cwd=REPOSITORY, **servers.addresses())
    assert done.returncode == 0, done.stderr
    measured, published = kinds(tmp_path), kinds(PUBLISHED)
    if {"TEST_POSTGRES_URL", "TEST_REDIS_URL"} <= set(servers.named()):
        assert measured == published
    else:
        assert "Not measured, for want of a server" in done.stdout
        assert measured < published
    assert (tmp_path / "results.md").read_text(encoding="utf-8") in done.stdout
    # Another command, which test_engine_benchmarks runs, writes this.
    names = {path.name for path in PUBLISHED.iterdir() if path.stem != "engines"}
    assert {path.name for path in tmp_path.iterdir()} == names


@pytest.mark.parametrize("path", sorted(PUBLISHED.glob("*.svg")), ids=lambda path: path.stem)
def test_plot_can_be_read_in_light_and_dark(path):
    text = path.read_text(encoding="utf-8")
    ET.fromstring(text)
    styles, _, drawing = text.partition("</style>")
    assert "@media (prefers-color-scheme: dark)" in styles
    # All colors are variables of the style sheet, with a fallback.
    assert re.findall(r"(?<!, )#[0-9a-f]{6}\b", drawing) == []


def ratios():
    """Return the measured ratios by the measurement and the one it's compared with."""
    return {
        (row["what"], row["beside"].rpartition(" ")[2]): f"{row['ratio']:.1f}"
        for row in rows(PUBLISHED)
        if row["ratio"]
    }


def test_readme_quotes_the_ratios_that_were_measured():
    quoted = re.findall(
        r"`enqueue\(\)` is (\S+) times .* `get_result\(\)` among 1,000 results (\S+) times", README
    )
    measured = ratios()
    names = ("`enqueue`, small arguments", "`get_result` of 1,000")
    assert quoted == [tuple(measured[name, "Django"] for name in names)]


def test_table_of_the_page_on_speed_quotes_the_ratios_that_were_measured():
    section = SPEED.partition("\n## Results\n")[2].partition("\n## ")[0]
    table = section[section.index("|---") :].splitlines()[1:]
    quoted = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in table
        if line.startswith("|")
    ]
    measured = ratios()
    assert quoted
    for what, *both in quoted:
        for beside, ratio in zip(("Django", "django-tasks"), both, strict=True):
            assert ratio == measured[what, beside]


# The names on the page about speed, by the names of the rows.
SENTENCES = {
    "`enqueue`, small arguments": "With small arguments it takes {} times as long as the framework's",
    "cookiecutter, as a command": "cookiecutter takes about {} times as long as with a template",
    "copier, as a command": "copier {} times",
    "cookiecutter, in process": "In process it is {}",
    "copier, in process": "and {} times as long",
}


def test_page_on_speed_quotes_the_ratios_that_were_measured():
    text = " ".join(SPEED.split())
    measured = {
        row["what"]: row["ratio"]
        for row in rows(PUBLISHED)
        if row["section"].startswith(("The floor", "Rendering"))
    }
    for what, sentence in SENTENCES.items():
        assert sentence.format(f"{measured[what]:.1f}") in text
