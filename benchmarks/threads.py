"""Measure how many tasks per second threads enqueue in the scope `process`."""

from __future__ import annotations

import argparse
import gc
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from time import perf_counter

from .measure import THREADS, report
from .subjects import SMALL, set_up


def enqueue(subject, times):
    args, kwargs = SMALL
    backend = subject.task.get_backend()  # Django creates one for each thread.
    for _ in range(times):
        backend.enqueue(subject.task, args, kwargs)


def seconds_each(subject, threads, tasks):
    """Return the seconds per task while this many threads enqueue an equal share."""
    barrier = Barrier(threads + 1)

    def work():
        barrier.wait()
        enqueue(subject, tasks // threads)

    with ThreadPoolExecutor(threads) as pool:
        working = [pool.submit(work) for _ in range(threads)]
        start = perf_counter()
        barrier.wait()
        for future in working:
            future.result()
        taken = perf_counter() - start
    subject.backend.clear()
    gc.collect()
    return taken / tasks


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--values", type=int, default=10)
    parser.add_argument("--tasks", type=int, default=8_000)
    parser.add_argument("--output", required=True, type=Path)
    options = parser.parse_args()
    subjects = set_up()
    taken = {}
    for _ in range(options.values):
        for name in ("generated", "django"):
            for threads in THREADS:
                found = seconds_each(subjects[name], threads, options.tasks)
                taken.setdefault(f"{threads} threads {name}", []).append(found)
    report(taken, options.output)


if __name__ == "__main__":
    main()
