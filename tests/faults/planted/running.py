"""Mistakes in ``running.py``."""

from tests.faults.fault import RECORDS, Fault

SELECTED = (
    "            if self._is_selected(result):\n                self._push(result, again=True)\n"
)
LOST = "self._notes.get(result.id) == LOST"
NEW_QUEUE = "ReadyQueue(is_selected, until or timezone.now())"

ORDER = "test_highest_priority_is_run_first_then_the_first_enqueued"
NOT_DUE = "test_task_that_is_not_due_is_skipped_unless_the_clock_is_moved"
MEANWHILE = "test_task_that_is_enqueued_meanwhile_takes_its_turn"
LIMIT = "test_tasks_that_keep_enqueuing_tasks_are_stopped_at_the_limit"
GONE = "test_removed_or_claimed_result_is_not_run"
CHOSEN = "test_task_and_queue_may_be_chosen"
NEXT_FAIL = "test_next_tasks_fail"
NEXT_LOST = "test_next_task_is_lost"
REDELIVERY = "test_last_task_is_delivered_once_more"
CAPTURED = "test_tasks_are_captured_and_run_if_asked_to"
OF_CALLBACKS = "test_tasks_of_callbacks_are_captured_inside_or_outside[True]"
COMMITTED = "test_callbacks_are_run_as_in_production_if_asked_to"
TOLD = "test_callbacks_that_wait_are_told_if_nothing_ran"
IN_ASYNC = "test_tasks_are_captured_in_a_coroutine"
IN_COROUTINE = "test_sync_tools_raise_in_a_coroutine"
TIMEOUT = "test_assertion_does_not_wait_longer_than_it_may"

