"""Answers to the questions: all valid sets of the choices, and a pairwise cover of them."""

from __future__ import annotations

import itertools

import pytest

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


def pairs(answers):
    """Return the pairs of choices in a set of answers."""
    return set(itertools.combinations(answers.items(), 2))


def pairwise(*questions, **only):
    """Return few sets in which every valid pair of choices of these questions occurs.

    ``only`` names the choices there are to be for some of them, where not all of them are.
    """
    sets = [
        {question: answers[question] for question in questions}
        for answers in every_set()
        if all(answers[question] in choices for question, choices in only.items())
    ]
    missing = set().union(*map(pairs, sets))
    cover = []
    while missing:
        # The set with most of what is missing; the earlier one if two have as much.
        cover.append(max(sets, key=lambda answers: len(pairs(answers) & missing)))
        missing -= pairs(cover[-1])
    return cover


def in_turn(question, sets):
    """Return sets of answers, each with a choice of one more question: it is the turn of the next."""
    turns = itertools.cycle(CHOICES[question])
    return [{question: next(turns), **answers} for answers in sets]


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


def some(quick, sets):
    """Return parameters, each from its names and its values; all but the first few are slow."""
    return [
        pytest.param(
            *values,
            id="-".join(map(str, names)),
            marks=[pytest.mark.slow] if number >= quick else [],
        )
        for number, (names, *values) in enumerate(sets)
    ]
