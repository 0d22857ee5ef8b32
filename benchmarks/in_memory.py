"""Measure the time of each operation in memory, and the memory that a result takes."""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import secrets
import tracemalloc
from functools import partial
from pathlib import Path

from django.utils import timezone

from .measure import KEPT, MANY_TIMES, calling, report, seconds, side_by_side, timing
from .subjects import NESTED, SMALL, set_up


def enqueueing(subject, enqueue):
    """Return a measure of a function that enqueues. The results are removed afterwards."""

    def measure(times):
        taken = seconds(enqueue, times)
        subject.drop(times)
        return taken

    return measure


def clearing(subject, kept):
    def measure(times):
        taken = 0
        for _ in range(times):
            subject.backend.clear()
            subject.fill(kept)
            gc.collect()
            taken += seconds(subject.clear, 1)
        return taken / times

    return measure


# How often an operation may be done in a row: what it adds must not be more than is kept, and what
# it removes has to be put back. The others take as often as a moment lasts.
LONGEST = {
    "enqueue": KEPT, "enqueue small": KEPT, "enqueue nested": KEPT, "aenqueue": KEPT, "clear": 1,
}  # fmt: skip


def measured(operation, measures, values):
    """Measure an operation in turns, and return its values by the names of operation and measure."""
    found = side_by_side(measures, values, LONGEST.get(operation, MANY_TIMES))
    return {f"{operation} {name}": taken for name, taken in found.items()}


def operations(subject, kept, loop):
    """Return a measure for each operation while this many results are stored."""
    middle = subject.fill(kept)
    return {
        "enqueue": enqueueing(subject, partial(subject.enqueue, SMALL)),
        "aenqueue": enqueueing(
            subject, lambda times: loop.run_until_complete(subject.aenqueue(SMALL, times))
        ),
        "get_result": timing(partial(subject.get_result, middle)),
        "aget_result": timing(
            lambda times: loop.run_until_complete(subject.aget_result(middle, times))
        ),
        "results": timing(subject.read_results),
        "clear": clearing(subject, kept),
    }


def parts_of_enqueueing(subject, arguments):
    """Return a measure for each step of the generated backend's ``enqueue()``."""
    from dummy_backend.results import copy_result, new_result, through_json  # noqa: PLC0415

    args, kwargs = arguments
    backend, task = subject.backend, subject.task
    result = new_result(task, args, kwargs, backend="generated")
    parts = {
        "validate the task": lambda: backend.validate_task(task),
        "arguments through JSON": lambda: through_json(arguments),
        "an id, and the time": lambda: (secrets.token_hex(16), timezone.now()),
        "a `TaskResult`": lambda: subject.new_result("0" * 32),
        "a copy of it": lambda: copy_result(result),
        "the signal": lambda: subject.signal.send(type(backend), task_result=result),
    }
    return {name: calling(part) for name, part in parts.items()}


def compare(values):
    """Time each operation with all backends in turns."""
    loop = asyncio.new_event_loop()
    subjects = set_up()
    taken = {}

    for payload, arguments in (("small", SMALL), ("nested", NESTED)):
        measures = {
            name: enqueueing(subject, partial(subject.enqueue, arguments))
            for name, subject in subjects.items()
        }
        measures["floor"] = timing(partial(subjects["django"].floor, arguments))
        taken |= measured(f"enqueue {payload}", measures, values)
    generated = subjects["generated"]
    parts = parts_of_enqueueing(generated, SMALL)
    whole = enqueueing(generated, partial(generated.enqueue, SMALL))
    taken |= measured("part", parts | {"all": whole}, values)
    each = {name: operations(subject, KEPT, loop) for name, subject in subjects.items()}
    for operation in ("aenqueue", "get_result", "aget_result", "results", "clear"):
        measures = {name: every[operation] for name, every in each.items()}
        taken |= measured(operation, measures, values)
    loop.close()
    return taken


def grow(name, kept, values):
    """Time each operation with one backend while this many results are stored."""
    loop = asyncio.new_event_loop()
    subject = set_up()[name]
    taken = {}
    for operation, measure in operations(subject, kept, loop).items():
        taken |= measured(operation, {f"{name} {kept}": measure}, values)
    loop.close()
    return taken


def weigh(name, payload, count):
    """Measure the bytes that a stored result takes, including its own arguments."""
    subject = set_up()[name]
    arguments = {"small": SMALL, "nested": NESTED}[payload]
    subject.enqueue(arguments, 10)
    subject.backend.clear()
    gc.collect()
    tracemalloc.start()
    for _ in range(count):
        subject.enqueue(json.loads(json.dumps(arguments)), 1)
    gc.collect()
    return tracemalloc.get_traced_memory()[0] / count


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("part", choices=["compare", "grow", "weigh"])
    parser.add_argument("--subject")
    parser.add_argument("--kept", type=int)
    parser.add_argument("--payload")
    parser.add_argument("--values", type=int, default=20)
    parser.add_argument("--output", required=True, type=Path)
    options = parser.parse_args()
    if options.part == "compare":
        report(compare(options.values), options.output)
    elif options.part == "grow":
        report(grow(options.subject, options.kept, options.values), options.output)
    else:
        weight = weigh(options.subject, options.payload, options.kept)
        options.output.write_text(json.dumps({"bytes": weight}))


if __name__ == "__main__":
    main()
