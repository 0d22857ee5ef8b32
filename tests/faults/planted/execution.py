"""Mistakes in ``execution.py``."""

from tests.faults.fault import Fault

STORE_RUNNING = "    backend.store.replace(running)\n"
RUN_STARTED = (
    "    return run_started(type(backend), running, call=call, store=backend.store.replace)\n"
)
STORE_LATE = (
    "    def late(result: AnyResult) -> Any:\n"
    "        backend.store.replace(result)\n"
    "        return call(result)\n\n"
    f"{RUN_STARTED.replace('call=call', 'call=late')}"
)
SEND_STARTED = "    receiver_errors = _send(task_started, sender, running)\n"
SEND = "    receiver_errors += _send(task_finished, sender, finished)\n"
RETURN_FINISHED = "    return Execution(finished, None, receiver_errors)\n"
FAIL = """\
        failed = fail(sender, running, error, store=store)
        return failed._replace(receiver_errors=receiver_errors + failed.receiver_errors)
"""
SEND_FAILED = "_send(task_finished, sender, finished))\n"
FAIL_LATER = """\
    else:
        receiver_errors += _send(task_finished, sender, finished)
        return Execution(finished, None, receiver_errors)
    failed = fail(sender, running, outcome, store=store)
    return failed._replace(receiver_errors=receiver_errors + failed.receiver_errors)
"""
SEND_FINISHED = f"{SEND}{RETURN_FINISHED}"
STORE_OUTCOME = "        store(finished)\n"
STORE_FAILED = "    store(finished)\n"
EXCEPTIONS = "except BaseException as error:"
SEND_ROBUST = "            responses = signal.send_robust("

RUN_ALONE = "test_task_is_called_with_its_arguments_and_its_return_value_is_stored"
SEES_ITSELF = "test_task_sees_itself_running"
SIGNALS = "test_signals_go_out_once_each_after_the_state_they_announce_is_stored"
FAILURE = "test_exception_is_stored_before_the_signal_and_raised_with_its_own_traceback"
RECEIVER = "test_error_of_a_receiver_is_raised_and_does_not_change_the_outcome"
REDELIVERY = "test_last_task_is_delivered_once_more"
OWN_ARGUMENTS = "test_changes_of_a_task_to_its_arguments_are_not_stored"
BROKEN_BY_TASK = "test_task_that_breaks_the_transaction_fails"
BROKEN_BY_RECEIVER = "test_receiver_that_breaks_the_transaction_does_not_affect_the_task"

RUNNING = [
    Fault(f"running {mistake}", "execution.py", old, new, caught_by)
    for mistake, old, new, caught_by in [
        ("is not stored", STORE_RUNNING, "", SEES_ITSELF),
        (
            "is announced before it is stored",
            STORE_RUNNING + RUN_STARTED,
            STORE_LATE,
            SIGNALS,
        ),
        ("is not announced", "_send(task_started, sender, running)", "[]", SIGNALS),
        ("ends without a signal", SEND_FINISHED, SEND_FINISHED.replace(SEND, ""), SIGNALS),
        ("fails without a signal", SEND_FAILED, "[])\n", FAILURE),
        (
            "tells receivers nothing of the exception",
            FAIL,
            f"        outcome = error\n{FAIL_LATER}",
            FAILURE,
        ),
        (
            "has an instance for a sender",
            SEND_FINISHED,
            SEND_FINISHED.replace("sender", "object()"),
            SIGNALS,
        ),
        (
            "does not store what is returned",
            f"{STORE_OUTCOME}    except",
            "        pass\n    except",
            RUN_ALONE,
        ),
        ("does not store what is raised", f"error)\n{STORE_FAILED}", "error)\n", FAILURE),
        (
            "lets an exit through",
            EXCEPTIONS,
            "except Exception as error:",
            "test_any_exception_is_a_failure",
        ),
        (
            "catches an interrupt",
            "except KeyboardInterrupt:",
            "except RecursionError:",
            "test_keyboard_interrupt_is_the_callers",
        ),
        ("lets a receiver interfere", "signal.send_robust(", "signal.send(", RECEIVER),
        (
            "says nothing of a receiver that raises",
            "[response for _, response in responses if isinstance(response, Exception)]",
            "[]",
            RECEIVER,
        ),
        (
            "takes a receiver that returns for one that raises",
            " if isinstance(response, Exception)]",
            "]",
            SIGNALS,
        ),
        (
            "stores what is returned as it is",
            "value = through_json(return_value)",
            "value = return_value",
            "test_return_value_goes_through_json",
        ),
        (
            "lets a task change what is stored",
            "own = copy_result(result)",
            "own = result",
            OWN_ARGUMENTS,
        ),
        (
            "does not say what was not JSON",
            "raise TypeError(msg) from error",
            "raise",
            "test_return_value_that_is_not_json_is_a_failure",
        ),
        ("gives a task no context", "if own.task.takes_context:", "if not own.task:", RUN_ALONE),
        (
            "gives a task no keyword arguments",
            "return [own_context, *own.args], own.kwargs",
            "return [own_context, *own.args], {}",
            RUN_ALONE,
        ),
        ("never calls the task", "return_value = call(running)", "return_value = None", RUN_ALONE),
        (
            "forgets what the task raised",
            "Execution(finished, error, _send",
            "Execution(finished, None, _send",
            FAILURE,
        ),
    ]
]

