"""Answers to the questions: all valid sets of the choices, and a pairwise cover of them."""

from __future__ import annotations

import itertools

from allpairspy import AllPairs

from .template import COOKIECUTTER

CHOICES = {
    question: default if isinstance(default, list) else [True, False]
    for question, default in COOKIECUTTER.items()
    if not question.startswith("_") and isinstance(default, (list, bool))
}


def valid(answers):
    """Tell whether the choices go together."""
    return not answers["supports_get_result"] or answers["storage_scope"] not in (
        "context",
        "thread",
    )


def every_set():
    """Return every valid set of choices."""
    sets = (dict(zip(CHOICES, values)) for values in itertools.product(*CHOICES.values()))
    return [answers for answers in sets if valid(answers)]


def pairwise(*questions):
    """Return sets in which every valid pair of choices of these questions occurs."""
    names = list(questions)

    def filter_(row):
        partial = dict(zip(names, row))
        return len(partial) < len(names) or valid({**defaults(), **partial})

    # A pair that is not valid must be refused as soon as it is complete.
    def refuse(row):
        partial = dict(zip(names, row))
        if {"supports_get_result", "storage_scope"} <= partial.keys():
            return valid(partial)
        return filter_(row)

    return [
        dict(zip(names, row))
        for row in AllPairs([CHOICES[name] for name in names], filter_func=refuse)
    ]


def defaults():
    """Return the default choice of every question that has choices."""
    return {
        question: COOKIECUTTER[question][0]
        if isinstance(COOKIECUTTER[question], list)
        else COOKIECUTTER[question]
        for question in CHOICES
    }


def name(answers):
    """Return a short name for a set of choices, to call a test by."""
    return "-".join(
        (question.removeprefix("supports_") if value else f"no_{question.removeprefix('supports_')}")
        if isinstance(value, bool)
        else value
        for question, value in answers.items()
    )
