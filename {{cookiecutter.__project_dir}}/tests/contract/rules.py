"""The rules that a task backend keeps: what ``rule("TC101")`` above a test refers to.

A rule that Django documents is a MUST. A SHOULD is what callers rely on though Django doesn't say
so; most of these can be declared otherwise in ``TASKS_CONTRACT``.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

DJANGO = "https://docs.djangoproject.com/en/stable/"
REF = "ref/tasks/#django.tasks."
BACKEND = "ref/tasks/#django.tasks.backends.base.BaseTaskBackend."
ERRORS = "ref/tasks/#django.tasks.exceptions."
SIGNALS = "ref/signals/#django.tasks.signals."
TOPIC = "topics/tasks/#"


@dataclass(frozen=True)
class Rule:
    """A rule, where Django documents what it follows from, and what it depends on."""

    id: str
    level: str
    sentence: str
    source: str
    needs: tuple[str, ...] = ()

    @property
    def link(self) -> str:
        """The address of the documentation."""
        return f"{DJANGO}{self.source}"


def must(id_: str, sentence: str, source: str, *needs: str) -> Rule:
    return Rule(id_, "MUST", sentence, source, needs)


def should(id_: str, sentence: str, source: str, *needs: str) -> Rule:
    return Rule(id_, "SHOULD", sentence, source, needs)


# What a rule needs, and why it isn't checked without it.
NEEDS = {
    "SCOPE": "TASKS_CONTRACT doesn't declare SCOPE",
    "ON_ROLLBACK": "TASKS_CONTRACT doesn't declare ON_ROLLBACK",
    "WORKER": "TASKS_CONTRACT doesn't declare WORKER",
    "OTHER_QUEUE_WORKER": "TASKS_CONTRACT doesn't declare OTHER_QUEUE_WORKER",
    "an outcome": "get_result() isn't supported, so what a worker does can't be seen",
    "a queue": "tasks don't wait for a worker",
    "supports_defer": "supports_defer is False",
    "supports_async_task": "supports_async_task is False",
    "supports_priority": "supports_priority is False",
}

GROUPS: dict[str, list[Rule]] = {
    "Enqueueing a task": [
        must("TC101", "Each of the four flags is True or False.", "ref/tasks/#feature-flags"),
        must("TC102", "The id of a result is a string of 1 to 64 characters.", f"{REF}TaskResult.id"),
        must("TC103", "No two results have the same id.", f"{REF}TaskResult.id"),
        must("TC104", "A new result is READY, and has neither run nor failed.", f"{REF}TaskResultStatus.READY"),
        must("TC105", "The status is a member of TaskResultStatus.", f"{REF}TaskResultStatus"),
        must("TC106", "enqueued_at is the time of the call, also for a deferred task.", f"{REF}TaskResult.enqueued_at"),
        must("TC107", "A result has the task, the arguments and the alias that it was enqueued with.", f"{REF}TaskResult.task"),
        should("TC108", "A result can be copied with copy.deepcopy().", f"{REF}TaskResult"),
        must("TC109", "enqueue() of a backend takes its arguments by their documented names.", f"{BACKEND}enqueue"),
        should("TC110", "With USE_TZ = False, enqueued_at is naive.", f"{REF}TaskResult.enqueued_at"),
        must("TC111", "using() doesn't change the original task or its results.", f"{REF}Task.using"),
    ],
    "Arguments": [
        must("TC201", "Arguments are converted as by a round trip through JSON.", f"{REF}Task.enqueue"),
        should("TC202", "Keys that aren't strings are handled as declared in NON_STRING_KEYS.", f"{TOPIC}enqueueing-tasks"),
        must("TC203", "Arguments that aren't JSON are rejected, and nothing is enqueued.", f"{TOPIC}enqueueing-tasks"),
        should("TC204", "NaN and infinity are handled as declared in NAN.", f"{TOPIC}enqueueing-tasks"),
        should("TC205", "Changing an object that was passed to enqueue() doesn't change the stored result.", f"{TOPIC}enqueueing-tasks"),
        should("TC206", "Changing the result that enqueue() returned doesn't change the stored one.", f"{REF}TaskResult"),
        should("TC207", "Text with NUL or a lone surrogate is kept, or raises TypeError or ValueError.", f"{TOPIC}enqueueing-tasks"),
        should("TC208", "Bytes that are text become text, or raise TypeError or ValueError.", f"{TOPIC}enqueueing-tasks"),
    ],
    "Retrieving a result": [
        must("TC301", "A fetched result has the fields of the one that enqueue() returned.", f"{BACKEND}get_result"),
        must("TC302", "Each id finds its own result.", f"{BACKEND}get_result"),
        must("TC303", "Any unknown id raises TaskResultDoesNotExist.", f"{BACKEND}get_result"),
        must("TC304", "get_result() and aget_result() are both supported, or neither is.", f"{BACKEND}aget_result"),
        must("TC305", "A result can be fetched with its task.", f"{REF}Task.get_result"),
        must("TC306", "Fetching a result with another task raises TaskResultMismatch.", f"{ERRORS}TaskResultMismatch"),
        must("TC307", "refresh() and arefresh() load the stored state.", f"{REF}TaskResult.refresh"),
        should("TC308", "Changing a fetched result doesn't change the stored one.", f"{TOPIC}updating-results"),
        should("TC309", "Results can be fetched in a transaction, and an unknown id doesn't break it.", f"{BACKEND}get_result"),
        must("TC310", "A fetched result and its task have the alias that the task was enqueued with.", f"{REF}TaskResult.backend"),
    ],
    "Validation": [
        must("TC401", "A task is validated again when it is enqueued.", f"{REF}Task.enqueue"),
        must("TC402", "A function that isn't at module level can't be a task.", f"{TOPIC}defining-tasks"),
        should("TC403", "A task under another name than its function's is rejected, or works.", f"{TOPIC}defining-tasks"),
        must("TC404", "A queue that QUEUES doesn't list is rejected.", f"{REF}Task.queue_name"),
        must("TC405", "If QUEUES is empty, a task can use any queue.", f"{REF}Task.queue_name"),
        must("TC406", "The name of the queue is kept.", f"{REF}Task.queue_name"),
        must("TC407", "A priority is kept, or rejected if priorities aren't supported.", f"{REF}Task.priority"),
        must("TC408", "A priority that isn't a whole number from -100 to 100 is rejected.", f"{REF}Task.priority"),
        must("TC409", "run_after is kept, or rejected if deferring isn't supported.", f"{REF}Task.run_after"),
        must("TC410", "run_after without a timezone is rejected.", f"{REF}Task.run_after"),
        must("TC411", "A coroutine function is accepted, or rejected if async tasks aren't supported.", f"{BACKEND}supports_async_task"),
        must("TC412", "A task can take its context.", f"{TOPIC}task-context"),
        must("TC413", "A task that takes its context needs an argument named context.", f"{TOPIC}task-context"),
    ],
    "Signals of enqueueing": [
        must("TC501", "task_enqueued is sent once, with the class of the backend as sender.", f"{SIGNALS}task_enqueued"),
        must("TC502", "The result is stored before task_enqueued is sent.", f"{SIGNALS}task_enqueued"),
        should("TC503", "A receiver of task_enqueued can use the database.", f"{SIGNALS}task_enqueued"),
        should("TC504", "An exception in a receiver of task_enqueued doesn't undo the enqueueing.", f"{SIGNALS}task_enqueued"),
    ],
    "Who sees a result": [
        must("TC601", "If supports_get_result is True, other threads find a result.", f"{BACKEND}supports_get_result"),
        should("TC602", "A result is visible as far as declared in SCOPE, and no further.", f"{TOPIC}task-results", "SCOPE"),
        should("TC603", "Coroutines find the results that they enqueue, also many at once.", f"{TOPIC}asynchronous-support"),
        should("TC604", "No result is lost if several threads enqueue at once.", f"{BACKEND}enqueue"),
        should("TC605", "Results of one alias aren't found in another, if declared in ALIASES_APART.", f"{REF}TaskResult.backend"),
    ],
    "Running a task": [
        must("TC801", "A task that returns is SUCCESSFUL, with its return value.", f"{REF}TaskResultStatus.SUCCESSFUL", "WORKER"),
        must("TC802", "A task that raises is FAILED, and has no return value.", f"{REF}TaskResultStatus.FAILED", "WORKER"),
        must("TC803", "While a task runs, its result is RUNNING.", f"{REF}TaskResultStatus.RUNNING", "WORKER"),
        must("TC804", "started_at, last_attempted_at and finished_at are the times of running, in order.", f"{REF}TaskResult.started_at", "WORKER"),
        must("TC805", "enqueued_at stays the same when the task runs.", f"{REF}TaskResult.enqueued_at", "WORKER"),
        must("TC806", "attempts counts the runs, and worker_ids has the worker of each.", f"{REF}TaskResult.attempts", "WORKER"),
        must("TC807", "Each failed run adds an error with the exception class and the traceback.", f"{TOPIC}errors", "WORKER"),
        must("TC808", "The function gets its arguments as converted by JSON.", f"{REF}Task.enqueue", "WORKER"),
        must("TC809", "A return value goes through JSON: a tuple becomes a list.", f"{TOPIC}return-values", "WORKER"),
        must("TC810", "A return value that isn't JSON fails the task.", f"{TOPIC}enqueueing-tasks", "WORKER"),
        must("TC811", "SystemExit and other exceptions that aren't an Exception fail the task.", f"{REF}TaskResultStatus.FAILED", "WORKER"),
        should("TC812", "The worker runs the next task after one that failed.", f"{TOPIC}errors", "WORKER"),
        must("TC813", "A coroutine function runs, and its result is stored.", f"{BACKEND}supports_async_task", "WORKER", "supports_async_task"),
        must("TC814", "A task that takes its context gets its own result and the attempt, from 1.", f"{REF}TaskContext", "WORKER"),
        should("TC815", "Changing an argument in the function doesn't change the stored result.", f"{REF}TaskResult", "WORKER"),
        should("TC816", "A task runs once, unless it fails and is retried as declared in RETRIES.", f"{REF}TaskResult.attempts", "WORKER"),
        must("TC817", "Tasks that a task enqueues also run.", f"{TOPIC}enqueueing-tasks", "WORKER"),
        must("TC818", "refresh() and arefresh() load the outcome.", f"{REF}TaskResult.refresh", "WORKER"),
        should("TC819", "A rejected task never runs.", f"{REF}Task.enqueue", "WORKER"),
        should("TC820", "A task under another name than its function's runs, unless it is rejected.", f"{TOPIC}defining-tasks", "WORKER"),
    ],
    "Signals of running": [
        must("TC831", "task_started and task_finished are sent once each, before and after the function.", f"{SIGNALS}task_started", "WORKER"),
        must("TC832", "The sender of task_started and task_finished is the class of the backend.", f"{SIGNALS}task_started", "WORKER"),
        must("TC833", "task_started has a result that is RUNNING and has started.", f"{SIGNALS}task_started", "WORKER"),
        must("TC834", "task_finished has a result with the outcome and all times.", f"{SIGNALS}task_finished", "WORKER"),
        should("TC835", "The state that a signal announces is stored before it is sent.", f"{SIGNALS}task_finished", "WORKER"),
        should("TC836", "An exception in a receiver of task_enqueued doesn't keep the task from running.", f"{SIGNALS}task_enqueued", "WORKER"),
        should("TC837", "An exception in a receiver of task_started doesn't change the outcome.", f"{SIGNALS}task_started", "WORKER"),
        should("TC838", "An exception in a receiver of task_finished doesn't change the outcome.", f"{SIGNALS}task_finished", "WORKER"),
    ],
    "The order of running": [
        must("TC851", "Tasks with a higher priority run first.", f"{REF}Task.priority", "WORKER", "a queue", "supports_priority"),
        must("TC852", "A task doesn't run before run_after.", f"{REF}Task.run_after", "WORKER", "a queue", "supports_defer"),
        must("TC853", "A deferred task runs after run_after.", f"{REF}Task.run_after", "WORKER", "supports_defer"),
        must("TC854", "A worker of one queue doesn't run the tasks of another.", f"{REF}Task.queue_name", "OTHER_QUEUE_WORKER"),
    ],
    "Transactions": [
        should("TC701", "A result is found after its transaction is committed.", f"{TOPIC}transactions", "ON_ROLLBACK"),
        should("TC702", "A rollback keeps or discards a result as declared in ON_ROLLBACK.", f"{TOPIC}transactions", "ON_ROLLBACK"),
    ],
    "System checks": [
        should("TC751", "Valid settings pass the system checks.", "topics/checks/"),
        should("TC752", "Messages of the system checks have ids.", "topics/checks/"),
    ],
}  # fmt: skip

RULES = {rule.id: rule for rules in GROUPS.values() for rule in rules}


def rule(id_: str) -> pytest.MarkDecorator:
    """Return a decorator that marks a test with the rule that it checks."""
    return pytest.mark.rule(id_)
