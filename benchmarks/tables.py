"""The measurements as table rows, each with a target."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from statistics import median

from .measure import FEW, KEPT, MANY, THREADS

OPERATIONS = ("enqueue", "aenqueue", "get_result", "aget_result", "results", "clear")
# The difference between two measurements of the same code, in turns.
TOLERANCE = 0.05


@dataclass(frozen=True)
class Target:
    """A lower or upper bound for a ratio."""

    bound: float
    at_most: bool = False

    def __str__(self):
        return f"{'≤' if self.at_most else '≥'} {self.bound:g}"

    def is_met(self, ratio):
        if self.at_most:
            return ratio <= self.bound * (1 + TOLERANCE)
        return ratio >= self.bound * (1 - TOLERANCE)


@dataclass(frozen=True)
class Row:
    """A measurement in comparison with another one."""

    section: str
    what: str
    generated: str
    beside: str = ""
    ratio: float | None = None
    target: Target | None = None

    @property
    def met(self):
        if self.target is None:
            return ""
        return "yes" if self.target.is_met(self.ratio) else "no"

    def as_dict(self):
        target = str(self.target) if self.target else None
        return asdict(self) | {"target": target, "met": self.met or None}


def faster(generated, other):
    """Return how many times as fast the first one is: the median over the turns."""
    pairs = zip(generated.get_values(), other.get_values(), strict=True)
    return median(theirs / ours for ours, theirs in pairs)


def shown(benchmark):
    return benchmark.format_value(benchmark.median())


def rows(found, effort):
    """Return all rows, section by section."""
    return [
        *in_memory(found["in memory"]),
        *parts(found["in memory"]),
        *growth(found["growth"], effort.kept),
        *memory(found["memory"]),
        *threads(found["threads"]),
        *shared(found["shared"], found["asked"]),
        *plans(found["plans"], effort.rows),
        *rendering(found["rendering"]),
        *importing(found["importing"]),
    ]


def in_memory(benchmarks):
    section = "In memory, scope `context`: times as fast"
    targets = {"enqueue small": 4, "enqueue nested": 3}
    names = {
        "enqueue small": "`enqueue`, small arguments",
        "enqueue nested": "`enqueue`, 20 nested rows",
        "results": f"reading all of {KEPT:,} `results`",
        "clear": f"`clear` of {KEPT:,}",
        "get_result": f"`get_result` of {KEPT:,}",
        "aget_result": f"`aget_result` of {KEPT:,}",
    }
    for operation in ("enqueue small", "enqueue nested", *OPERATIONS[1:]):
        what = names.get(operation, f"`{operation}`")
        ours = benchmarks[f"{operation} generated"]
        for name, label in (("django", "Django"), ("django-tasks", "django-tasks")):
            theirs = benchmarks[f"{operation} {name}"]
            target = Target(targets.get(operation, 1))
            yield Row(
                section, what, shown(ours), f"{shown(theirs)} {label}", faster(ours, theirs), target
            )
    section = "The floor: the framework's own part of `enqueue`, times of it"
    for operation in ("enqueue small", "enqueue nested"):
        ours, floor = (benchmarks[f"{operation} {name}"] for name in ("generated", "floor"))
        ratio = 1 / faster(ours, floor)
        target = Target(1.3, at_most=True)
        yield Row(section, names[operation], shown(ours), f"{shown(floor)} floor", ratio, target)


def parts(benchmarks):
    section = "Where the time of `enqueue` goes, small arguments: part of the whole"
    whole = benchmarks["part all"]
    for name, part in benchmarks.items():
        kind, _, what = name.partition(" ")
        if kind == "part" and part is not whole:
            yield Row(
                section, what, shown(part), f"{shown(whole)} `enqueue`", 1 / faster(part, whole)
            )


def growth(benchmarks, kept):
    fewest, most = kept[0], kept[-1]
    section = f"Growth: {most:,} kept beside {fewest:,}, times as long"
    for operation in ("enqueue", "aenqueue", "get_result", "aget_result"):
        for name in ("generated", "django"):
            few, many = (benchmarks[f"{operation} {name} {number}"] for number in (fewest, most))
            target = Target(1.5, at_most=True) if name == "generated" else None
            label = "" if name == "generated" else ", Django's"
            yield Row(
                section,
                f"`{operation}`{label}",
                shown(many),
                f"{shown(few)} with {fewest:,}",
                many.median() / few.median(),
                target,
            )


def memory(bytes_each):
    section = "Memory of a stored result: part of Django's"
    for payload in ("small", "nested"):
        ours, theirs = (bytes_each[f"{payload} {name}"] for name in ("generated", "django"))
        yield Row(
            section,
            f"{payload} arguments of its own",
            f"{ours:,.0f} bytes",
            f"{theirs:,.0f} bytes Django",
            ours / theirs,
            Target(0.6, at_most=True),
        )


def threads(benchmarks):
    section = "Threads that enqueue at once, scope `process`: throughput beside one thread's"
    for name, label in (("generated", ""), ("django", ", Django's")):
        one = benchmarks[f"1 threads {name}"]
        for number in THREADS:
            many = benchmarks[f"{number} threads {name}"]
            yield Row(
                section,
                f"{number} {'thread' if number == 1 else 'threads'}{label}",
                f"{1 / many.median():,.0f} tasks/s",
                f"{1 / one.median():,.0f} tasks/s with 1",
                faster(many, one),
                Target(0.5) if name == "generated" and number > 1 else None,
            )


def shared(stores, asked):
    for store, benchmarks in stores.items():
        section = f"{store}: times as fast as django-tasks-db"
        if store == "Redis":
            section = "Redis: throughput"
        for operation in ("enqueue", "get_result"):
            ours = benchmarks[f"{operation} generated"]
            theirs = benchmarks.get(f"{operation} django-tasks-db")
            yield Row(
                section,
                f"`{operation}`",
                f"{shown(ours)}, {1 / ours.median():,.0f}/s",
                f"{shown(theirs)}, {1 / theirs.median():,.0f}/s" if theirs else "",
                faster(ours, theirs) if theirs else None,
                Target(1) if theirs and store == "PostgreSQL" else None,
            )
    for store, counts in asked.items():
        what = "commands sent" if store == "Redis" else "queries"
        section = f"{store}: {what} with {MANY:,} kept beside {FEW}"
        for operation, (few, many) in counts.items():
            yield Row(
                section,
                f"`{operation}`",
                f"{many}",
                f"{few}",
                many / few,
                # A cache is read in batches.
                None if (store, operation) == ("Redis", "results") else Target(1, at_most=True),
            )


def plans(stores, number):
    for store, queries in stores.items():
        section = f"{store}: queries with {number:,} rows, whether they use an index"
        for query in queries:
            plan = query["plan"]
            reads_all = any("Seq Scan" in line or line.startswith("SCAN") for line in plan)
            yield Row(
                section,
                f"`{query['query'].split()[0]}` of {query['of']}",
                f"{query['seconds'] * 1000:.0f} ms",
                "reads every row" if reads_all else "uses an index",
                float(not reads_all),
                Target(1),
            )


def rendering(benchmarks):
    section = "Rendering: times as long as a template of the same files without logic"
    for tool in ("cookiecutter", "copier"):
        for way in ("command", "in process"):
            ours, bare = (benchmarks[f"{tool} {way} {name}"] for name in ("generated", "bare"))
            yield Row(
                section,
                f"{tool}, {'as a command' if way == 'command' else way}",
                shown(ours),
                shown(bare),
                1 / faster(ours, bare),
                Target(1.5, at_most=True),
            )
            if f"{tool} {way} hooks" in benchmarks:
                hooks = benchmarks[f"{tool} {way} hooks"]
                yield Row(
                    section,
                    "the same with two empty hooks and no logic",
                    shown(hooks),
                    shown(bare),
                    1 / faster(hooks, bare),
                )


def importing(benchmarks):
    ours, framework = benchmarks["import generated"], benchmarks["import framework"]
    yield Row(
        "Importing the package in a new process: times as long as the framework alone",
        "`from dummy_backend import DummyBackend`",
        shown(ours),
        shown(framework),
        1 / faster(ours, framework),
    )


def markdown(rows, stores, machine):
    """Return a table for each section, followed by the query plans."""
    versions = ", ".join(f"{name} {value}" for name, value in machine.items())
    lines = [
        "# Measurements",
        "",
        f"Measured with {versions}. A target counts as met within {TOLERANCE:.0%}: measured in turns,",
        "the same code differs from itself by as much.",
    ]
    section = None
    for row in rows:
        if row.section != section:
            section = row.section
            lines += ["", f"## {section}", ""]
            lines += [
                "| | generated | beside | ratio | target | met |",
                "|---|---|---|---|---|---|",
            ]
        ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
        target = row.target or ""
        lines.append(
            f"| {row.what} | {row.generated} | {row.beside} | {ratio} | {target} | {row.met} |"
        )
    for store, queries in stores.items():
        lines += ["", f"## {store}: the plans", "", "```text"]
        for query in queries:
            lines += [query["query"], *(f"    {line}" for line in query["plan"])]
        lines.append("```")
    return "\n".join(lines) + "\n"
