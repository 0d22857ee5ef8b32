"""Mistakes in packages with an engine: sending results, running them in workers, finding lost ones."""

from tests.faults.fault import DATABASE, Fault

AGAIN = "test_task_that_is_delivered_again_runs_once"
OVERDUE = "test_overdue_result_is_sent_again"
TOO_LONG = "test_result_that_runs_for_too_long_is_failed"
OUTLIVES = "test_task_that_outlives_its_result_changes_nothing"

SENDING = [
    (
        "before the commit",
        "if connections[using].in_atomic_block:",
        "if not connections[using].in_atomic_block:",
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
        "using=using, robust=True",
        "using=using",
        "test_task_of_a_transaction_is_sent_later",
    ),
]
OUTBOX = [
    (
        "by a test",
        "if self._is_immediate or is_replaced(self._alias):",
        "if self._is_immediate:",
        "test_nothing_is_sent_by_a_test",
    ),
    (
        "although it runs at once",
        "if self._is_immediate or is_replaced(self._alias):",
        "if is_replaced(self._alias):",
        "test_nothing_is_sent_that_runs_at_once",
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

PROCRASTINATE = [
    (
        "a row is added without its job",
        "sending.py",
        "with nullcontext() if is_atomic else transaction.atomic(using=using):",
        "with nullcontext():",
        "test_nothing_is_stored_if_the_job_cannot_be_added",
    ),
    (
        "a job is added twice",
        "engine.py",
        "        queueing_lock=result.id,\n",
        "",
        "test_sending_again_adds_no_job_while_one_waits",
    ),
    (
        "sending a result again breaks the transaction",
        "engine.py",
        "with suppress(AlreadyEnqueued), transaction.atomic(using=database()):",
        "with transaction.atomic(using=database()):",
        "test_sending_again_adds_no_job_while_one_waits",
    ),
    (
        "a job waits in the default queue",
        "engine.py",
        "        queue=task.queue_name,\n",
        "",
        "test_job_has_the_queue_of_the_task",
    ),
    (
        "a job has no priority",
        "engine.py",
        "        priority=task.priority,\n",
        "",
        "test_job_has_the_priority_of_the_task",
    ),
    (
        "a job is not deferred",
        "engine.py",
        "        schedule_at=schedule_at,\n",
        "",
        "test_job_is_scheduled_for_the_time_of_the_task",
    ),
    (
        "a naive time is in UTC",
        "engine.py",
        "timezone.get_default_timezone()",
        "timezone.get_fixed_timezone(0)",
        "test_naive_time_is_in_the_default_time_zone",
    ),
    (
        "coroutines run in the event loop of the worker",
        "engine.py",
        "_threads.submit(work, alias, result_id, worker_id=worker_id).result()",
        "work(alias, result_id, worker_id=worker_id)",
        "test_coroutine_does_not_run_in_the_event_loop_of_the_worker",
    ),
    (
        "a result that nothing of Procrastinate runs is lost",
        "engine.py",
        "if result.worker_ids[-1].startswith(WORKER)",
        "",
        "test_result_that_another_worker_runs_is_not_lost",
    ),
    (
        "the application is not checked",
        "engine.py",
        "if not apps.is_installed(APPLICATION):",
        "if apps.is_installed('another'):",
        "test_application_is_needed",
    ),
    (
        "the database of the jobs is not checked",
        "engine.py",
        "if used.alias != alias:",
        'if used.alias == "":',
        "test_jobs_must_be_in_the_database_of_the_results",
    ),
    (
        "any database will do",
        "engine.py",
        '.vendor != "postgresql"',
        '.vendor == ""',
        "test_database_must_be_postgresql",
    ),
]

RQ = [
    (
        "a job that waits loses its place",
        "        if queue.get_job_position(earlier) is not None:\n            return\n",
        "",
        "test_result_that_waits_keeps_its_place",
    ),
    (
        "a job that has failed is not sent again",
        "        _delete(earlier)\n",
        "        return\n",
        "test_job_that_failed_before_the_claim_is_sent_again",
    ),
    (
        "the job of a worker that was killed is in the way",
        "        job.connection.delete(job.key)\n",
        "        raise\n",
        "test_job_without_its_execution_is_sent_again",
    ),
    (
        "jobs stay in Redis",
        '        "result_ttl": 0,\n',
        "",
        "test_job_that_failed_before_the_claim_is_sent_again",
    ),
    ("a schedule is early", "due + PRECISION", "due", "test_schedule_is_not_early"),
    (
        "other queues than those of RQ are not found",
        '(backend.queues or {"default"}) -',
        "backend.queues -",
        "test_queues_are_known_to_rq",
    ),
    (
        "queues are kept when their setting changes",
        'if setting == "RQ_QUEUES":',
        'if setting != "RQ_QUEUES":',
        "test_setting_of_the_queues_can_change",
    ),
    (
        "a worker that has died still runs its job",
        " or worker.death_date is not None",
        "",
        "test_dead_worker_has_lost_its_results",
    ),
    (
        "an idle worker still runs its last job",
        "worker.get_state() not in IDLE and ",
        "",
        "test_worker_that_is_idle_runs_nothing",
    ),
    (
        "a worker runs two jobs",
        " and worker.get_current_job_id() in (None, job_id)",
        "",
        "test_worker_that_runs_another_job_runs_nothing_else",
    ),
    (
        "a worker that Redis has forgotten has lost its job",
        "in (None, job_id)",
        "in (job_id,)",
        "test_worker_of_which_redis_has_forgotten_the_job_may_run_it",
    ),
    (
        "a process that was killed is forgotten",
        '        fail(job, f"The process that ran the task {how}.")\n',
        "",
        "test_result_of_a_process_that_is_killed_fails",
    ),
    (
        "jobs of others are failed",
        "    if job.func_name != NAME:\n        return\n",
        "",
        "test_job_of_another_function_is_ignored",
    ),
    (
        "a worker ends with the database",
        "    except Exception:\n",
        "    except LookupError:\n",
        "test_database_can_be_away",
    ),
    (
        "a worker without heartbeat is forgotten",
        '        "on_failure": rq.Callback(fail_raised),\n',
        "",
        "test_workers_fail_the_results_of_one_without_heartbeat",
    ),
    (
        "a job that was stopped is forgotten",
        '        "on_stopped": rq.Callback(fail_stopped),\n',
        "",
        "test_job_that_is_stopped_fails",
    ),
]

FAULTS = [
    *(
        Fault(f"a task is sent {how}", "sending.py", old, new, test, DATABASE, engine="celery")
        for how, old, new, test in SENDING
    ),
    *(
        Fault(what, file, old, new, test, DATABASE, engine="procrastinate")
        for what, file, old, new, test in PROCRASTINATE
    ),
    *(
        Fault(f"RQ: {what}", "engine.py", old, new, test, DATABASE, engine="rq")
        for what, old, new, test in RQ
    ),
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
