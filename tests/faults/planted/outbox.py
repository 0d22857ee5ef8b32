"""Mistakes in packages with an engine: sending results, running them in workers, finding lost ones."""

from tests.faults.fault import DATABASE, Fault

AGAIN = "test_task_that_is_delivered_again_runs_once"
OVERDUE = "test_overdue_result_is_sent_again"
TOO_LONG = "test_result_that_runs_for_too_long_is_failed"
OUTLIVES = "test_task_that_outlives_its_result_changes_nothing"

OUTBOX = [
    (
        "before the commit",
        "if connections[database].in_atomic_block:",
        "if not connections[database].in_atomic_block:",
        "test_task_that_is_rolled_back_is_not_sent",
    ),
    (
        "and stored without a broker",
        "            self._rows().filter(result_id=result.id).delete()\n            raise",
        "            raise",
        "test_nothing_is_stored_if_it_cannot_be_sent",
    ),
    (
        "or fails the transaction",
        "using=database, robust=True",
        "using=database",
        "test_task_of_a_transaction_is_sent_later",
    ),
    (
        "by a test",
        "if self._is_immediate or _is_held(self._alias):",
        "if self._is_immediate:",
        "test_nothing_is_sent_by_a_test",
    ),
    (
        "although it runs at once",
        "if self._is_immediate or _is_held(self._alias):",
        "if _is_held(self._alias):",
        "test_nothing_is_sent_that_runs_at_once",
    ),
    (
        "of an alias that is not held",
        "return any(aliases is None or alias in aliases for aliases in _held)",
        "return bool(_held)",
        "test_nothing_is_sent_while_results_are_held",
    ),
    (
        "again before it is due",
        "is_due = Q(run_after=None) | Q(run_after__lt=time)",
        "is_due = Q()",
        "test_deferred_result_is_overdue_only_once_it_is_due",
    ),
]
WORK = [
    (
        "runs a task twice",
        "result.status != READY or not ",
        "result.status != READY and not ",
        AGAIN,
    ),
    (
        "says nothing of an unknown result",
        '        logger.error("There is no task result %s in TASKS[%r].", result_id, backend.alias)\n',
        "",
        "test_unknown_result_is_logged",
    ),
    (
        "stores the end of a task that was lost",
        "        raise Superseded\n",
        "        backend.store.replace(finished)\n",
        OUTLIVES,
    ),
    (
        "leaves an interrupt RUNNING",
        "            fail(type(backend), running, error, store=store)\n",
        "            logger.error(error)\n",
        "test_interrupt_fails_the_task",
    ),
]
RECOVERY = [
    (
        "fails what has just begun",
        'before = now - timedelta(seconds=options["running"])',
        "before = now",
        TOO_LONG,
    ),
    (
        "accepts any number",
        "if not 0 <= value",
        "if not -2 <= value",
        "test_number_of_seconds_is_checked",
    ),
]

FAULTS = [
    *(
        Fault(f"a task is sent {how}", "outbox.py", old, new, test, DATABASE, engine="celery")
        for how, old, new, test in OUTBOX
    ),
    *(
        Fault(f"a worker {mistake}", "work.py", old, new, test, DATABASE, engine="celery")
        for mistake, old, new, test in WORK
    ),
    *(
        Fault(
            f"recovery {mistake}",
            "management/commands/recover_task_results.py",
            old,
            new,
            test,
            DATABASE,
            engine="celery",
        )
        for mistake, old, new, test in RECOVERY
    ),
    Fault(
        "an old result is not sent again",
        "outbox.py",
        "enqueued_at__lt=time)",
        "enqueued_at__gt=time)",
        OVERDUE,
        DATABASE,
        engine="celery",
    ),
    Fault(
        "a job that was terminated is forgotten",
        "engine.py",
        "if terminated and request.task == NAME:",
        "if terminated and request.task != NAME:",
        "test_job_that_is_terminated_fails",
        DATABASE,
        engine="celery",
    ),
    Fault(
        "the broker is not checked for priorities",
        "engine.py",
        "is_rabbitmq and (",
        "(",
        "test_priorities_need_rabbitmq",
        DATABASE,
        engine="celery",
    ),
]
