"""Timing several things side by side, and what is kept of it."""

from __future__ import annotations

import gc
from functools import partial
from time import perf_counter

import pyperf

# How long one value is measured, in seconds: long beside what a clock can tell apart, and short
# beside what disturbs a machine.
MOMENT = 0.01
# How many results are kept while an operation is timed in memory, and while it is counted what it
# asks of a server: the second more than are listed at once.
KEPT = 1_000
FEW, MANY = 10, 1_200
MANY_TIMES = 1_000_000  # how often something is called for one value, at the most
# How many threads enqueue at once.
THREADS = (1, 2, 4, 8)


def seconds(function, times):
    """Return how long each of so many calls takes, which ``function(times)`` makes."""
    start = perf_counter()
    function(times)
    return (perf_counter() - start) / times


def timing(function):
    """Return a measure of a function that does something as often as it is told."""
    return partial(seconds, function)


def calling(function):
    """Return a measure of a function that does something once."""

    def repeat(times):
        for _ in range(times):
            function()

    return timing(repeat)


def calibrate(measure, longest):
    """Return how many calls take a moment, but no more than ``longest``."""
    times = 1
    while times < longest and measure(times) * times < MOMENT:
        times *= 2
    return min(times, longest)


def side_by_side(measures, values, longest=MANY_TIMES):
    """Measure each so often, in turns; return the seconds of each.

    A measure takes how many calls to time, and returns the seconds of one. It may prepare
    and clean up outside of what it times.
    """
    times = {name: calibrate(measure, longest) for name, measure in measures.items()}
    taken = {name: [] for name in measures}
    for measure in measures.values():
        measure(1)  # This warms up.
    gc.collect()
    for _ in range(values):
        for name, measure in measures.items():
            taken[name].append(measure(times[name]))
    return taken


def report(taken, path):
    """Write the values by their names, as a suite of pyperf that has one run of each."""
    benchmarks = [
        pyperf.Benchmark([pyperf.Run(values, metadata={"name": name, "unit": "second"})])
        for name, values in taken.items()
    ]
    pyperf.BenchmarkSuite(benchmarks).dump(str(path), replace=True)
