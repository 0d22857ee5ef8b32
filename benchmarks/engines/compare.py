"""Measure how long each subject of an engine takes to enqueue and run jobs, in turns."""

from __future__ import annotations

from collections import Counter

from . import statements
from .running import kill

COUNTED = 10  # Jobs whose statements are counted in a worker.
OPERATIONS = ("enqueue", "enqueue_in_transaction")
ORDER = ("CONNECT", "SET", "SELECT", "INSERT", "UPDATE", "COMMIT")


def compare(subjects, effort):
    """Return the seconds per job in each turn, by operation and subject."""
    taken = {}
    for processes in subjects.values():
        for operation in OPERATIONS:
            processes.ask(operation, count=10)
        processes.ask("clear")
    for turn in range(effort.turns):
        for name, processes in in_turn(subjects, turn):
            for operation in OPERATIONS:
                seconds = processes.ask(operation, count=effort.enqueued)
                taken.setdefault(operation, {}).setdefault(name, []).append(seconds)
                processes.ask("clear")
    for turn in range(effort.drains):
        for name, processes in in_turn(subjects, turn):
            taken.setdefault("run", {}).setdefault(name, []).append(drain(processes, effort))
    return taken


def in_turn(subjects, turn):
    """Return the subjects in a different order for each turn."""
    names = [*subjects]
    names = names[turn % len(names) :] + names[: turn % len(names)]
    return [(name, subjects[name]) for name in names]


def drain(processes, effort):
    """Return the seconds per job that one worker takes for a queue of jobs that do nothing."""
    processes.ask("fill", count=effort.drained)
    worker = processes.worker()
    start, end = processes.marks(at_least=2)
    kill(worker)
    processes.ask("clear")
    return (end - start) / effort.drained


def count(processes):
    """Return the statements sent to the database to enqueue a job, and to run one."""
    processes.ask("fill", count=COUNTED)
    worker = processes.worker(BENCHMARK_STATEMENTS="1")
    processes.marks(at_least=2)
    kill(worker)
    lines = statements.between(processes.journal.read_text().splitlines(), 0, 1)
    processes.ask("clear")
    sent = {
        "run": each(lines, COUNTED + 1)
    }  # The end of the first mark, and the start of the second.
    for name, lines in processes.ask("statements").items():
        sent[name] = each(lines, 1)
    processes.ask("clear")
    return sent


def each(lines, jobs):
    """Return how often each statement is sent for a job, in the order of execution."""
    counts = {line: round(number / jobs, 1) for line, number in Counter(lines).items()}
    # Statements that a worker sends occasionally aren't part of the cost of a job.
    often = [line for line, number in counts.items() if number >= 0.5]
    often.sort(key=lambda line: [*ORDER, line.split()[0]].index(line.split()[0]))
    return {line: counts[line] for line in often}
