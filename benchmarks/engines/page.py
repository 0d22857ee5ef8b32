"""Write the measurements as a page."""

from __future__ import annotations

from statistics import median

LABELS = {
    "enqueue": "`enqueue()`",
    "enqueue_in_transaction": "a transaction that inserts a row and enqueues a task",
    "run": "running a task, one worker",
}
NAMES = {"celery": "Celery", "rq": "RQ", "procrastinate": "Procrastinate"}


def ratio(ours, theirs):
    """Return how many times as fast the first one is: the median over the turns."""
    return median(their / our for our, their in zip(ours, theirs, strict=True))


def markdown(found):
    versions = ", ".join(f"{name} {version}" for name, version in found["versions"].items())
    lines = [
        "# Engines",
        "",
        "What `make bench-engines` measured. [Performance of engines](../explanation/speed.md#engines)",
        "explains the figures.",
        "",
        f"Measured with {versions}.",
    ]
    for engine, compared in found["compare"].items():
        lines += ["", f"## {NAMES[engine]}: speed", "", *speed(compared["seconds"])]
        lines += ["", f"## {NAMES[engine]}: statements", "", *sent(compared["statements"])]
    if found["load"]:
        lines += ["", "## Load", "", *load(found["load"])]
    return "\n".join(lines) + "\n"


def speed(seconds):
    others = [name for name in seconds["run"] if name != "generated"]
    yield "How many times as fast the generated package is (higher is better):"
    yield ""
    yield "| | generated | " + " | ".join(f"beside {name}" for name in others) + " |"
    yield "|---|---" + "|---" * len(others) + "|"
    for operation, label in LABELS.items():
        ours = seconds[operation]["generated"]
        ratios = [f"{ratio(ours, seconds[operation][name]):.2f}" for name in others]
        shown = f"{median(ours) * 1000:.2f} ms"
        yield f"| {label} | {shown} | " + " | ".join(ratios) + " |"


def sent(statements):
    yield "What is sent to PostgreSQL for each task:"
    yield ""
    yield "| | to enqueue | to enqueue in a transaction | to run |"
    yield "|---|---|---|---|"
    for name, counts in statements.items():
        cells = [
            "<br>".join(
                f"{number:g}x {line}" if number != 1 else line
                for line, number in counts[operation].items()
            )
            for operation in ("enqueue", "enqueue in a transaction", "run")
        ]
        yield f"| {name} | " + " | ".join(cell or "nothing" for cell in cells) + " |"


def load(engines):
    yield "Two workers, first left alone, then killed at random with `recover_task_results` running:"
    yield ""
    yield (
        "| | tasks | lost | run twice | SUCCESSFUL | FAILED with `WorkerLost` "
        "| killed workers, children | tasks/s |"
    )
    yield "|---|---|---|---|---|---|---|---|"
    for engine, loads in engines.items():
        for how, outcome in loads.items():
            kills = [outcome.get(f"{name} killed", 0) for name in ("workers", "children")]
            ends = outcome["ends"]
            failed = sum(ends.values()) - ends.get("SUCCESSFUL", 0)
            cells = [
                f"{NAMES[engine]}, {how}",
                f"{outcome['tasks']:,}",
                outcome["tasks"] - outcome["results"],
                outcome["run twice"],
                f"{ends.get('SUCCESSFUL', 0):,}",
                failed,
                ", ".join(map(str, kills)),
                f"{outcome['tasks each second']:.0f}",
            ]
            yield f"| {' | '.join(map(str, cells))} |"