# A database has transactions in every scope.
DURABLE = "test_durable_block_of_a_task_is_rejected_in_a_block_of_the_caller_only"

TRANSACTIONS = [
    Fault(f"a transaction {mistake}", "execution.py", old, new, caught_by)
    for mistake, old, new, caught_by in [
        (
            "that a task breaks stays broken",
            "        with _savepoints():\n            return_value",
            "        if True:\n            return_value",
            BROKEN_BY_TASK,
        ),
        (
            "of another database stays broken",
            "connections.all(initialized_only=True)",
            "connections.all(initialized_only=True)[:1]",
            "test_transactions_of_all_databases_stay_usable",
        ),
        (
            "of a test case rejects a durable block of a task",
            "outer._from_testcase",
            "False",
            DURABLE,
        ),
        (
            "of the caller allows a durable block of a task",
            "outer._from_testcase",
            "True",
            DURABLE,
        ),
        (
            "that a receiver breaks stays broken",
            f"        with _savepoints():\n{SEND_ROBUST}",
            f"        if True:\n{SEND_ROBUST}",
            BROKEN_BY_RECEIVER,
        ),
        (
            "that a task breaks silently is no failure",
            "connection.validate_no_broken_transaction()",
            "pass",
            BROKEN_BY_TASK,
        ),
        (
            "that a receiver breaks stops the run",
            "except DatabaseError as error:\n",
            "except RecursionError as error:\n",
            BROKEN_BY_RECEIVER,
        ),
        (
            "that a receiver breaks is not told",
            "        errors.append(error)\n",
            "        pass\n",
            BROKEN_BY_RECEIVER,
        ),
        (
            "is undone for any error",
            "            except BaseException as raised:  # noqa: BLE001\n",
            "            except SystemExit as raised:\n",
            "test_other_exceptions_roll_nothing_back",
        ),
        (
            "hides what the database says at its end",
            "error = error or broken",
            "pass",
            "test_transaction_that_breaks_at_the_end_of_a_task_is_a_failure",
        ),
        (
            "raises another error than the task",
            "        raise error\n",
            "        raise DatabaseError from error\n",
            BROKEN_BY_TASK,
        ),
        (
            "is opened for a task that is called without one",
            "if connection.in_atomic_block and _has_savepoints.get():",
            "if _has_savepoints.get():",
            "test_task_is_only_called_in_the_transaction_of_the_caller",
        ),
    ]
]

OUTCOMES = [
    Fault(f"a result that {mistake}", "execution.py", old, new, caught_by)
    for mistake, old, new, caught_by in [
        (
            "runs is READY",
            "status=TaskResultStatus.RUNNING",
            "status=TaskResultStatus.READY",
            SEES_ITSELF,
        ),
        (
            "runs does not say since when",
            "        last_attempted_at=now,\n",
            "",
            SEES_ITSELF,
        ),
        (
            "runs again forgets its first worker",
            "[*result.worker_ids, worker_id]",
            "[worker_id]",
            REDELIVERY,
        ),
        ("runs again starts anew", "result.started_at or now", "now", REDELIVERY),
        (
            "keeps what an earlier attempt returned",
            "        _return_value=None,\n",
            "",
            "test_return_value_of_an_earlier_attempt_is_removed",
        ),
        ("runs again is finished", "        finished_at=None,\n", "", REDELIVERY),
        (
            "succeeds never finishes",
            "        finished_at=timezone.now(),\n        _return_value=value,\n",
            "        _return_value=value,\n",
            RUN_ALONE,
        ),
        (
            "fails again forgets its first error",
            "[*result.errors, task_error]",
            "[task_error]",
            "test_errors_of_all_attempts_are_kept",
        ),
        (
            "fails never finishes",
            "        finished_at=timezone.now(),\n        errors=",
            "        errors=",
            FAILURE,
        ),
        ("fails has no traceback", '"".join(format_exception(error))', "str(error)", FAILURE),
        (
            "fails is successful",
            "status=TaskResultStatus.FAILED",
            "status=TaskResultStatus.SUCCESSFUL",
            FAILURE,
        ),
    ]
]

FAULTS = [*RUNNING, *TRANSACTIONS, *OUTCOMES]
