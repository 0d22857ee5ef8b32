"""Mistakes in any module that break the contract rules which no other mistake breaks."""

from tests.faults.fault import ALL, MEMORY, Fault
from tests.faults.planted.execution import (
    RUN_STARTED,
    SEND_FINISHED,
    SEND_STARTED,
    STORE_LATE,
    STORE_RUNNING,
)

CALL = "    return result.task.call(*args, **kwargs)\n"
THROUGH_JSON = "value = through_json(return_value)"
SEND = "responses = signal.send_robust("
DUE = "if time_left(result, self._now):"
NEW_RESULT = "        return new_result(task, args, kwargs, backend=self.alias)\n"
STORE_AND_SEND = """\
        self.store.add(result)
        task_enqueued.send(type(self), task_result=result)
"""
TASK_CLASS = "return load_task_class(self.alias, self.options, super().task_class)"
SYNC = """\
        result = self._new_result(task, args, kwargs)
        returned = copy_result(result)
        self.store.add(result)
"""
ASYNC = SYNC.replace("self.store.add", "await self.store.aadd")
PRIORITY = "supports_priority = True"
FETCHED = """\
            raise TaskResultDoesNotExist(result_id)
        return result

    async def aget_result"""

EXECUTION = [
    ("returns nothing", THROUGH_JSON, "value = None", "test_task_that_returns_is_successful"),
    (
        "succeeds in spite of an exception",
        "        status=TaskResultStatus.FAILED,\n",
        "        status=TaskResultStatus.SUCCESSFUL,\n",
        "test_task_that_raises_is_failed",
    ),
    ("is READY while it runs", STORE_RUNNING, "", "test_result_is_running_while_its_task_runs"),
    (
        "was attempted long ago",
        "last_attempted_at=now",
        "last_attempted_at=now.replace(year=2000)",
        "test_times_are_those_of_running",
    ),
    (
        "is enqueued when it starts",
        "        last_attempted_at=now,\n",
        "        last_attempted_at=now,\n        enqueued_at=now,\n",
        "test_time_of_enqueueing_stays",
    ),
    (
        "counts two attempts",
        "worker_ids=[*result.worker_ids, worker_id]",
        "worker_ids=[*result.worker_ids, worker_id, worker_id]",
        "test_attempts_are_counted_and_have_workers",
    ),
    (
        "has no traceback",
        'traceback="".join(format_exception(error))',
        "traceback=str(error)",
        "test_errors_have_the_exception_and_its_traceback",
    ),
    (
        "gets text for its keyword arguments",
        "return own.args, own.kwargs",
        "return own.args, {key: str(value) for key, value in own.kwargs.items()}",
        "test_function_gets_arguments_converted_to_json",
    ),
    (
        "gets tuples",
        "return own.args, own.kwargs",
        "return [tuple(each) if type(each) is list else each for each in own.args], own.kwargs",
        "test_function_gets_lists_and_not_tuples",
    ),
    (
        "can return text for what is not JSON",
        "raise TypeError(msg) from error",
        "value = repr(return_value)",
        "test_return_value_that_is_not_json_fails_the_task",
    ),
    (
        "can exit",
        "except BaseException as error:  # noqa: BLE001\n        failed",
        "except Exception as error:\n        failed",
        "test_base_exception_fails_the_task",
    ),
    (
        "is called without awaiting it",
        CALL,
        "    return result.task.func(*args, **kwargs)\n",
        "test_coroutine_is_run",
    ),
    (
        "begins with attempt 0",
        "TaskContext(task_result=own)",
        "TaskContext(task_result=copy_result(own, worker_ids=[]))",
        "test_context_has_the_result_and_the_attempt",
    ),
    (
        "changes its stored arguments",
        "own = copy_result(result)",
        "own = result",
        "test_changing_an_argument_in_a_function_changes_nothing_stored",
    ),
    (
        "runs twice",
        CALL,
        f"{CALL.replace('return ', '')}{CALL}",
        "test_task_runs_as_often_as_declared",
    ),
    (
        "sends task_started twice",
        SEND_STARTED,
        f"{SEND_STARTED}{SEND_STARTED}",
        "test_signals_are_sent_once_around_the_call",
    ),
    (
        "has an instance for a sender as it starts",
        "_send(task_started, sender, running)",
        "_send(task_started, object(), running)",
        "test_sender_is_the_class_of_the_backend[task_started]",
    ),
    (
        "has an instance for a sender as it finishes",
        SEND_FINISHED,
        SEND_FINISHED.replace("sender", "object()"),
        "test_sender_is_the_class_of_the_backend[task_finished]",
    ),
    (
        "sends a READY result as it starts",
        "_send(task_started, sender, running)",
        "_send(task_started, sender, copy_result(running, status=TaskResultStatus.READY))",
        "test_started_signal_has_a_result_that_runs",
    ),
    (
        "sends a RUNNING result as it finishes",
        SEND_FINISHED,
        SEND_FINISHED.replace("sender, finished", "sender, running"),
        "test_finished_signal_has_a_result_with_the_outcome",
    ),
    (
        "is stored as RUNNING after it says so",
        STORE_RUNNING + RUN_STARTED,
        STORE_LATE,
        "test_state_is_stored_before_its_signal_is_sent",
    ),
    *(
        (
            f"depends on the receivers of task_{signal}",
            SEND,
            f"responses = (signal.send if signal is task_{signal} else signal.send_robust)(",
            f"test_failing_receiver_of_{signal}_does_not_change_the_outcome",
        )
        for signal in ("started", "finished")
    ),
]

