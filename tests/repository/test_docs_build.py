"""The site builds without warnings, its reference is complete, and its links work."""

from __future__ import annotations

import ast
import re
import sys
from html.parser import HTMLParser
from itertools import pairwise
from urllib.parse import unquote, urlsplit

import pytest
import yaml
from markdown_it import MarkdownIt

from tests.lab.choices import CHOICES
from tests.lab.environments import run
from tests.lab.parsing import toml
from tests.lab.rendering import COOKIECUTTER, REPOSITORY

# They run in one process, because building the site takes long.
pytestmark = pytest.mark.xdist_group("site")

DOCS = REPOSITORY / "docs"
MAKEFILE = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
# The command of `make docs`, and its output folder.
COMMAND = re.search(
    r"^\t@\$\(VENV\)/python (-m sphinx .*) docs build/docs$", MAKEFILE, re.MULTILINE
)


class Page(HTMLParser):
    """The tested contents of a page of the site."""

    def __init__(self, path):
        super().__init__()
        self.language = None
        self.ids, self.links, self.headings, self.unnamed = set(), [], [], []
        self.text = ""
        self.terms = []
        self.meta = {}
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "html":
            self.language = given.get("lang")
        if "id" in given:
            self.ids.add(given["id"])
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "img" and not given.get("alt"):
            self.unnamed.append(given.get("src"))
        if tag == "dt":
            self.terms.append("")
        if tag == "meta" and "content" in given:
            self.meta[given.get("property") or given.get("name")] = given["content"]
        self.links += [given[name] for name in ("href", "src") if given.get(name)]

    def handle_data(self, data):
        self.text += data
        if self.lasttag == "dt":
            self.terms[-1] += data.strip()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Return the folder of the site, built by the command of ``make docs``."""
    folder = tmp_path_factory.mktemp("site")
    done = run(sys.executable, *COMMAND[1].split(), DOCS, folder, cwd=REPOSITORY)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def pages(site):
    """Return the pages of the site by their paths in it."""
    return {path.relative_to(site).as_posix(): Page(path) for path in site.rglob("*.html")}


def test_warnings_are_errors_wherever_the_site_is_built():
    assert {"-E", "-W", "--keep-going"} <= set(COMMAND[1].split())
    assert "\nnitpicky = True\n" in (DOCS / "conf.py").read_text(encoding="utf-8")
    hosted = yaml.safe_load((REPOSITORY / ".readthedocs.yaml").read_text(encoding="utf-8"))
    assert hosted["sphinx"] == {"configuration": "docs/conf.py", "fail_on_warning": True}
    groups = toml((REPOSITORY / "pyproject.toml").read_bytes())["dependency-groups"]
    assert "--group docs" in " ".join(hosted["build"]["jobs"]["install"])
    assert {"include-group": "docs"} in groups["test"]


@pytest.mark.slow
def test_site_is_built_without_a_warning_and_can_be_searched(site):
    index = (site / "searchindex.js").read_text(encoding="utf-8")
    assert all(question in index for question in CHOICES)
    assert "generated:" not in "".join(path.read_text() for path in site.rglob("reference/*.html"))


@pytest.mark.slow
def test_reference_mentions_every_question_and_choice(pages):
    text = pages["reference/questions.html"].text
    asked = [question for question in COOKIECUTTER if not question.startswith("_")]
    assert pages["reference/questions.html"].terms.count("Default") == len(asked)
    for question in asked:
        assert question in text
        for choice in CHOICES.get(question, ()):
            if isinstance(choice, str):
                assert choice in text
                assert COOKIECUTTER["__prompts__"][question][choice].partition(": ")[2] in text
    for reasons in COOKIECUTTER["_rules"]["reserved"].values():
        for names in reasons.values():
            assert set(names) <= set(re.findall(r"[\w-]+", text))


@pytest.mark.slow
@pytest.mark.parametrize("scope", CHOICES["storage_scope"])
def test_reference_mentions_all_that_a_package_has(render, pages, scope):
    project = render(storage_scope=scope)
    package = project / "src" / "dummy_backend"
    code = "".join(map(source, package.glob("*.py")))
    ids = set(re.findall(r"__package__}\.([EW]\d+)", code))
    assert len(ids) >= 2
    for id_ in ids:
        assert f"package_name.{id_}" in pages["reference/checks.html"].text
    options = re.findall(r"\"([A-Z_]+)\": Option\(", code)
    assert options or scope == "database"
    for option in [*options, "TASK_CLASS"]:
        assert option in pages["reference/options.html"].text
    rules = re.findall(r"\"(TC\d+)\"", source(project / "tests" / "contract" / "rules.py"))
    assert len(rules) > 40
    for rule in rules:
        assert rule.lower() in pages["reference/contract.html"].ids
    described = [page for path, page in pages.items() if "reference/package" in path]
    text = "".join(page.text for page in described)
    ids = set().union(*(page.ids for page in described))
    for module in package.rglob("*.py"):
        assert module.relative_to(package).as_posix() in text
        for node in ast.parse(source(module)).body if module.parent.name != "migrations" else ():
            if isinstance(node, (ast.ClassDef, ast.FunctionDef)) and node.name[0] != "_":
                name = f".{module.stem}.{node.name}"
                assert any(id_.endswith(name) for id_ in ids), name


def source(path):
    return path.read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("page", ["checks", "messages"])
def test_reference_shows_real_messages(pages, page):
    markers = source(DOCS / "reference" / f"{page}.md").count("<!-- generated: ")
    text = pages[f"reference/{page}.html"].text
    shown = re.findall(r"(?m)^(?:[\w.]+: |\?: \(package_name\.[EW]\d+\) )\S", text)
    assert len(shown) >= markers >= 5
    assert "acme" not in text


@pytest.mark.slow
def test_links_of_the_site_lead_somewhere(site, pages):
    checked = 0
    for path, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if not parts.scheme and not parts.netloc:
                target = (
                    site / path if not parts.path else (site / path).parent / unquote(parts.path)
                )
                assert target.exists(), f"{path}: {link}"
                name = target.resolve().relative_to(site.resolve()).as_posix()
                if parts.fragment and name in pages:
                    assert unquote(parts.fragment) in pages[name].ids, f"{path}: {link}"
                    checked += 1
    assert checked > 500


@pytest.mark.slow
def test_pages_can_be_read_aloud(pages):
    """They declare their language, and have ordered headings and alternative texts."""
    for path, page in pages.items():
        if path == "search.html":
            continue  # A script fills it in.
        assert page.language == "en", path
        assert page.headings.count(1) == 1, path
        steps = zip([0, *page.headings], page.headings, strict=False)
        assert all(after <= before + 1 for before, after in steps), f"{path}: {page.headings}"
        assert page.unnamed == [], path


@pytest.mark.slow
def test_pages_have_a_title_and_description_for_sharing(pages):
    described = {path: page.meta for path, page in pages.items() if path != "search.html"}
    titles = [meta["og:title"] for meta in described.values()]
    assert len({*titles}) == len(titles)
    for path, meta in described.items():
        assert meta["og:site_name"] == "dummybackend", path
        assert not re.search("[<`]", meta["og:title"]), path
        assert 20 <= len(meta["og:description"]) <= 200, path
        assert meta["description"] == meta["og:description"], path


def links(path):
    """Return the targets of the links and images of a document."""
    return [
        child.attrs.get("href") or child.attrs.get("src")
        for token in MarkdownIt("gfm-like", {"linkify": False}).parse(source(path))
        for child in token.children or ()
        if child.type in ("link_open", "image")
    ]


def anchors(path):
    """Return the anchors of the headings of a document."""
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(source(path))
    found = set()
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open":
            text = "".join(child.content for child in inline.children).lower()
            slug = re.sub(r"[^\w\- ]", "", text).replace(" ", "-")
            numbers = iter(range(1, 100))
            anchor = slug
            while anchor in found:
                anchor = f"{slug}-{next(numbers)}"
            found.add(anchor)
    return found


DOCUMENTS = [REPOSITORY / "README.md", REPOSITORY / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_links_of_a_document_lead_somewhere(path):
    for link in links(path):
        parts = urlsplit(link)
        if not parts.scheme:
            target = path.parent / unquote(parts.path) if parts.path else path
            assert target.exists(), link
            # Generated headings only exist on the site.
            if parts.fragment and DOCS / "reference" not in target.resolve().parents:
                assert parts.fragment in anchors(target), link
