"""The options of the backend, and the system checks that report invalid ones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import django
import pytest
from django.conf import settings as django_settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from {{ cookiecutter.package_name }}.options import Option, check_options, is_positive_or_none

from . import framework, tasks
from .conftest import in_new_process
from .framework import Task

if TYPE_CHECKING:
    from collections.abc import Callable

PACKAGE = "{{ cookiecutter.package_name }}"
WHERE = "TASKS['default']['OPTIONS']"


def test_unknown_option_is_an_error(configure: Callable[..., Any]) -> None:
    backend = configure(OPTIONS={"MAX": 1})
    [error] = backend.check()
    assert (error.id, error.msg) == (f"{PACKAGE}.E002", f"{WHERE} has an unknown option 'MAX'.")
    assert error.is_serious()
    for name in (*backend.store.options, "TASK_CLASS"):
        assert name in error.hint


def test_invalid_value_is_an_error(configure: Callable[..., Any]) -> None:
    backend = configure(OPTIONS={"SPEED": -1})
    speed = Option("The speed.", "1", "a positive integer or None", is_positive_or_none)
    [error] = check_options(backend, {"SPEED": speed})
    assert error.id == f"{PACKAGE}.E003"
    assert error.msg == f"{WHERE}['SPEED'] must be a positive integer or None, not -1."
    assert error.hint == "Remove it to use the default: 1."
    assert error.is_serious()


@pytest.mark.parametrize("value", [1, 10**9, None])
def test_value_can_be_positive_or_none(value: object) -> None:
    assert is_positive_or_none(value)


@pytest.mark.parametrize("value", [0, -1, True, 1.5, "10", [1]], ids=repr)
def test_value_can_not_be_anything_else(value: object) -> None:
    assert not is_positive_or_none(value)


def test_all_unknown_options_are_reported(configure: Callable[..., Any]) -> None:
    assert len(configure(OPTIONS={"A": 1, "B": 2}).check()) == 2


def test_unknown_option_does_not_affect_tasks(configure: Callable[..., Any]) -> None:
    backend = configure(OPTIONS={"MAX": 1})
    backend.clear()
    tasks.noop.enqueue()
    tasks.noop.enqueue()
    assert len(backend.results) == 2


@pytest.mark.parametrize("path", ["tests.framework.Task", "tests.task_class.RetriedTask", None])
def test_task_class_is_the_one_that_the_option_names(
    configure: Callable[..., Any], path: Any
) -> None:
    backend = configure(OPTIONS={"TASK_CLASS": path})
    assert backend.check() == []
    assert backend.task_class is (import_string(path) if path else Task)


def test_task_with_additional_fields_is_enqueued(configure: Callable[..., Any]) -> None:
    backend = configure(OPTIONS={"TASK_CLASS": "tests.task_class.RetriedTask"})
    if Task.__module__.startswith("django.") and django.VERSION[:2] == (6, 0):
        # @task doesn't pass additional arguments to the class there.
        task: Any = backend.task_class(
            func=tasks.without_context, retries=3, priority=0, backend="default",
            queue_name="default", run_after=None,
        )  # fmt: skip
    else:
        decorator: Any = framework.task  # The stubs don't have additional arguments.
        task = decorator(retries=3)(tasks.without_context)
    # Wherever a stored task is imported, it has to be found.
    with patch.object(tasks, "without_context", task):
        stored = backend.get_result(task.enqueue("word").id)
    assert (type(stored.task).__name__, stored.task.retries) == ("RetriedTask", 3)


def test_error_includes_why_a_task_class_cannot_be_imported(configure: Callable[..., Any]) -> None:
    [error] = configure(OPTIONS={"TASK_CLASS": "no.such.Class"}).check()
    assert error.msg.endswith("'no.such.Class' (ModuleNotFoundError: No module named 'no').")


@pytest.mark.parametrize("path", ["", "json", "no.such.Class", "tests.tasks.add", "abc.ABC", 7])
def test_invalid_task_class_is_an_error(configure: Callable[..., Any], path: Any) -> None:
    backend = configure(OPTIONS={"TASK_CLASS": path})
    [error] = backend.check()
    message = f"{WHERE}['TASK_CLASS'] must be the dotted path of a Task subclass, not {path!r}"
    assert error.msg.startswith(message)
    assert error.id == f"{PACKAGE}.E003"
    assert error.hint
    assert error.is_serious()
    with pytest.raises(ImproperlyConfigured, match=re.escape(message)):
        framework.task(tasks.without_context)


def test_django_runs_the_checks(configure: Callable[..., Any]) -> None:
    configure("default", "second", OPTIONS={"MAX": 1})
    assert {message.msg for message in checks.run_checks()} == {
        f"TASKS[{alias!r}]['OPTIONS'] has an unknown option 'MAX'."
        for alias in ("default", "second")
    }


def test_django_runs_the_checks_if_no_other_application_is_installed() -> None:
    params = {**django_settings.TASKS["default"], "OPTIONS": {"MAX": 1}}
    project = {"INSTALLED_APPS": [PACKAGE], "TASKS": {"default": params}}
    run_the_checks = f"""
import django
from django.conf import settings
from django.core import checks
settings.configure(**{project!r})
django.setup()
print(*(message.id for message in checks.run_checks()))
"""
    # A tasks framework that is part of Django checks all backends, too.
    assert f"{PACKAGE}.E002" in in_new_process(run_the_checks).split()
