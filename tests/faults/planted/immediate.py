"""Mistakes in ``immediate.py``, and where other modules use it."""

from tests.faults.fault import MEMORY, Fault

RUNS = "test_task_runs_while_it_is_enqueued"
COPY = "test_returned_result_is_a_copy"
AROUND = "test_tasks_are_stored_before_and_after_the_block"
NESTED = "test_tasks_run_after_the_one_that_enqueues_them"
ENDLESS = "test_endless_chain_of_tasks_ends"
OUTLIVES = "test_task_that_is_enqueued_after_the_last_one_runs"
REMOVED = "test_task_whose_result_was_removed_runs"
ASKED = "test_run_only_runs_the_chosen_tasks"
FIRST = "test_first_error_is_raised_once_all_tasks_have_run"
STORED = "test_error_can_be_only_stored"
INTERRUPT = "test_interrupt_ends_it"
DUE = "test_task_that_is_not_due_waits"
COMMITTED = "test_task_waits_for_the_commit_if_asked_to"
UNASKED = "test_task_does_not_wait_for_the_commit_unless_asked_to"
TWICE = "test_test_commits_for_a_task_that_waits"
OPTION = "test_option_runs_tasks_and_stores_errors"
INVALID = "test_invalid_option_is_reported"
MARKER = "test_marker_runs_tasks"
ARGUMENTS = "test_marker_has_arguments"
ATTRIBUTE = "test_attribute_counts_only_for_its_class"

FAULTS = [
    *(
        Fault(f"tasks that run immediately {mistake}", file, old, new, caught_by)
        for mistake, file, old, new, caught_by in [
            ("do not run", "backend.py", "run_if_immediate(self, returned)\n\n    async", "returned\n\n    async", f"{RUNS}[sync]"),
            (
                "do not run in a coroutine",
                "backend.py",
                "return await arun_if_immediate(self, returned)",
                "return returned",
                f"{RUNS}[async]",
            ),
            (
                "are returned as they were",
                "immediate.py",
                "finished.get(entry.result.id, entry.result)",
                "entry.result if finished else entry.result",
                RUNS,
            ),
            (
                "do so after the block",
                "immediate.py",
                "        _active.remove((runner, mode))\n",
                "        pass\n",
                AROUND,
            ),
            (
                "interrupt the one that enqueues them",
                "immediate.py",
                "if line is not None and line.join(entry):",
                "if line is not None and not line:",
                NESTED,
            ),
            (
                "run in the opposite order",
                "immediate.py",
                "self._entries.popleft()",
                "self._entries.pop()",
                NESTED,
            ),
            (
                "run without an end",
                "running.py",
                "if len(finished) == LIMIT:",
                "if len(finished) == 2 * LIMIT:",
                ENDLESS,
            ),
            (
                "do not say what enqueued them",
                "running.py",
                "messages.over_limit(LIMIT, line.enqueued_by)",
                "messages.over_limit(LIMIT, Counter())",
                ENDLESS,
            ),
            (
                "join a line that has ended",
                "immediate.py",
                "            return self._is_open\n",
                "            return True\n",
                OUTLIVES,
            ),
            (
                "are lost if their result was removed",
                "running.py",
                "stored = backend.store.get(result.id) or result\n",
                "stored = backend.store.get(result.id)\n            if stored is None:\n                continue\n",
                REMOVED,
            ),
            (
                "do so within a run, too",
                "running.py",
                "with listening() as heard, own_line():",
                "with listening() as heard:",
                ASKED,
            ),
            (
                "raise the last error",
                "running.py",
                "first = first or first_error(execution)",
                "first = first_error(execution) or first",
                FIRST,
            ),
            (
                "raise an error before the others have run",
                "running.py",
                "                    first = first or first_error(execution)\n",
                (
                    "                    first = first or first_error(execution)\n"
                    "                    if first:\n                        break\n"
                ),
                FIRST,
            ),
            ("raise errors unasked", "running.py", "if mode.raise_errors:", "if mode:", STORED),
            (
                "leave the line open after an interrupt",
                "immediate.py",
                "        _line.reset(token)\n        line.close()\n",
                "        _line.reset(token)\n",
                INTERRUPT,
            ),
            (
                "do not wait until they are due",
                "immediate.py",
                "if mode is None or time_left(result, timezone.now()):",
                "if mode is None:",
                DUE,
            ),
            (
                "do not wait for the commit",
                "immediate.py",
                "if mode.on_commit and transaction.get_connection().in_atomic_block:",
                "if not mode:",
                COMMITTED,
            ),
            (
                "wait for the commit unasked",
                "immediate.py",
                "if mode.on_commit and transaction",
                "if transaction",
                UNASKED,
            ),
            (
                "wait for a commit outside of a transaction",
                "immediate.py",
                "        transaction.on_commit(partial(_run, entry))\n        return result\n",
                "        return result\n",
                COMMITTED,
            ),
            (
                "run again when the transaction is committed",
                "running.py",
                "            if stored.status != TaskResultStatus.READY:\n                continue\n",
                "",
                TWICE,
            ),
            (
                "raise errors if the option does not say so",
                "immediate.py",
                "mode_for(backend.options.get(IMMEDIATE, False), raise_errors=False)",
                "mode_for(backend.options.get(IMMEDIATE, False), raise_errors=True)",
                OPTION,
            ),
            (
                "have an option with any keys",
                "immediate.py",
                "value.keys() <= {*Mode._fields} and ",
                "",
                INVALID,
            ),
            (
                "have an option with any values",
                "immediate.py",
                " and {*map(type, value.values())} <= {bool}",
                "",
                INVALID,
            ),
            (
                "have an unknown option",
                "backend.py",
                "{**self.store.options, **OPTIONS}",
                "{**self.store.options}",
                OPTION,
            ),
            (
                "fail for no other than the block",
                "running.py",
                "return activated(self, Mode(raise_errors, on_commit))",
                "return activated(None, Mode(raise_errors, on_commit))",
                "test_block_of_other_tools_has_their_failures",
            ),
            (
                "do not know the tools of the test",
                "assertions.py",
                "with substituted(aliases), activated(self):",
                "with substituted(aliases):",
                "test_tools_let_tasks_fail_that_the_option_runs",
            ),
            (
                "do so in a savepoint",
                "execution.py",
                " and _has_savepoints.get():",
                ":",
                "test_tasks_add_no_savepoints",
            ),
            (
                "need more than the marker",
                "pytest_plugin.py",
                '        request.getfixturevalue("enqueued_tasks")\n',
                "        pass\n",
                MARKER,
            ),
            (
                "ignore the arguments of the marker",
                "pytest_plugin.py",
                "tasks.run_immediately(*marker.args, **marker.kwargs)",
                "tasks.run_immediately()",
                ARGUMENTS,
            ),
            (
                "ignore the attribute",
                "testing.py",
                "mode_for(cls.immediate_tasks, raise_errors=True)",
                "None",
                ATTRIBUTE,
            ),
            (
                "do not know the tools of the test case",
                "testing.py",
                "with activated(self._enqueued_tasks):",
                "with activated(None):",
                ATTRIBUTE,
            ),
        ]
    ),
    Fault(
        "tasks that run immediately are returned as they are stored",
        "immediate.py",
        "return copy_result(finished.get(entry.result.id, entry.result))",
        "return finished.get(entry.result.id, entry.result)",
        COPY,
        MEMORY,
    ),
]  # fmt: skip
