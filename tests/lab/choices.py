"""Answers to the questions: all valid sets of choices, and a pairwise selection."""

from __future__ import annotations

import itertools

import pytest

from tests.lab.rendering import COOKIECUTTER

CHOICES = {
    question: default if isinstance(default, list) else [True, False]
    for question, default in COOKIECUTTER.items()
    if not question.startswith("_") and isinstance(default, (list, bool))
}


def valid(answers):
    """Return whether the choices are valid together."""
    scope, engine = answers["storage_scope"], answers["engine"]
    return (
        (not answers["supports_get_result"] or scope not in ("context", "thread"))
        and (engine == "none" or scope == "database")
        and not (engine == "rq" and answers["supports_priority"])
    )


def every_set():
    """Return all valid sets of choices."""
    sets = (
        dict(zip(CHOICES, values, strict=True)) for values in itertools.product(*CHOICES.values())
    )
    return [answers for answers in sets if valid(answers)]


def pairwise(*questions, **only):
    """Return a few sets that include every valid pair of choices of these questions.

    ``only`` limits the choices of some of them.
    """
    return covering(2, *questions, **only)


def covering(strength, *questions, **only):
    """Return a few sets that include every valid combination of ``strength`` choices."""
    sets = [
        {question: answers[question] for question in questions}
        for answers in every_set()
        if all(answers[question] in choices for question, choices in only.items())
    ]
    # A set of combinations is an integer with a bit for each, because comparing thousands of sets of
    # tuples takes a second.
    bits = {}
    masks = [
        sum(
            1 << bits.setdefault(part, len(bits))
            for part in itertools.combinations(answers.items(), strength)
        )
        for answers in sets
    ]
    missing = (1 << len(bits)) - 1
    cover = []
    while missing:
        # The set with the most missing combinations, or the earlier one of two that have as many.
        answers, mask = max(
            zip(sets, masks, strict=True), key=lambda pair: (pair[1] & missing).bit_count()
        )
        cover.append(answers)
        missing &= ~mask
    return cover


def in_turn(sets, *questions):
    """Return sets of answers in which the choices of each of these questions take turns."""
    turns = itertools.cycle(itertools.product(*(CHOICES[question] for question in questions)))
    for answers in sets:
        both = {**answers, **dict(zip(questions, next(turns), strict=True))}
        if both.get("engine") == "rq":
            both["supports_priority"] = False
        is_valid = valid({**defaults(), **both})
        yield both if is_valid else {**both, "supports_get_result": False, "engine": "none"}


def defaults():
    """Return the default choice of each question with choices."""
    return {
        question: COOKIECUTTER[question][0]
        if isinstance(COOKIECUTTER[question], list)
        else COOKIECUTTER[question]
        for question in CHOICES
    }


def name(answers):
    """Return a short name for a set of choices, for the id of a test."""
    parts = []
    for question, value in answers.items():
        flag = question.removeprefix("supports_")
        parts.append({True: flag, False: f"no_{flag}"}.get(value, value))
    return "-".join(parts)


def marks(number, quick, slow):
    """Return the marks of a case: none, slow or exhaustive, for the first, next and other cases."""
    if number < quick:
        return []
    return [pytest.mark.slow if number < quick + slow else pytest.mark.exhaustive]


def some(quick, slow, sets):
    """Return parameters with ids. Only the first few aren't marked as slow or exhaustive."""
    return [
        pytest.param(*values, id="-".join(map(str, names)), marks=marks(number, quick, slow))
        for number, (names, *values) in enumerate(sets)
    ]


def each_of(quick, slow, values):
    """Return parameters as ``some()``. Their ids are the values, or the names of sets of answers."""
    return some(
        quick,
        slow,
        [([name(value) if isinstance(value, dict) else value], value) for value in values],
    )