FAULTS = [
    *(
        Fault(f"the tools {mistake}", "running.py", old, new, caught_by)
        for mistake, old, new, caught_by in [
            (
                "run the lowest priority first",
                "-result.task.priority",
                "result.task.priority",
                ORDER,
            ),
            ("run the last enqueued first", "next(self._numbers)", "-next(self._numbers)", ORDER),
            (
                "run what is not due",
                "if time_left(result, self._now):",
                "if not result:",
                NOT_DUE,
            ),
            ("run more than what was captured", "self._run(is_new)", "self._run(bool)", CAPTURED),
            (
                "capture what was there before",
                "filter(is_new, stored_results())",
                "stored_results()",
                CAPTURED,
            ),
            (
                "do not capture the tasks of callbacks",
                "        wrap_callbacks(call, since=callbacks)\n",
                "",
                OF_CALLBACKS,
            ),
            (
                "run no callbacks before the first task",
                "            run_waiting()\n            # Once",
                "            # Once",
                COMMITTED,
            ),
            (
                "run no callbacks after a task",
                "                run_waiting()\n                path",
                "                path",
                COMMITTED,
            ),
            (
                "run callbacks unasked",
                "run_callbacks if commit else bool",
                "run_callbacks",
                TOLD,
            ),
            (
                "tell of callbacks though tasks ran",
                "if number and not ran:",
                "if number:",
                TOLD,
            ),
            (
                "do not tell who ran nothing",
                "RuntimeWarning, stacklevel=3",
                "RuntimeWarning, stacklevel=1",
                TOLD,
            ),
            (
                "capture what was there before in a coroutine",
                "partial(self._start_capture, captured, execute=execute)",
                "lambda: self.clear() or self._start_capture(captured, execute=execute)",
                IN_ASYNC,
            ),
            (
                "run in a coroutine though not asked to",
                "partial(self._start_capture, captured, execute=execute)",
                "partial(self._start_capture, captured, execute=True)",
                IN_ASYNC,
            ),
            (
                "do not run the tasks of callbacks",
                "            end = self._start_capture(captured, execute=execute)\n            callback()",
                "            end = self._start_capture(captured, execute=False)\n            callback()",
                OF_CALLBACKS,
            ),
            (
                "run in a coroutine what was captured",
                'refuse_in_coroutine("captureTasks(execute=True)")',
                "pass",
                IN_COROUTINE,
            ),
            (
                "do not list what was captured",
                "messages.represented(self, self, {})",
                "super().__repr__()",
                CAPTURED,
            ),
            ("do not move the clock", "until or timezone.now()", "timezone.now()", NOT_DUE),
            (
                "do not say what was skipped",
                "self._notes.update(",
                "dict(",
                "test_closest_results_come_first_with_their_differences",
            ),
            (
                "do not say what a run skipped",
                "messages.represented(self, [*self, *self.skipped], notes)",
                "messages.represented(self, self, notes)",
                NOT_DUE,
            ),
            ("skip a task twice", "result.id not in self._seen and ", "", NOT_DUE),
            (
                "skip what has run",
                " and result.status == TaskResultStatus.READY\n",
                "\n",
                "test_finished_task_that_would_not_be_due_is_not_skipped",
            ),
            (
                "run what is enqueued meanwhile in the end",
                "queue.add([new])",
                "pass",
                MEANWHILE,
            ),
            (
                "do not run what other processes enqueue meanwhile",
                "queue.pop() or queue.add(stored_results()).pop()",
                "queue.pop()",
                "test_task_that_another_process_enqueues_meanwhile_is_run",
            ),
            (
                "run what is enqueued with other backends",
                "if isinstance(sender, type) and issubclass(sender, DummyBackend):",
                "if sender:",
                "test_tasks_of_other_backends_are_not_run",
            ),
            ("run more than the limit", "len(ran) == limit:", "len(ran) == 2 * limit:", LIMIT),
            (
                "do not say what kept spawning",
                "messages.over_limit(limit, enqueued_by)",
                "messages.over_limit(limit, Counter())",
                LIMIT,
            ),
            (
                "raise no error",
                "if raise_errors and (error",
                "if not raise_errors and (error",
                "test_errors_may_be_recorded_and_not_raised",
            ),
            (
                "raise what a receiver raises first",
                "(execution.error, *execution.receiver_errors)",
                "(*execution.receiver_errors, execution.error)",
                "test_error_of_the_task_comes_before_errors_of_receivers",
            ),
            (
                "let StopIteration leave a thread",
                "except StopIteration as error:",
                "except RecursionError as error:",
                "test_function_that_raises_stop_iteration_fails",
            ),
            ("let one task fail", "[exception] * times", "[exception]", NEXT_FAIL),
            ("let all tasks fail", "self._failures.popleft()", "self._failures[0]", NEXT_FAIL),
            (
                "let a task fail with a copy of an exception",
                "else failure\n",
                "else type(failure)(*failure.args)\n",
                NEXT_FAIL,
            ),
            (
                "let a task fail with anything",
                "raise TypeError(msg)",
                "return",
                "test_task_fails_with_an_exception_only",
            ),
            ("run a lost task later", LOST, LOST.replace("result.id", "0"), NEXT_LOST),
            ("lose a lost task once more", LOST, f"self._to_drop == 0 and {LOST}", NEXT_LOST),
            ("lose all tasks", "self._to_drop -= 1", "pass", NEXT_LOST),
            (
                "redeliver before all others",
                f"{NEW_QUEUE}.add(stored_results())",
                NEW_QUEUE,
                "test_task_that_is_delivered_once_more_takes_its_turn",
            ),
            (
                "redeliver what is not chosen",
                SELECTED,
                SELECTED.replace("self._is_selected(result)", "result"),
                REDELIVERY,
            ),
            (
                "redeliver what was redelivered",
                "self._to_redeliver = queue.redeliver(",
                "queue.redeliver(",
                REDELIVERY,
            ),
            (
                "do not say that there is nothing to redeliver",
                "raise RuntimeError(msg)\n        self",
                "return\n        self",
                REDELIVERY,
            ),
            (
                "are the same worker in each run",
                "secrets.token_hex(8)\n        ran",
                '"worker"\n        ran',
                REDELIVERY,
            ),
            (
                "run what others run",
                "if stored and (again or stored.status == TaskResultStatus.READY):",
                "if stored:",
                GONE,
            ),
            (
                "run what is gone",
                "stored: AnyResult | None = backend.store.get(result.id)",
                "stored: AnyResult | None = backend.store.get(result.id) or result",
                GONE,
            ),
            (
                "stop at what is gone",
                "            # Another thread or process may have run it, or removed it.\n",
                "            if not stored:\n                break\n",
                GONE,
            ),
            (
                "run once more what failed meanwhile",
                "stored.status == TaskResultStatus.READY):",
                "stored.status in (TaskResultStatus.READY, TaskResultStatus.FAILED)):",
                GONE,
            ),
            (
                "wait too short",
                "math.ceil(timeout / POLL_INTERVAL)",
                "int(timeout / POLL_INTERVAL)",
                TIMEOUT,
            ),
            (
                "wait as the test says",
                "        never.wait(POLL_INTERVAL)\n",
                "        __import__('time').sleep(POLL_INTERVAL)\n",
                "test_assertion_waits_although_the_test_has_stopped_the_time",
            ),
            (
                "run other queues in a coroutine",
                'for name in ("exclude", "queue_name")',
                'for name in ("exclude",) if not options.pop("queue_name", None) or 1',
                "test_task_and_queue_may_be_chosen_in_a_coroutine",
            ),
            (
                "run sync tools in a coroutine",
                "    except RuntimeError:\n        return\n    msg",
                "    except RuntimeError:\n        pass\n    return\n    msg",
                IN_COROUTINE,
            ),
            ("run in a coroutine", 'refuse_in_coroutine("run()")', "pass", IN_COROUTINE),
            (
                "wait too long",
                "timeout / POLL_INTERVAL",
                "2 * timeout / POLL_INTERVAL",
                TIMEOUT,
            ),
        ]
    ),
    Fault(
        "the tools do not wait",
        "running.py",
        "math.ceil(timeout / POLL_INTERVAL)",
        "0",
        "test_assertion_waits_for_another_thread",
        ("process", *RECORDS),
    ),
]
