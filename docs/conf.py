"""The configuration of the site, which ``make docs`` builds."""

# Sphinx defines the arguments of event handlers.
# ruff: noqa: ARG001

import os
import re
import sys
import textwrap
from html import escape
from pathlib import Path

import django
from django.conf import settings

DOCS = Path(__file__).parent
REPOSITORY = DOCS.parent
sys.path[:0] = [str(DOCS), str(REPOSITORY)]

import _generate  # noqa: E402
from docutils import nodes  # noqa: E402
from sphinx.addnodes import pending_xref  # noqa: E402
from sphinx.util.nodes import make_refnode  # noqa: E402

from tests.lab.parsing import toml  # noqa: E402

# The reference is generated from these packages, which are rendered and imported here.
sys.path += [str(_generate.project(name) / "src") for name in _generate.RENDERED]
settings.configure(
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    INSTALLED_APPS=[
        "django.contrib.admin",
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django_tasks",
        "acme_database",
    ],
    LOGGING={"version": 1, "loggers": {"django_tasks": {"level": "WARNING"}}},
    SECRET_KEY="only for the documentation",
    TASKS={"default": {"BACKEND": "acme_database.DummyBackend"}},
    USE_TZ=True,
)
django.setup()

project = "dummybackend"
release = toml((REPOSITORY / "pyproject.toml").read_bytes())["project"]["version"]
language = "en"
extensions = ["myst_parser", "sphinx.ext.autodoc"]
exclude_patterns = ["_*"]
smartquotes = False
nitpicky = True

myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist"]
myst_heading_anchors = 4

add_module_names = False
autoclass_content = "both"
autodoc_default_options = {"special-members": "__getitem__, __iter__, __len__"}
autodoc_member_order = "bysource"
autodoc_mock_imports = ["pytest"]
autodoc_preserve_defaults = True
python_maximum_signature_line_length = 60
python_use_unqualified_type_names = True
toc_object_entries_show_parents = "hide"
# The site doesn't describe types of Python and Django, or the aliases that modules define.
nitpick_ignore_regex = [
    ("py:.*", r"(django|django_tasks|collections|datetime)\..*"),
    ("py:class", r"(checks\.)?CheckMessage|BaseTaskBackend|deque|AnyResult|AnyTask|Failure|Task"),
    ("py:class", "AbstractContextManager|ArgumentParser|BaseCache|HttpRequest|QuerySet"),
    ("py:class", "TestResult|datetime|timedelta"),
]

# The address of the site, if it's built to be published.
html_baseurl = os.environ.get("READTHEDOCS_CANONICAL_URL", "")
html_theme = "furo"
html_title = f"dummybackend {release}"
html_static_path = ["_static"]
html_logo = html_favicon = "_static/mark.svg"
html_css_files = ["site.css"]
html_copy_source = False
html_domain_indices = False
html_show_copyright = False
html_show_sphinx = False
html_use_index = False


def expand(app, docname, source):
    """Insert the generated parts into a page."""
    source[0] = _generate.expand(source[0])


def is_left_out(app, kind, name, what, *more):
    """Skip flags, which have their own section, undocumented fields, and Django's additions to models."""
    added = ("DoesNotExist", "MultipleObjectsReturned", "NotUpdated")
    is_bare = str(what.__doc__).startswith("Alias for field number")
    return True if name.startswith("supports_") or name in added or is_bare else None


def leave_names_open(app, doctree):
    """Let ``find_in_packages()`` choose between classes with the same name."""
    for node in doctree.findall(pending_xref):
        node.attributes.pop("refspecific", None)


def find_in_packages(app, env, node, contnode):
    """Find a class by its name in the same package, or in one with the same module."""
    own, _, _ = (node.get("py:module") or "").partition(".")
    name = re.sub(r"^acme_\w+\.", "", node["reftarget"])
    found = sorted(
        (not full_name.startswith(f"{own}."), full_name)
        for full_name, entry in env.domains["py"].objects.items()
        if full_name.endswith(f".{name}") and entry.objtype in ("class", "exception")
    )
    if not own or not found:
        return None
    _, full_name = found[0]
    entry = env.domains["py"].objects[full_name]
    return make_refnode(app.builder, node["refdoc"], entry.docname, entry.node_id, contnode)


def describe(app, pagename, templatename, context, doctree):
    """Add the title and description for search engines and for sites on which a page is shared."""
    paragraphs = doctree.findall(nodes.paragraph) if doctree else ()
    texts = (" ".join(paragraph.astext().split()) for paragraph in paragraphs)
    text = next(texts, "A project template for Django task backends.")
    description = textwrap.shorten(text.rstrip(":"), 200, placeholder="…")
    properties = {
        "og:type": "website",
        "og:site_name": project,
        "og:title": re.sub(r"<.*?>", "", context.get("title", project)),
        "og:description": escape(description),
    }
    if context.get("pageurl"):
        properties["og:url"] = context["pageurl"]
    tags = [f'<meta name="description" content="{escape(description)}">']
    tags += [f'<meta property="{name}" content="{value}">' for name, value in properties.items()]
    context["metatags"] = "\n".join([context.get("metatags", ""), *tags])


def setup(app):
    app.connect("source-read", expand)
    app.connect("autodoc-skip-member", is_left_out)
    app.connect("doctree-read", leave_names_open)
    app.connect("missing-reference", find_in_packages)
    app.connect("html-page-context", describe)