OTHER_MODULES = [
    (
        "stops its worker as it fails",
        "running.py",
        "if raise_errors and (error",
        "if raise_errors in (True, False) and (error",
        "test_worker_runs_the_next_task",
    ),
    (
        "is lost if a task enqueued it",
        "running.py",
        "                    queue.add([new])\n",
        "                    task_backends[new.backend].clear()\n",
        "test_tasks_enqueued_by_tasks_run",
    ),
    (
        "has no return value in a coroutine",
        "backend.py",
        """\
            raise TaskResultDoesNotExist(result_id)
        return result

    @property""",
        """\
            raise TaskResultDoesNotExist(result_id)
        return copy_result(result, _return_value=None)

    @property""",
        "test_refresh_brings_the_outcome[async]",
    ),
    (
        "is stored though it is rejected",
        "backend.py",
        NEW_RESULT,
        """\
        try:
            return new_result(task, args, kwargs, backend=self.alias)
        except TypeError:
            self.store.add(new_result(task, [], kwargs, backend=self.alias))
            raise
""",
        "test_rejected_task_never_runs",
    ),
    (
        "is stored after it is announced",
        "backend.py",
        STORE_AND_SEND,
        "".join(reversed(STORE_AND_SEND.splitlines(keepends=True))),
        "test_failing_receiver_of_enqueueing_does_not_keep_the_task_from_running",
    ),
    (
        "runs before those of a higher priority",
        "running.py",
        "(-result.task.priority, ",
        "(result.task.priority, ",
        "test_higher_priority_runs_first",
    ),
    ("runs early", "running.py", DUE, "if False:", "test_deferred_task_does_not_run_early"),
    (
        "never runs if it is deferred",
        "running.py",
        DUE,
        "if result.task.run_after:",
        "test_deferred_task_runs_in_time",
    ),
    (
        "runs in the worker of any queue",
        "expectation.py",
        "queue = ANY if queue_name is None else queue_name",
        "queue = ANY",
        "test_worker_of_one_queue_leaves_others_alone",
    ),
    # Enqueueing
    (
        "has a result that cannot be copied",
        "results.py",
        '"worker_ids": [*result.worker_ids],',
        '"worker_ids": type("Ids", (list,), {"__deepcopy__": lambda *_: 1 / 0})(result.worker_ids),',
        "test_result_can_be_copied",
    ),
    (
        "is enqueued in the future",
        "results.py",
        "enqueued_at=timezone.now()",
        "enqueued_at=task.run_after or timezone.now()",
        "test_time_of_enqueueing_is_known",
    ),
    (
        "is enqueued by position only",
        "backend.py",
        "def enqueue(self, task: AnyTask, args: Sequence[Any], kwargs: Mapping[str, Any])",
        "def enqueue(self, task: AnyTask, args: Sequence[Any], kwargs: Mapping[str, Any], /)",
        "test_backend_takes_arguments_by_name",
    ),
    (
        "loses NUL in its arguments",
        "results.py",
        "json.loads(_to_json(value))",
        'json.loads(_to_json(value).replace("\\\\u0000", ""))',
        "test_unusual_text_is_kept_or_rejected",
    ),
    (
        "has bytes read as Latin-1",
        "results.py",
        "default=normalize_json)",
        "default=lambda value: value.decode('latin-1'))",
        "test_bytes_that_are_text_become_text_or_are_rejected",
    ),
    (
        "breaks the transaction if there is no result",
        "backend.py",
        """\
            raise TaskResultDoesNotExist(result_id)
        return result

    async def aget_result""",
        """\
            from django.db import transaction

            transaction.set_rollback(True)
            raise TaskResultDoesNotExist(result_id)
        return result

    async def aget_result""",
        "test_results_can_be_fetched_in_a_transaction",
    ),
]


def tolerant(flag, word):
    """Return the code that follows the flags of a backend that accepts a task in spite of an error."""
    return f"""\
{flag}

    def validate_task(self, task):
        try:
            super().validate_task(task)
        except Exception as error:
            if {word!r} not in str(error):
                raise
"""


def finding(condition):
    """Return a task class whose tasks find a result if it meets this condition."""
    return f"""\
class OwnTask(super().task_class):
            def get_result(self, result_id):
                result = self.get_backend().get_result(result_id)
                if {condition}:
                    return result
                from .framework import BaseTaskBackend
                from importlib import import_module

                framework = BaseTaskBackend.__module__.partition(".backends")[0]
                raise import_module(f"{{framework}}.exceptions").TaskResultMismatch

        return OwnTask"""


