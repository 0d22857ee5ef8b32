"""Run thousands of tasks with two workers, first undisturbed, then killed at random."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from contextlib import suppress

from .running import children, kill

WORKERS = ("first", "second")
TAKES = 0.005  # Seconds that a task takes while workers are killed.
WARMING = 10  # Tasks that are run before the time begins.
AHEAD = 200  # Tasks that wait at the most while workers are killed.
PORTION = 50
RECOVER_EVERY = 5.0  # Seconds.
# Results are sent again after so many seconds, and failed after so many if a worker doesn't answer.
READY, RUNNING = 20, 90
PATIENCE = 1800.0  # Seconds.


def left_alone(processes, tasks):
    """Run tasks with two workers, and return the outcome."""
    workers = [processes.worker(name) for name in WORKERS]
    # The time begins when a worker has started.
    processes.ask("run", start=0, count=WARMING, seconds=TAKES)
    wait_for(lambda: processes.ask("progress") >= WARMING, workers)
    start = time.monotonic()
    processes.ask("run", start=WARMING, count=tasks - WARMING, seconds=0)
    wait_for(lambda: processes.ask("progress") >= tasks, workers)
    each_second = (tasks - WARMING) / (time.monotonic() - start)
    for worker in workers:
        kill(worker)
    return processes.ask("outcome") | {"tasks": tasks, "tasks each second": each_second}


def killed(processes, tasks, kills, seed):
    """Do the same while workers, or their children, are killed. Return the outcome."""
    chance = random.Random(seed)
    due = sorted(chance.sample(range(1, tasks), kills), reverse=True)
    workers = {name: processes.worker(name) for name in WORKERS}
    enqueued, done, recovery, recovered = 0, 0, None, time.monotonic()
    count = {"workers killed": 0, "children killed": 0}
    start = time.monotonic()
    while done < tasks:
        done = processes.ask("progress")
        if enqueued < tasks and enqueued - done < AHEAD:
            portion = min(PORTION, tasks - enqueued)
            processes.ask("run", start=enqueued, count=portion, seconds=TAKES)
            enqueued += portion
        while due and done >= due[-1]:
            due.pop()
            count[kill_one(processes, workers, chance)] += 1
        if recovery is not None and recovery.poll() not in (None, 0):
            sys.exit(f"recover_task_results failed:\n{recovery.log.read_text()}")
        is_free = recovery is None or recovery.poll() is not None
        if is_free and time.monotonic() > recovered + RECOVER_EVERY:
            recovery = processes.command(
                "recover_task_results", f"--ready={READY}", f"--running={RUNNING}"
            )
            recovered = time.monotonic()
        if time.monotonic() > start + PATIENCE:
            break
        time.sleep(0.05)
    each_second = tasks / (time.monotonic() - start)
    for process in [*workers.values(), *([recovery] if recovery else [])]:
        kill(process)
    outcome = processes.ask("outcome")
    return outcome | {"tasks": tasks, "tasks each second": each_second} | count


def kill_one(processes, workers, chance):
    """Kill a worker and restart it, or kill one of its children. Return which of the two."""
    name = chance.choice(WORKERS)
    own = children(workers[name])
    if own and chance.random() < 0.5:
        with suppress(ProcessLookupError):
            os.kill(chance.choice(own), signal.SIGKILL)
        return "children killed"
    kill(workers[name])
    workers[name] = processes.worker(name)
    return "workers killed"


def wait_for(is_done, workers):
    """Wait until the condition holds, and fail if all workers have exited."""
    deadline = time.monotonic() + PATIENCE
    while not is_done() and time.monotonic() < deadline:
        for worker in workers:
            if worker.poll() is not None:
                sys.exit(f"A worker ended:\n{worker.log.read_text()}")
        time.sleep(0.1)


def problems(outcome):
    """Return the problems with the outcome of a load test."""
    found = []
    if outcome["results"] != outcome["tasks"]:
        found.append(f"{outcome['tasks'] - outcome['results']} results are lost")
    found += [
        f"{outcome[name]} tasks were {name}"
        for name in ("run twice", "successful, but not run")
        if outcome[name]
    ]
    for end, number in outcome["ends"].items():
        expected = end == "SUCCESSFUL" or end.startswith("FAILED, WorkerLost")
        if not expected or ("workers killed" not in outcome and end != "SUCCESSFUL"):
            found.append(f"{number} results are {end}")
    return found
