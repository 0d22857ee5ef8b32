"""Plot how the cost of an operation grows, as SVG for light and dark pages."""

from __future__ import annotations

import matplotlib as mpl
from matplotlib.figure import Figure

# These colors are replaced by those of the style sheet.
INK, PAPER, GRID = "#010203", "#fdfcfb", "#a1a2a3"
LINES = {
    "generated": ("generated", "#0b7a75", "o", "-"),
    "django": ("Django's", "#c2410c", "s", "--"),
    "django-tasks": ("django-tasks'", "#7c3aed", "^", ":"),
}
STYLE = """\
<style>
:root { color-scheme: light dark }
svg { --ink: #1f2328; --paper: #ffffff; --grid: #d0d7de; --a: #0b7a75; --b: #c2410c; --c: #7c3aed }
@media (prefers-color-scheme: dark) {
svg { --ink: #e6edf3; --paper: #161b22; --grid: #3d444d; --a: #2dd4bf; --b: #fb923c; --c: #c4b5fd }
}
</style>
"""


def plot(operation, benchmarks, kept, path):
    """Plot the median time of an operation against the number of stored results."""
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "dummybackend", "font.size": 11}):
        figure = Figure(figsize=(7, 3.8), layout="constrained", facecolor=PAPER)
        axes = figure.subplots()
        for name, (label, colour, marker, line) in LINES.items():
            times = [benchmarks[f"{operation} {name} {number}"].median() * 1e6 for number in kept]
            axes.plot(kept, times, color=colour, marker=marker, linestyle=line, label=label)
        axes.set(xscale="log", yscale="log", xlabel="results kept", ylabel="microseconds")
        axes.set_title(operation, color=INK, loc="left", fontweight="bold")
        axes.set_facecolor(PAPER)
        axes.grid(color=GRID, linewidth=0.6)
        axes.tick_params(colors=INK, which="both")
        axes.xaxis.label.set_color(INK)
        axes.yaxis.label.set_color(INK)
        axes.spines[:].set_color(GRID)
        drawn = [time for line in axes.lines for time in line.get_ydata()]
        axes.set_ylim(min(drawn) / 3, max(drawn) * 3)
        # Below the plot, where it doesn't cover anything.
        figure.legend(loc="outside lower center", ncols=3, frameon=False, labelcolor=INK)
        figure.savefig(
            path,
            format="svg",
            metadata={"Date": None, "Title": f"{operation}: time over results kept"},
        )
    text = path.read_text(encoding="utf-8")
    colours = {INK: "ink", PAPER: "paper", GRID: "grid"}
    colours |= {colour: name for (_, colour, *_), name in zip(LINES.values(), "abc", strict=True)}
    for colour, name in colours.items():
        text = text.replace(colour, f"var(--{name}, {colour})")
    head, defs, rest = text.partition("<defs>")
    path.write_text(f"{head}{STYLE}{defs}{rest}", encoding="utf-8")