BACKEND = [
    (
        "using() changes what a task is stored with",
        "results.py",
        "        task=task,\n",
        "        task=new_result.__dict__.setdefault(task.module_path, task),\n",
        "test_using_does_not_change_the_original_task",
        ALL,
    ),
    (
        "arguments are copied when they are stored",
        "results.py",
        "json_args, json_kwargs = through_json((args, kwargs))",
        "through_json((args, kwargs))\n    json_args, json_kwargs = [*args], {**kwargs}",
        "test_changing_arguments_does_not_change_the_stored_result",
        MEMORY,
    ),
    (
        "a fetched result has the default alias",
        "backend.py",
        FETCHED,
        FETCHED.replace("return result", 'return copy_result(result, backend="default")'),
        "test_fetched_result_has_the_alias_of_its_task[sync]",
        ALL,
    ),
    (
        "a task finds only results with the same queue",
        "backend.py",
        TASK_CLASS,
        finding("result.task == self"),
        "test_result_is_found_through_its_task[sync]",
        ALL,
    ),
    (
        "a task finds the results of any task",
        "backend.py",
        TASK_CLASS,
        finding("result"),
        "test_result_of_another_task_is_a_mismatch[sync]",
        ALL,
    ),
    (
        "a result is refreshed from itself",
        "backend.py",
        SYNC,
        SYNC.replace("copy_result(result)", "result"),
        "test_refresh_brings_back_the_stored_state[sync]",
        MEMORY,
    ),
    *(
        (f"a backend accepts {what}", "backend.py", flag, new, caught_by, ALL)
        for what, flag, new, caught_by in [
            (
                "a function in a function",
                PRIORITY,
                tolerant(PRIORITY, "module level"),
                "test_function_that_cannot_be_imported_is_rejected",
            ),
            (
                "any priority",
                PRIORITY,
                tolerant(PRIORITY, "priority"),
                "test_priority_out_of_bounds_is_rejected",
            ),
            (
                "a time without a timezone",
                PRIORITY,
                tolerant(PRIORITY, "aware"),
                "test_run_after_without_a_timezone_is_rejected",
            ),
            (
                "a task that takes its context in no argument",
                PRIORITY,
                tolerant(PRIORITY, "context"),
                "test_task_that_takes_its_context_needs_an_argument_for_it",
            ),
            (
                "coroutines though its flag is False",
                "supports_async_task = True",
                tolerant("supports_async_task = False", "async"),
                "test_coroutine_is_accepted_or_rejected",
            ),
        ]
    ),
    (
        "a backend without queues has the default one",
        "backend.py",
        "        super().__init__(alias, params)\n",
        """\
        super().__init__(alias, params)
        self.queues = self.queues or {"default"}
""",
        "test_no_queues_configured_means_any_queue",
        ALL,
    ),
    (
        "coroutines that enqueue at once share a variable",
        "backend.py",
        ASYNC,
        """\
        import asyncio

        type(self).latest = self._new_result(task, args, kwargs)
        await asyncio.sleep(0)
        result = type(self).latest
        returned = copy_result(result)
        await self.store.aadd(result)
""",
        "test_coroutine_finds_its_results_immediately",
        ALL,
    ),
    (
        "threads that enqueue at once share a variable",
        "backend.py",
        SYNC,
        """\
        import time

        type(self).latest = self._new_result(task, args, kwargs)
        time.sleep(0.001)
        result = type(self).latest
        returned = copy_result(result)
        self.store.add(result)
""",
        "test_threads_that_enqueue_at_once_lose_nothing",
        ALL,
    ),
    (
        "a result is lost in a transaction",
        "backend.py",
        SYNC,
        SYNC.replace(
            "        self.store.add(result)\n",
            """\
        from django.db import connection

        if not connection.in_atomic_block:
            self.store.add(result)
""",
        ),
        "test_result_is_there_when_the_transaction_is_committed",
        ALL,
    ),
    (
        "a message of the checks has no id",
        "options.py",
        'id=f"{__package__}.E002",',
        "id=None,",
        "test_messages_of_the_checks_have_ids",
        ALL,
    ),
]

FAULTS = [
    *(Fault(*mistake) for mistake in BACKEND),
    *(
        Fault(f"a task {mistake}", "execution.py", old, new, caught_by)
        for mistake, old, new, caught_by in EXECUTION
    ),
    *(
        Fault(
            f"a task {mistake}", "execution.py", old, new, caught_by, MEMORY
        )  # Records are JSON, and don't store tasks under another name.
        for mistake, old, new, caught_by in [
            (
                "returns a tuple",
                THROUGH_JSON,
                "value = return_value",
                "test_return_value_is_converted_to_json",
            ),
            (
                "has to have the name of its function",
                CALL,
                CALL.replace(
                    "result.task",
                    "__import__('django').utils.module_loading.import_string(result.task.module_path)",
                ),
                "test_task_bound_to_another_name_is_rejected_or_run",
            ),
        ]
    ),
    *(
        Fault(f"a task {mistake}", file, old, new, caught_by, ALL)
        for mistake, file, old, new, caught_by in OTHER_MODULES
    ),
]
