"""Time several operations side by side, and store the values."""

from __future__ import annotations

import gc
from functools import partial
from time import perf_counter

import pyperf

# Seconds that one value is measured for: long compared with the resolution of the clock, and
# short compared with disturbances of the machine.
MOMENT = 0.01
# The numbers of results stored while an operation is timed in memory, and while its requests to a
# server are counted. The second is larger than one batch of a list.
KEPT = 1_000
FEW, MANY = 10, 1_200
MANY_TIMES = 1_000_000  # the highest number of calls for one value
# The numbers of threads that enqueue at once.
THREADS = (1, 2, 4, 8)


def seconds(function, times):
    """Return the seconds per call of ``function(times)``, which makes that many calls."""
    start = perf_counter()
    function(times)
    return (perf_counter() - start) / times


def timing(function):
    """Return a measure of a function whose argument is the number of repetitions."""
    return partial(seconds, function)


def calling(function):
    """Return a measure of a function that performs the operation once."""

    def repeat(times):
        for _ in range(times):
            function()

    return timing(repeat)


def calibrate(measure, longest):
    """Return how many calls fill the time of one value, at most ``longest``."""
    times = 1
    while times < longest and measure(times) * times < MOMENT:
        times *= 2
    return min(times, longest)


def side_by_side(measures, values, longest=MANY_TIMES):
    """Measure each of them several times, in turns, and return the seconds of each.

    A measure takes the number of calls to time, and returns the seconds of one. It may prepare
    and clean up outside the timed part.
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
    """Write the values by their names, as a pyperf suite with one run each."""
    benchmarks = [
        pyperf.Benchmark([pyperf.Run(values, metadata={"name": name, "unit": "second"})])
        for name, values in taken.items()
    ]
    pyperf.BenchmarkSuite(benchmarks).dump(str(path), replace=True)
