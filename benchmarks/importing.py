"""Measure how long a new process takes to import a generated package, or only the framework."""

from __future__ import annotations

import argparse
import subprocess
import sys
from functools import partial

from .measure import calling, report, side_by_side

# Modules that any project with tasks imports.
FRAMEWORK = """\
from django.conf import settings
settings.configure()
from django.tasks.backends.base import BaseTaskBackend
from django.tasks.signals import task_enqueued
"""
GENERATED = FRAMEWORK + "from dummy_backend import DummyBackend\n"


def importing(program):
    return calling(partial(subprocess.run, [sys.executable, "-c", program], check=True))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--values", type=int, default=20)
    parser.add_argument("--output", required=True)
    options = parser.parse_args()
    measures = {"generated": importing(GENERATED), "framework": importing(FRAMEWORK)}
    taken = side_by_side(measures, options.values, longest=1)
    report({f"import {name}": values for name, values in taken.items()}, options.output)


if __name__ == "__main__":
    main()
