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
    sets = (
        dict(zip(CHOICES, values, strict=True)) for values in itertools.product(*CHOICES.values())
    )
    return [answers for answers in sets if valid(answers)]


def pairwise(*questions):
    """Return sets in which every valid pair of choices of these questions occurs."""

    def possible(row):
        # Rows are built up choice by choice; what is not chosen yet may still be anything.
        return valid({**defaults(), **dict(zip(questions, row, strict=False))}) or (
            "storage_scope" not in questions[: len(row)]
        )

    rows = AllPairs([CHOICES[question] for question in questions], filter_func=possible)
    return [dict(zip(questions, row, strict=True)) for row in rows]


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
    parts = []
    for question, value in answers.items():
        flag = question.removeprefix("supports_")
        parts.append({True: flag, False: f"no_{flag}"}.get(value, value))
    return "-".join(parts)
