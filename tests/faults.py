"""Small mistakes to plant in a generated backend, and the test that has to notice each."""

from __future__ import annotations

import re
from dataclasses import dataclass

# The storage scopes: those that keep results in memory, and those that keep records of them.
MEMORY = ("context", "thread", "process")
RECORDS = ("cache", "database")
ALL = (*MEMORY, *RECORDS)
# In these, several backends have one store.
SHARED = ("thread", "process")
CACHE = ("cache",)
DATABASE = ("database",)


@dataclass(frozen=True)
class Fault:
    """A mistake: some text that a file has once, replaced by a wrong one.

    ``caught_by`` is the test that must fail, so that the fault is noticed for what it is;
    with ``[sync]`` or another part of its id where only that part has to.
    """

    intent: str
    file: str
    old: str
    new: str
    caught_by: str
    scopes: tuple[str, ...] = ALL
    framework: str | None = None  # where it is a mistake; None: with any framework
    django: str | None = None  # where it is a mistake; None: on any release

    @property
    def slug(self):
        return re.sub(r"\W+", "-", self.intent).strip("-").lower()

    @property
    def test(self):
        """The name of the test that must fail, whichever part of it does."""
        return self.caught_by.partition("[")[0]

    def plant(self, package):
        """Put the mistake in the package at a path."""
        path = package / self.file
        text = path.read_text(encoding="utf-8")
        assert text.count(self.old) == 1, f"{self.file} does not have this once:\n{self.old}"
        planted = text.replace(self.old, self.new)
        compile(planted, self.file, "exec")
        path.write_text(planted, encoding="utf-8")


ENQUEUE = """\
        result = self._new_result(task, args, kwargs)
        returned = copy_result(result)
        self._store.add(result)
        task_enqueued.send(type(self), task_result=result)
        return returned
"""
AENQUEUE = """\
        result = self._new_result(task, args, kwargs)
        returned = copy_result(result)
        self._store.add(result)
        await task_enqueued.asend(type(self), task_result=result)
        return returned
"""
AENQUEUE_RECORD = AENQUEUE.replace("self._store.add", "await self._store.aadd")
NEW_RESULT = """\
        self.validate_task(task)
        return new_result(task, args, kwargs, backend=self.alias)
"""
VALIDATED = "self._new_result(task, args, kwargs)"
NOT_VALIDATED = "new_result(task, args, kwargs, backend=self.alias)"
SEND = "task_enqueued.send(type(self), task_result=result)"
ASEND = "await task_enqueued.asend(type(self), task_result=result)"
COPY = "return copied"
NOT_FOUND = """\
            raise TaskResultDoesNotExist(result_id)
        return result

    async def aget_result"""
CREATE = "return _stores.setdefault(alias, Store(params, max_results))"
FETCH = "self._store.get(result_id)"
AFETCH = "return self.get_result(result_id)"
DROP = "results.popitem(last=False)"
LIMIT = "len(results) > self._max_results"
LOCKED_ADD = """\
        with self._lock:
            results = self._results
"""
LOCKED_GET = """\
        with self._lock:
            return self._results.get(result_id)
"""
LOCKED_ITER = """\
        with self._lock:
            return iter(list(self._results.values()))
"""
LOCKED_CLEAR = """\
        with self._lock:
            self._results.clear()
"""

VALIDATION = [
    Fault(
        "enqueue does not validate",
        "backend.py",
        ENQUEUE,
        ENQUEUE.replace(VALIDATED, NOT_VALIDATED),
        "test_task_is_validated_again_as_it_is_enqueued[sync]",
    ),
    Fault(
        "aenqueue does not validate",
        "backend.py",
        AENQUEUE,
        AENQUEUE.replace(VALIDATED, NOT_VALIDATED),
        "test_task_is_validated_again_as_it_is_enqueued[async]",
        scopes=MEMORY,
    ),
    Fault(
        "aenqueue does not validate what becomes a record",
        "backend.py",
        AENQUEUE_RECORD,
        AENQUEUE_RECORD.replace(VALIDATED, NOT_VALIDATED),
        "test_task_is_validated_again_as_it_is_enqueued[async]",
        scopes=RECORDS,
    ),
    Fault(
        "every task is valid",
        "backend.py",
        "    def get_result(self",
        "    def validate_task(self, task):\n        pass\n\n    def get_result(self",
        "test_queue_that_is_not_configured_is_refused",
    ),
    Fault(
        "a result is stored before its task is validated",
        "backend.py",
        NEW_RESULT,
        """\
        result = new_result(task, args, kwargs, backend=self.alias)
        self._store.add(result)
        self.validate_task(task)
        return result
""",
        "test_nothing_is_stored_if_enqueue_refuses",
        scopes=(*MEMORY, *CACHE),
    ),
    Fault(
        "a result is stored before its arguments are normalised",
        "backend.py",
        NEW_RESULT,
        """\
        self.validate_task(task)
        result = new_result(task, [], {}, backend=self.alias)
        self._store.add(result)
        normalised = new_result(task, args, kwargs, backend=self.alias)
        object.__setattr__(result, "args", normalised.args)
        object.__setattr__(result, "kwargs", normalised.kwargs)
        return result
""",
        "test_nothing_is_stored_if_enqueue_refuses",
        scopes=MEMORY,
    ),
    Fault(
        "a result is stored when the transaction is committed",
        "backend.py",
        ENQUEUE,
        """\
        from django.db import connection

        result = self._new_result(task, args, kwargs)
        if connection.in_atomic_block:
            connection.on_commit(lambda: self._store.add(result))
        else:
            self._store.add(result)
        task_enqueued.send(type(self), task_result=result)
        return copy_result(result)
""",
        "test_rollback_keeps_or_discards_the_result_as_declared",
        scopes=(*MEMORY, *CACHE),
    ),
    *(
        Fault(
            f"the {attribute} of a task is lost",
            "results.py",
            "        task=task,\n",
            f"        task=__import__('dataclasses').replace(task, {attribute}={value}),\n",
            caught_by,
        )
        for attribute, value, caught_by in [
            ("run_after", None, "test_run_after_is_kept_or_refused"),
            ("priority", 0, "test_priority_is_kept_or_refused"),
            ("queue_name", "'default'", "test_queue_is_kept"),
            ("takes_context", False, "test_task_may_take_its_context"),
        ]
    ),
]

SIGNALS = [
    Fault(
        "the signal is sent before the result is stored",
        "backend.py",
        ENQUEUE,
        """\
        result = self._new_result(task, args, kwargs)
        task_enqueued.send(type(self), task_result=result)
        self._store.add(result)
        return copy_result(result)
""",
        "test_result_is_stored_before_the_signal_is_sent",
    ),
    Fault(
        "aenqueue sends the signal before the result is stored",
        "backend.py",
        AENQUEUE,
        """\
        result = self._new_result(task, args, kwargs)
        await task_enqueued.asend(type(self), task_result=result)
        self._store.add(result)
        return copy_result(result)
""",
        "test_result_is_stored_before_an_async_receiver_runs",
        scopes=MEMORY,
    ),
    Fault(
        "aenqueue sends the signal before the record is stored",
        "backend.py",
        AENQUEUE_RECORD,
        """\
        result = self._new_result(task, args, kwargs)
        await task_enqueued.asend(type(self), task_result=result)
        await self._store.aadd(result)
        return copy_result(result)
""",
        "test_result_is_stored_before_an_async_receiver_runs",
        scopes=RECORDS,
    ),
    *(
        Fault(
            f"{method} {mistake}",
            "backend.py",
            send,
            wrong.format(send=send, verb=send.partition("(")[0]),
            f"test_signal_is_sent_once_with_the_class_of_the_backend[{mode}]",
        )
        for method, mode, send in [("enqueue", "sync", SEND), ("aenqueue", "async", ASEND)]
        for mistake, wrong in [
            ("sends the signal twice", "{send}\n        {send}"),
            ("sends no signal", "pass"),
            ("sends the signal as the instance", "{verb}(self, task_result=result)"),
            ("sends the signal as the base class", "{verb}(BaseTaskBackend, task_result=result)"),
        ]
    ),
    Fault(
        "enqueue swallows what receivers raise",
        "backend.py",
        SEND,
        SEND.replace("send", "send_robust"),
        "test_exception_of_a_receiver_is_the_callers_too[sync]",
    ),
    Fault(
        "aenqueue swallows what receivers raise",
        "backend.py",
        ASEND,
        ASEND.replace("asend", "asend_robust"),
        "test_exception_of_a_receiver_is_the_callers_too[async]",
    ),
    Fault(
        "a failing receiver undoes what was enqueued",
        "backend.py",
        f"        {SEND}\n",
        f"""\
        try:
            {SEND}
        except Exception:
            self._store.clear()
            raise
""",
        "test_failing_receiver_does_not_undo_what_was_enqueued[sync]",
    ),
    Fault(
        "aenqueue sends the signal as sync code does",
        "backend.py",
        ASEND,
        SEND,
        "test_receiver_may_use_the_database[async]",
    ),
    Fault(
        "aenqueue enqueues in another thread",
        "backend.py",
        AENQUEUE,
        """\
        from asgiref.sync import sync_to_async

        return await sync_to_async(self.enqueue)(task, args, kwargs)
""",
        "test_scope_reaches_as_far_as_declared[async]",
        scopes=("thread",),
    ),
]

COPIES = [
    Fault(
        "enqueue hands out the stored result",
        "backend.py",
        ENQUEUE,
        ENQUEUE.replace("copy_result(result)", "result"),
        "test_changing_what_was_returned_changes_nothing_stored[sync]",
        scopes=MEMORY,
    ),
    Fault(
        "aenqueue hands out the stored result",
        "backend.py",
        AENQUEUE,
        AENQUEUE.replace("copy_result(result)", "result"),
        "test_changing_what_was_returned_changes_nothing_stored[async]",
        scopes=MEMORY,
    ),
    *(
        Fault(
            f"the copy {mistake}",
            "results.py",
            old,
            new,
            "test_changing_what_was_returned_changes_nothing_stored",
            MEMORY,  # Elsewhere nothing that is stored can be shared.
        )
        for mistake, old, new in [
            ("is shallow", COPY, "import copy\n\n    return copy.copy(result)"),
            (
                "shares the errors",
                '[*result.errors],\n        "worker',
                'result.errors,\n        "worker',
            ),
            ("shares the workers", "[*result.worker_ids],\n", "result.worker_ids,\n"),
            ("shares the positional arguments", "copy_json(result.args)", "result.args"),
            ("shares the keyword arguments", "copy_json(result.kwargs)", "result.kwargs"),
            ("shares what is in the arguments", "copy_json(result.args)", "[*result.args]"),
            (
                "shares the dictionaries",
                "{key: copy_json(item) for key, item in value.items()}",
                "value",
            ),
            ("shares the lists", "[copy_json(item) for item in value]", "value"),
        ]
    ),
    *(
        Fault(
            f"the copy {mistake}",
            "results.py",
            COPY,
            f'object.__setattr__(copied, "{name}", {value})\n    {COPY}',
            "test_fetched_result_equals_the_one_returned",
        )
        for mistake, name, value in [
            ("has an id of its own", "id", "secrets.token_hex(16)"),
            ("was enqueued later", "enqueued_at", "timezone.now()"),
        ]
    ),
    *(
        Fault(
            f"{name} stores a result before it is copied",
            "backend.py",
            enqueue,
            enqueue.replace("        returned = copy_result(result)\n", "").replace(
                "return returned", "return copy_result(result)"
            ),
            f"test_arguments_nested_deep_are_kept_whole_or_not_at_all[{part}",
            scopes,
        )
        for name, enqueue, part, scopes in [
            ("enqueue", ENQUEUE, "sync", ALL),
            ("aenqueue", AENQUEUE, "async", MEMORY),
            ("aenqueue of a record", AENQUEUE_RECORD, "async", RECORDS),
        ]
    ),
    Fault(
        "the task is copied too",
        "results.py",
        COPY,
        "import copy\n\n    return copy.deepcopy(result)",
        "test_task_bound_to_another_name_is_refused_or_works",
        scopes=MEMORY,
        django="6.1",
    ),
    Fault(
        "get_result hands out a copy",
        "backend.py",
        "            raise TaskResultDoesNotExist(result_id)\n        return result\n",
        "            raise TaskResultDoesNotExist(result_id)\n        return copy_result(result)\n",
        "test_results_are_those_that_get_result_returns",
        scopes=MEMORY,
    ),
    Fault(
        "results are copies",
        "backend.py",
        "return list(self._store)",
        "return [copy_result(result) for result in self._store]",
        "test_results_are_those_that_get_result_returns",
        scopes=MEMORY,
    ),
    Fault(
        "results are the newest first",
        "backend.py",
        "return list(self._store)",
        "return list(self._store)[::-1]",
        "test_results_are_in_the_order_they_were_enqueued",
    ),
    Fault(
        "results are the values that the store keeps",
        "backend.py",
        "return list(self._store)",
        "return self._store._results.values()",
        "test_list_of_results_is_a_new_one_each_time",
        scopes=MEMORY,
    ),
    Fault(
        "results are one list, brought up to date",
        "backend.py",
        "return list(self._store)",
        "self._list = getattr(self, '_list', [])\n"
        "        self._list[:] = self._store\n        return self._list",
        "test_list_of_results_is_a_new_one_each_time",
    ),
]

NEW_RESULTS = [
    *(
        Fault(
            f"a new result {mistake}",
            "results.py",
            old,
            wrong,
            caught_by,
            # Records are strict JSON whatever the arguments are.
            MEMORY if "NaN" in mistake else ALL,
        )
        for mistake, old, wrong, caught_by in [
            (
                "has too long an id",
                "secrets.token_hex(16)",
                "secrets.token_hex(33)",
                "test_ids_are_strings_of_1_to_64_characters",
            ),
            (
                "has an id of 31 characters",
                "secrets.token_hex(16)",
                "secrets.token_hex(16)[1:]",
                "test_ids_have_32_characters",
            ),
            (
                "has an id that is no string",
                "secrets.token_hex(16)",
                "secrets.randbits(128)",
                "test_ids_are_strings_of_1_to_64_characters",
            ),
            (
                "has always the same id",
                "secrets.token_hex(16)",
                "'1' * 32",
                "test_ids_are_not_used_twice",
            ),
            (
                "has an id made of its arguments",
                "secrets.token_hex(16)",
                "f'{abs(hash((task.func, repr(args), repr(kwargs)))):032}'",
                "test_ids_are_not_used_twice",
            ),
            (
                "has an id of the clock",
                "secrets.token_hex(16)",
                "timezone.now().strftime('%Y%m%d%H%M%S').zfill(32)",
                "test_ids_are_not_used_twice",
            ),
            (
                "is enqueued at a naive time",
                "enqueued_at=timezone.now()",
                "enqueued_at=timezone.now().replace(tzinfo=None)",
                "test_time_of_enqueueing_is_known",
            ),
            (
                "is enqueued at an aware time without USE_TZ",
                "enqueued_at=timezone.now()",
                "enqueued_at=timezone.datetime.now(timezone.get_current_timezone())",
                "test_time_of_enqueueing_is_known[sync-False]",
            ),
            (
                "is not known to be enqueued",
                "enqueued_at=timezone.now()",
                "enqueued_at=None",
                "test_time_of_enqueueing_is_known",
            ),
            (
                "has started",
                "started_at=None",
                "started_at=timezone.now()",
                "test_new_result_is_ready",
            ),
            (
                "was attempted",
                "last_attempted_at=None",
                "last_attempted_at=timezone.now()",
                "test_new_result_is_ready",
            ),
            (
                "has finished",
                "finished_at=None,\n        args",
                "finished_at=timezone.now(),\n        args",
                "test_new_result_is_ready",
            ),
            (
                "is running",
                "TaskResultStatus.READY",
                "TaskResultStatus.RUNNING",
                "test_no_task_is_run",
            ),
            (
                "has a status that is text",
                "TaskResultStatus.READY",
                "'READY'",
                "test_status_is_a_member_of_the_enumeration",
            ),
            (
                "has the default backend's name",
                "backend=backend",
                "backend='default'",
                "test_aliases_are_kept_apart",
            ),
            (
                "keeps its keyword arguments as given",
                "through_json((args, kwargs))",
                "(through_json(args), dict(kwargs))",
                "test_arguments_are_what_json_makes_of_them",
            ),
            (
                "keeps its positional arguments as given",
                "through_json((args, kwargs))",
                "(list(args), through_json(kwargs))",
                "test_arguments_are_what_json_makes_of_them",
            ),
            (
                "has arguments that the framework alone normalised",
                "json.loads(_to_json(value))",
                "normalize_json(value)",
                "test_arguments_are_what_json_makes_of_them",
            ),
            (
                "may have NaN as an argument",
                "allow_nan=False, ",
                "",
                "test_arguments_that_are_not_json_are_refused",
            ),
            (
                "has text for what JSON cannot hold",
                "default=normalize_json",
                "default=str",
                "test_arguments_that_are_not_json_are_refused",
            ),
            (
                "leaves out keys that are no text",
                "allow_nan=False, ",
                "allow_nan=False, skipkeys=True, ",
                "test_arguments_that_are_not_json_are_refused",
            ),
            (
                "refuses bytes that are text",
                ", default=normalize_json",
                "",
                "test_arguments_are_what_json_makes_of_them",
            ),
        ]
    ),
    Fault(
        "ids are the number of results",
        "backend.py",
        NEW_RESULT,
        """\
        self.validate_task(task)
        result = new_result(task, args, kwargs, backend=self.alias)
        object.__setattr__(result, "id", f"{len(self.results):a>32}")
        return result
""",
        "test_ids_are_not_used_again_after_clear",
    ),
]

RETRIEVAL = [
    Fault(
        "an empty id finds the first result",
        "backend.py",
        FETCH,
        f"{FETCH} if result_id else next(iter(self._store), None)",
        "test_unknown_id_is_a_result_that_does_not_exist",
    ),
    Fault(
        "ids are found in upper case",
        "backend.py",
        FETCH,
        "self._store.get(result_id.lower())",
        "test_almost_an_id_finds_nothing",
    ),
    Fault(
        "ids are found with spaces around them",
        "backend.py",
        FETCH,
        "self._store.get(result_id.strip())",
        "test_almost_an_id_finds_nothing",
    ),
    Fault(
        "ids are found by their beginning",
        "backend.py",
        FETCH,
        "next((r for r in self._store if r.id.startswith(result_id)), None)",
        "test_almost_an_id_finds_nothing",
    ),
    Fault(
        "any id finds the last result",
        "backend.py",
        FETCH,
        "next(reversed(self.results), None)",
        "test_each_id_finds_its_own_result",
    ),
    Fault(
        "an unknown id is None",
        "backend.py",
        NOT_FOUND,
        NOT_FOUND.replace("raise TaskResultDoesNotExist(result_id)", "return None"),
        "test_unknown_id_is_a_result_that_does_not_exist",
    ),
    Fault(
        "an unknown id is a KeyError",
        "backend.py",
        NOT_FOUND,
        NOT_FOUND.replace("TaskResultDoesNotExist", "KeyError"),
        "test_unknown_id_is_a_result_that_does_not_exist",
    ),
    Fault(
        "aget_result raises something else for an unknown id",
        "backend.py",
        AFETCH,
        f"""\
try:
            {AFETCH}
        except TaskResultDoesNotExist as error:
            raise LookupError(result_id) from error""",
        "test_unknown_id_is_a_result_that_does_not_exist",
        scopes=MEMORY,
    ),
    Fault(
        "the error of an unknown id does not say which",
        "backend.py",
        NOT_FOUND,
        NOT_FOUND.replace("(result_id)", "", 1),
        "test_clear_removes_every_result",
    ),
    Fault(
        "aget_result is not written",
        "backend.py",
        AFETCH,
        "return await super().get_result(result_id)",
        "test_results_are_retrieved_in_both_ways_or_in_neither",
        scopes=MEMORY,
    ),
    Fault(
        "aget_result looks in another thread",
        "backend.py",
        AFETCH,
        "return await super().aget_result(result_id)",
        "test_fetched_result_equals_the_one_returned[async]",
        scopes=("thread",),
    ),
    Fault(
        "it claims that any thread finds a result",
        "backend.py",
        "supports_get_result = False",
        "supports_get_result = True",
        "test_other_threads_see_a_result_if_the_flag_says_so",
        scopes=("context", "thread"),
    ),
    Fault(
        "a flag is left undecided",
        "backend.py",
        "supports_defer = True",
        "supports_defer = None",
        "test_flags_are_true_or_false",
    ),
]

STORES = [
    Fault(
        "all aliases have one store",
        "store.py",
        CREATE,
        CREATE.replace("alias", "''"),
        "test_aliases_are_kept_apart",
        scopes=SHARED,
    ),
    Fault(
        "all stores have the same results",
        "store.py",
        "        self._results: dict[str, AnyResult] = {} if max_results is None else OrderedDict()\n",
        "        self._results = type(self).__init__.__dict__.setdefault('shared', OrderedDict())\n",
        "test_aliases_are_kept_apart",
        scopes=("context",),
    ),
    Fault(
        "all contexts have the same store",
        "backend.py",
        "self._store = Store(max_results)",
        "self._store = params.setdefault('_store', Store(max_results))",
        "test_scope_reaches_as_far_as_declared",
        scopes=("context",),
    ),
    Fault(
        "all threads have the same store",
        "store.py",
        "class Store(threading.local):",
        "class Store:",
        "test_scope_reaches_as_far_as_declared",
        scopes=("thread",),
    ),
    Fault(
        "every backend has a store of its own",
        "backend.py",
        "self._store = store_for(alias, params, max_results)",
        "from .store import Store\n\n        self._store = Store(params, max_results)",
        "test_scope_reaches_as_far_as_declared",
        scopes=SHARED,
    ),
    Fault(
        "clear empties a copy",
        "backend.py",
        "self._store.clear()",
        "self.results.clear()",
        "test_clear_removes_every_result",
    ),
    Fault(
        "clear leaves the oldest result",
        "store.py",
        "self._results.clear()",
        "[self._results.popitem() for _ in range(len(self._results) - 1)]",
        "test_clear_removes_every_result",
        scopes=MEMORY,
    ),
    Fault(
        "clear takes another store for one backend",
        "backend.py",
        "self._store.clear()",
        "self._store = type(self._store)({}, None)",
        "test_clear_reaches_as_far_as_the_scope",
        scopes=SHARED,
    ),
    Fault(
        "clear empties every alias",
        "backend.py",
        "        self._store.clear()",
        "        from .store import _stores\n\n"
        "        for store in _stores.values():\n            store.clear()",
        "test_clear_does_not_empty_another_alias",
        scopes=SHARED,
    ),
    *(
        Fault(f"MAX_RESULTS {mistake}", "store.py", old, wrong, caught_by, scopes)
        for mistake, old, wrong, caught_by, scopes in [
            (
                "is one too few",
                LIMIT,
                "len(results) >= self._max_results",
                "test_oldest_result_is_dropped_beyond_max_results",
                MEMORY,
            ),
            (
                "is one too many",
                LIMIT,
                "len(results) > self._max_results + 1",
                "test_oldest_result_is_dropped_beyond_max_results",
                MEMORY,
            ),
            (
                "drops the newest",
                DROP,
                "results.popitem()",
                "test_oldest_result_is_dropped_beyond_max_results",
                MEMORY,
            ),
            (
                "drops every result",
                DROP,
                "results.clear()",
                "test_oldest_result_is_dropped_beyond_max_results",
                MEMORY,
            ),
            (
                "counts all aliases",
                LIMIT,
                "sum(len(store._results) for store in _stores.values()) > self._max_results",
                "test_max_results_counts_each_alias_apart",
                SHARED,
            ),
        ]
    ),
    Fault(
        "results are kept up to a limit by default",
        "backend.py",
        "limit if is_positive_whole(limit) else None",
        "limit if is_positive_whole(limit) else 1000",
        "test_every_result_is_kept_by_default",
        scopes=MEMORY,
    ),
    Fault(
        "results are added without the lock",
        "store.py",
        LOCKED_ADD,
        LOCKED_ADD.replace("with self._lock", "if True"),
        "test_threads_that_use_one_store_at_once_do_not_upset_it",
        scopes=("context", "process"),
    ),
    # Where the lock guards one call of C, leaving it out changes nothing under the GIL.
    # These mistakes are therefore what one may write in several calls instead.
    Fault(
        "results are fetched in two steps without the lock",
        "store.py",
        LOCKED_GET,
        """\
        if result_id in self._results:
            return self._results[result_id]
        return None
""",
        "test_threads_that_use_one_store_at_once_do_not_upset_it",
        scopes=("context", "process"),
    ),
    Fault(
        "results are listed one by one without the lock",
        "store.py",
        LOCKED_ITER,
        "        yield from self._results.values()\n",
        "test_threads_that_use_one_store_at_once_do_not_upset_it",
        scopes=("context", "process"),
    ),
    Fault(
        "results are cleared without the lock",
        "store.py",
        LOCKED_CLEAR,
        LOCKED_CLEAR.replace("with self._lock", "if True"),
        "test_threads_that_fill_and_clear_one_store_at_once_do_not_upset_it",
        scopes=("context", "process"),
    ),
    Fault(
        "stores are made without the lock",
        "store.py",
        f"    with _stores_lock:\n        {CREATE}\n",
        """\
    if alias not in _stores:
        _stores[alias] = Store(params, max_results)
    return _stores[alias]
""",
        "test_threads_that_first_use_an_alias_at_once_share_its_store",
        scopes=("process",),
    ),
]

CHECKS = [
    Fault(
        "no option is checked",
        "backend.py",
        "        where = f\"TASKS[{self.alias!r}]['OPTIONS']\"\n",
        "        where = f\"TASKS[{self.alias!r}]['OPTIONS']\"\n        return []\n",
        "test_option_that_is_not_valid_is_an_error_that_names_it",
    ),
    *(
        Fault(
            f"message E00{number} has no id",
            "backend.py",
            f'id="dummy_backend.E00{number}"',
            "id=None",
            "test_option_that_is_not_valid_is_an_error_that_names_it",
            scopes,
        )
        for number, scopes in [(1, ALL), (2, ALL), (3, (*MEMORY, *CACHE))]
    ),
    Fault(
        "true is a whole number",
        "backend.py",
        "type(value) is int",
        "isinstance(value, int)",
        "test_option_that_is_not_valid_is_an_error_that_names_it",
        scopes=(*MEMORY, *CACHE),
    ),
    Fault(
        "zero is a positive number",
        "backend.py",
        "value > 0",
        "value >= 0",
        "test_option_that_is_not_valid_is_an_error_that_names_it",
        scopes=(*MEMORY, *CACHE),
    ),
    Fault(
        "unknown options are not reported",
        "backend.py",
        "for name in self.options",
        "for name in ()",
        "test_option_that_is_not_valid_is_an_error_that_names_it",
    ),
    Fault(
        "the first mistake hides the others",
        "backend.py",
        '        limit = self.options.get("MAX_RESULTS")\n',
        '        if errors:\n            return errors\n        limit = self.options.get("MAX_RESULTS")\n',
        "test_every_option_that_is_not_valid_is_reported",
        scopes=MEMORY,
    ),
    Fault(
        "an option that is not valid is used",
        "backend.py",
        "limit if is_positive_whole(limit) else None",
        "limit",
        "test_option_that_is_not_valid_is_an_error_that_names_it",
        scopes=MEMORY,
    ),
    Fault(
        "a message is only a warning",
        "backend.py",
        'checks.Error(\n                f"{where} has an unknown option',
        'checks.Warning(\n                f"{where} has an unknown option',
        "test_option_that_is_not_valid_is_an_error_that_names_it",
    ),
    Fault(
        "the checks are not registered",
        "apps.py",
        "        import django",
        "        import django.core.checks  # ",
        "test_checks_are_run_in_a_project_that_has_no_other_application",
        # A framework that is Django's own registers its checks as it is imported.
        framework="django-tasks",
        django="5.2",
    ),
]

SETTINGS = [
    Fault(
        "changing the settings forgets nothing",
        "store.py",
        'setting == "TASKS"',
        'setting == "TASK"',
        "test_changing_the_settings_empties_the_stores_they_change",
        scopes=SHARED,
    ),
    Fault(
        "changing the settings forgets every alias",
        "store.py",
        "if tasks.get(alias) != store.params:",
        "if store:",
        "test_changing_the_settings_of_one_alias_keeps_the_results_of_others",
        scopes=SHARED,
    ),
    Fault(
        "changing the settings forgets only aliases that are removed",
        "store.py",
        "tasks.get(alias) != store.params",
        "alias not in tasks",
        "test_changing_the_settings_empties_the_stores_they_change",
        scopes=SHARED,
    ),
    Fault(
        "changing the settings keeps aliases that are removed",
        "store.py",
        "tasks.get(alias) != store.params",
        "tasks.get(alias, store.params) != store.params",
        "test_removing_an_alias_forgets_its_results",
        scopes=SHARED,
    ),
    Fault(
        "removing the setting fails",
        "store.py",
        'kwargs["value"] or {}',
        'kwargs["value"]',
        "test_removing_an_alias_forgets_its_results",
        scopes=SHARED,
    ),
    Fault(
        "changing another setting forgets the results",
        "store.py",
        '    if setting == "TASKS":\n        tasks = kwargs["value"] or {}\n',
        "    if setting:\n        tasks = {}\n",
        "test_changing_another_setting_keeps_the_results",
        scopes=SHARED,
    ),
]

# What is recorded of a result, and how a result is made of a record.

KEPT = "test_every_field_is_kept"
BAD_RECORD = "test_bad_record_is_an_error_that_names_the_result"
EACH_FIELD = "    for field in fields(task):\n"
TEXT_OF_TIME = 'return f"{value.isoformat()}[{zone}]" if zone else value.isoformat()'
LOOK_AT_FUNCTION = "if imported.func is not task.func:"
LOOK_AT_VALUE = "elif value != getattr(imported, field.name):"
IS_JSON = "bool(json.loads(json.dumps(value, allow_nan=False)) == value)"

RECORDING = [
    *(
        Fault(f"a record {mistake}", "results.py", old, new, caught_by, RECORDS)
        for mistake, old, new, caught_by in [
            *(
                (
                    f"lacks the {name.replace('_', ' ')} of the task",
                    EACH_FIELD,
                    f'{EACH_FIELD}        if field.name == "{name}":\n            continue\n',
                    caught_by,
                )
                for name, caught_by in [
                    ("priority", "test_priority_is_kept_or_refused"),
                    ("queue_name", "test_queue_is_kept"),
                    ("backend", "test_aliases_are_kept_apart"),
                ]
            ),
            (
                "lacks the time before which the task is not run",
                "values[field.name] = _time_to_text(value)",
                "values[field.name] = None",
                "test_run_after_is_kept_or_refused",
            ),
            (
                "never says that the task takes its context",
                "            values[field.name] = value\n",
                "            values[field.name] = field.name != 'takes_context' and value\n",
                "test_task_may_take_its_context",
            ),
            (
                "lacks the fields of a class of its own",
                EACH_FIELD,
                "    for field in fields(Task):\n",
                KEPT,
            ),
            (
                "has the default backend's name",
                '"backend": result.backend',
                '"backend": "default"',
                "test_aliases_are_kept_apart",
            ),
            *(
                (f"lacks the {name.replace('_', ' ')}", old, f'"{name}": {empty}', KEPT)
                for name, old, empty in [
                    ("status", '"status": result.status.value', "'READY'"),
                    ("started_at", '"started_at": _time_to_text(result.started_at)', "None"),
                    (
                        "last_attempted_at",
                        '"last_attempted_at": _time_to_text(result.last_attempted_at)',
                        "None",
                    ),
                    ("finished_at", '"finished_at": _time_to_text(result.finished_at)', "None"),
                    ("worker_ids", '"worker_ids": result.worker_ids', "[]"),
                    (
                        "return_value",
                        '"return_value": result.return_value if result.status == SUCCESSFUL else None',
                        "None",
                    ),
                ]
            ),
            ("lacks the errors", "for error in result.errors", "for error in []", KEPT),
            (
                "lacks the tracebacks",
                '"traceback": error.traceback',
                '"traceback": ""',
                KEPT,
            ),
            (
                "may have NaN",
                "json.dumps(record, allow_nan=False)",
                "json.dumps(record)",
                "test_record_is_strict_json_in_ascii",
            ),
            (
                "is not ASCII",
                "json.dumps(record, allow_nan=False)",
                "json.dumps(record, allow_nan=False, ensure_ascii=False)",
                "test_record_is_strict_json_in_ascii",
            ),
            (
                "has times without their microseconds",
                TEXT_OF_TIME,
                TEXT_OF_TIME.replace("isoformat()", "isoformat(timespec='seconds')"),
                "test_run_after_is_kept_or_refused",
            ),
            (
                "has times without their offset",
                TEXT_OF_TIME,
                'return value.isoformat().partition("+")[0]',
                "test_run_after_is_kept_or_refused",
            ),
            (
                "has every time in UTC",
                TEXT_OF_TIME,
                (
                    "from datetime import timezone as zones\n\n"
                    "    aware = value.tzinfo is not None\n"
                    "    return (value.astimezone(zones.utc) if aware else value).isoformat()"
                ),
                KEPT,
            ),
            (
                "has times without the name of their timezone",
                'getattr(value.tzinfo, "key", None)',
                "None",
                "test_hour_that_comes_twice_or_never_is_kept",
            ),
            (
                "has the name of a timezone, and no offset",
                TEXT_OF_TIME,
                (
                    'local = value.replace(tzinfo=None).isoformat()\n    return f"{local}[{zone}]"'
                    " if zone else value.isoformat()"
                ),
                "test_hour_that_comes_twice_or_never_is_kept",
            ),
            (
                "may be that of a task whose path leads to another",
                LOOK_AT_FUNCTION,
                f"{LOOK_AT_FUNCTION[:-1]} and False:",
                "test_task_whose_path_leads_to_another_is_refused",
            ),
            (
                "may be that of a task bound to another name",
                "if not isinstance(task, Task):",
                "if not callable(task):",
                "test_task_bound_to_another_name_is_refused",
            ),
            (
                "that cannot be restored is none that is refused",
                "raise InvalidTask(str(error)) from error",
                "raise",
                "test_task_bound_to_another_name_is_refused",
            ),
            (
                "lacks a changed field that is not JSON",
                LOOK_AT_VALUE,
                "elif False:",
                "test_field_that_is_not_json_and_was_changed_is_refused",
            ),
            (
                "cannot have an unchanged field that is not JSON",
                LOOK_AT_VALUE,
                "else:",
                "test_field_that_is_not_json_is_what_the_imported_task_has",
            ),
            (
                "has a list for a tuple",
                IS_JSON,
                "json.dumps(value, allow_nan=False) is not None",
                "test_field_that_is_not_json_and_was_changed_is_refused[sync-(1, 2)]",
            ),
            (
                "may have infinity in a field",
                IS_JSON,
                "bool(json.loads(json.dumps(value)) == value)",
                "test_field_that_is_not_json_and_was_changed_is_refused[sync-inf]",
            ),
        ]
    ),
]

RESTORING = [
    *(
        Fault(intent, "results.py", old, new, caught_by, RECORDS)
        for intent, old, new, caught_by in [
            (
                "a naive time becomes an aware one",
                "    if not name:\n        return value\n",
                "    if not name:\n        return value if value.tzinfo else value.astimezone()\n",
                KEPT,
            ),
            (
                "the first of two hours is taken for both",
                "if local.utcoffset() == value.utcoffset():",
                "if local.utcoffset():",
                "test_hour_that_comes_twice_or_never_is_kept[1-twice]",
            ),
            (
                "an hour that never was is another",
                "for fold in (0, 1):",
                "for fold in (0,):",
                "test_hour_that_comes_twice_or_never_is_kept[1-never]",
            ),
            (
                "rules that have changed change the moment",
                "return value.astimezone(zone)",
                "return value.replace(tzinfo=zone)",
                "test_moment_is_kept_whatever_is_known_of_its_timezone",
            ),
            (
                "a time in a timezone that is not known is lost",
                "return value  # The same",
                "return None  # The same",
                "test_moment_is_kept_whatever_is_known_of_its_timezone",
            ),
            (
                "the version of a record is not checked",
                'if record["version"] != RECORD_VERSION:',
                "if False:",
                BAD_RECORD,
            ),
            (
                "the record of another result is taken",
                'if record["id"] != result_id:',
                "if False:",
                BAD_RECORD,
            ),
            *(
                (
                    f"anything may be the {name} of a record",
                    f'"{name}": {kind}{end}',
                    f'"{name}": object{end}',
                    f"{BAD_RECORD}[sync-its record is damaged (TypeError: {name} is no {kind}",
                )
                for name, kind, end in [("kwargs", "dict", ","), ("worker_ids", "list", "}")]
            ),
            (
                "what is no task is called one",
                "if not isinstance(task, Task):",
                "if not callable(task):",
                f"{BAD_RECORD}[sync-os.path.join is no task]",
            ),
            (
                "a module that cannot be imported is an error of its own",
                "    except Exception as error:\n        # Importing",
                "    except ImportError as error:\n        # Importing",
                f"{BAD_RECORD}[sync-there is no task broken_tasks.task]",
            ),
            (
                "a record that is damaged is an error of its own",
                "except Exception as error:  # noqa: BLE001",
                "except (KeyError, TypeError, ValueError) as error:",
                BAD_RECORD,
            ),
            (
                "a task that is no longer accepted is damage",
                "except InvalidTask as error:",
                "except ZeroDivisionError as error:",
                f"{BAD_RECORD}[sync-its task is not accepted: ",
            ),
            (
                "a bad record does not say which",
                'f"The task result {result_id} cannot be restored: {reason}"',
                'f"A task result cannot be restored: {reason}"',
                BAD_RECORD,
            ),
            (
                "a bad record stops the list of results",
                "restored = (_from_record_or_warn(*pair) for pair in records)",
                "restored = (from_record(*pair) for pair in records)",
                "test_bad_record_does_not_hide_the_good_ones",
            ),
            (
                "a bad record hides those after it",
                "return (result for result in restored if result is not None)",
                "return iter(restored.__next__, None)",
                "test_bad_record_does_not_hide_the_good_ones",
            ),
            (
                "a bad record is left out without a word",
                'logger.warning("%s", error)',
                "pass",
                "test_bad_record_does_not_hide_the_good_ones",
            ),
            (
                "a bad record is logged where nobody looks",
                'logger.warning("%s", error)',
                'logger.info("%s", error)',
                "test_bad_record_does_not_hide_the_good_ones",
            ),
        ]
    ),
]

# The cache

TIMEOUT = "test_timeout_is_that_of_the_options_or_of_the_cache"
ROUND_TRIPS = "test_number_of_round_trips_does_not_depend_on_how_many_are_kept"
LOST_COUNT = "test_cache_that_loses_count_begins_above_what_it_counted"
AT_ONCE = "test_processes_that_enqueue_at_once_lose_and_double_nothing"
OWN_TIMEOUT = "test_timeout_of_the_cache_does_not_count_where_the_options_have_one"
CLEAR_CACHE = 'cache.set(self._key("generation"), _new_generation(), timeout=None)'
NEW_GENERATION = "def _new_generation() -> str:"

CACHED = [
    *(
        Fault(intent, "store.py", old, new, caught_by, CACHE)
        for intent, old, new, caught_by in [
            (
                "all records are one list in the cache",
                NEW_GENERATION,
                f"""\
def _add_to_list(self, result):
    records = self.cache.get(self._key("records"), [])
    self.cache.set(self._key("records"), [*records, (to_record(result), result.id)])


def _list(self):
    return from_records(self.cache.get(self._key("records"), []))


Store.add, Store.__iter__ = _add_to_list, _list


{NEW_GENERATION}""",
                AT_ONCE,
            ),
            (
                "processes count at once in files",
                "elif isinstance(cache, FileBasedCache):",
                "elif False:",
                AT_ONCE,
            ),
            (
                "processes count at once in a table",
                "if isinstance(cache, DatabaseCache):",
                "if False:",
                "test_cache_may_be_a_table_of_the_database",
            ),
            (
                "counting is no step of the cache",
                "number = cache.incr(latest)",
                (
                    "number = cache.get(latest)\n"
                    "                if number is None:\n                    raise ValueError\n"
                    "                number += 1\n"
                    "                cache.set(latest, number, timeout=None)"
                ),
                ROUND_TRIPS,
            ),
            (
                "a lost count begins again at zero",
                "time.time_ns() // 1_000_000",
                "0",
                LOST_COUNT,
            ),
            (
                "a number that is taken is taken again",
                "added = cache.add(self._key(generation, number), result_id, self._timeout)",
                (
                    "added = True\n"
                    "            cache.set(self._key(generation, number), result_id, self._timeout)"
                ),
                "test_number_that_was_given_twice_is_used_once",
            ),
            (
                "a record is there before its number",
                "        generation = self._insist(lambda: self._add_number(result.id))\n",
                """\
        generation = self.cache.get(self._key("generation"))
        self.cache.set(self._key(generation, result.id), record, self._timeout)
        generation = self._insist(lambda: self._add_number(result.id))
        return
""",
                "test_result_is_seen_as_a_whole_or_not_at_all",
            ),
            (
                "a result is put where its number is not",
                "key = self._key(generation, result.id)",
                'key = self._key(self.cache.get(self._key("generation")), result.id)',
                "test_clear_while_a_result_is_added_removes_it",
            ),
            (
                "a busy cache is given up at once",
                "ATTEMPTS = 50",
                "ATTEMPTS = 1",
                "test_result_expires_after_the_timeout",
            ),
            (
                "a cache that keeps nothing is not noticed",
                "        raise RuntimeError(msg)\n",
                "        return None\n",
                "test_cache_that_keeps_nothing_is_an_error",
            ),
            (
                "clear forgets the counter only",
                CLEAR_CACHE,
                "pass",
                "test_clear_removes_every_result",
            ),
            (
                "clear removes one result after the other",
                CLEAR_CACHE,
                (
                    'generation = self.cache.get(self._key("generation"))\n'
                    "        for result in self:\n"
                    "            self.cache.delete(self._key(generation, result.id))"
                ),
                ROUND_TRIPS,
            ),
            (
                "clear empties the whole cache",
                CLEAR_CACHE,
                "self.cache.clear()",
                "test_clear_does_not_empty_another_alias",
            ),
            (
                "what clear leaves behind expires",
                CLEAR_CACHE,
                CLEAR_CACHE.replace(", timeout=None", ""),
                TIMEOUT,
            ),
            (
                "the generation expires",
                'self._key("generation"), _new_generation, timeout=None',
                'self._key("generation"), _new_generation',
                OWN_TIMEOUT,
            ),
            (
                "the counter expires",
                "cache.add(latest, now, timeout=None)",
                "cache.add(latest, now)",
                OWN_TIMEOUT,
            ),
            (
                "the counter expires in files",
                "COUNTING_IN_STEPS = (DatabaseCache, FileBasedCache)",
                "COUNTING_IN_STEPS = (DatabaseCache,)",
                OWN_TIMEOUT,
            ),
            (
                "the counter expires in a table",
                "COUNTING_IN_STEPS = (DatabaseCache, FileBasedCache)",
                "COUNTING_IN_STEPS = (FileBasedCache,)",
                "test_cache_may_be_a_table_of_the_database",
            ),
            (
                "clear leaves a counter behind",
                'self._key(before, "latest"), ',
                "",
                "test_nothing_is_left_that_does_not_expire",
            ),
            (
                "clear leaves behind where counting started",
                ', self._key(before, "start")',
                "",
                "test_nothing_is_left_that_does_not_expire",
            ),
            (
                "listing looks for more than there may be",
                "counted.get(start, 0)",
                "0",
                "test_no_more_is_looked_up_than_there_may_be",
            ),
            (
                "listing leaves the first result out",
                "counted.get(start, 0)",
                "counted.get(start, 0) + 1",
                "test_results_of_any_number_are_in_order",
            ),
            (
                "TIMEOUT is ignored",
                'options.get("TIMEOUT", DEFAULT_TIMEOUT)',
                "DEFAULT_TIMEOUT",
                TIMEOUT,
            ),
            (
                "TIMEOUT that is None is none at all",
                'options.get("TIMEOUT", DEFAULT_TIMEOUT)',
                'options.get("TIMEOUT") or DEFAULT_TIMEOUT',
                TIMEOUT,
            ),
            (
                "no TIMEOUT is one that is None",
                'options.get("TIMEOUT", DEFAULT_TIMEOUT)',
                'options.get("TIMEOUT")',
                TIMEOUT,
            ),
            (
                "TIMEOUT does not count for numbers",
                "result_id, self._timeout)",
                "result_id, None)",
                TIMEOUT,
            ),
            (
                "CACHE is ignored",
                'options.get("CACHE", DEFAULT_CACHE_ALIAS)',
                "DEFAULT_CACHE_ALIAS",
                "test_cache_is_the_one_that_the_options_name",
            ),
            (
                "the list ends at the first hole",
                "                if record is not None:\n",
                (
                    "                if record is None and found:\n"
                    "                    return from_records(reversed(found))\n"
                    "                if record is not None:\n"
                ),
                "test_results_that_expired_or_were_evicted_are_left_out_quietly",
            ),
            (
                "a result that has expired is a bad record",
                "if record is not None:",
                "if key in ids:",
                "test_results_that_expired_or_were_evicted_are_left_out_quietly",
            ),
            (
                "numbers are looked up one by one",
                "ids = cache.get_many(keys)",
                (
                    "ids = {key: cache.get(key) for key in keys}\n"
                    "            ids = {key: id_ for key, id_ in ids.items() if id_ is not None}"
                ),
                "test_results_are_listed_in_batches",
            ),
            (
                "records are looked up one by one",
                "record = records.get(self._key(generation, ids.get(key)))",
                "record = cache.get(self._key(generation, ids.get(key)))",
                "test_results_are_listed_in_batches",
            ),
            (
                "nobody looks beyond the latest number",
                "range(latest + ATTEMPTS, before, -BATCH)",
                "range(latest, before, -BATCH)",
                "test_number_that_was_given_twice_is_used_once",
            ),
            (
                "the list ends where nothing was added yet",
                "if not ids and end <= latest:",
                "if not ids:",
                "test_results_of_any_number_are_in_order",
            ),
            (
                "cached results are the newest first",
                "from_records(reversed(found))",
                "from_records(found)",
                "test_results_of_any_number_are_in_order",
            ),
            (
                "aliases are not quoted",
                "{quote(alias, safe='')}",
                "{alias}",
                "test_alias_may_have_any_name",
            ),
            (
                "all aliases have one place in the cache",
                ":{quote(alias, safe='')}",
                "",
                "test_aliases_are_kept_apart",
            ),
            (
                "aadd adds nothing to the cache",
                "await sync_to_async(self.add)(result)",
                "to_record(result)",
                "test_fetched_result_equals_the_one_returned[async]",
            ),
            (
                "aget finds nothing in the cache",
                "return await sync_to_async(self.get)(result_id)",
                "return None",
                "test_fetched_result_equals_the_one_returned[async]",
            ),
            (
                "the cache is asked for what is no id",
                "        if not is_id(result_id):\n            return None\n",
                "",
                "test_no_round_trip_is_made_for_what_is_no_id",
            ),
        ]
    ),
    Fault(
        "an id may have anything after it",
        "results.py",
        "re.fullmatch(",
        "re.match(",
        "test_no_round_trip_is_made_for_what_is_no_id",
        CACHE,
    ),
    *(
        Fault(intent, "backend.py", old, new, caught_by, CACHE)
        for intent, old, new, caught_by in [
            *(
                (f"message {right} has {mistake}", f'id="dummy_backend.{right}"', wrong, caught_by)
                for right, mistake, wrong, caught_by in [
                    (
                        "E004",
                        "the id of another",
                        'id="dummy_backend.E003"',
                        "test_option_that_is_not_valid_is_an_error_that_names_it",
                    ),
                    (
                        "E004",
                        "no id",
                        "id=None",
                        "test_option_that_is_not_valid_is_an_error_that_names_it",
                    ),
                    ("E005", "no id", "id=None", "test_cache_that_keeps_nothing_is_an_error"),
                    (
                        "W001",
                        "no id",
                        "id=None",
                        "test_cache_that_other_processes_do_not_see_is_a_warning_if_they_should",
                    ),
                ]
            ),
            (
                "a cache that is no text is looked for",
                "not isinstance(alias, str) or alias not in",
                "alias not in",
                "test_option_that_is_not_valid_is_an_error_that_names_it",
            ),
            (
                "a cache that CACHES lacks is no error",
                "not isinstance(alias, str) or alias not in settings.CACHES",
                "not isinstance(alias, str)",
                "test_option_that_is_not_valid_is_an_error_that_names_it",
            ),
            (
                "a cache in memory is always a warning",
                "self.supports_get_result and isinstance(cache, LocMemCache)",
                "isinstance(cache, LocMemCache)",
                "test_cache_that_other_processes_do_not_see_is_a_warning_if_they_should",
            ),
            (
                "the warning is an error",
                "checks.Warning(",
                "checks.Error(",
                "test_cache_that_other_processes_do_not_see_is_a_warning_if_they_should",
            ),
            (
                "TIMEOUT may not be None",
                "timeout is not None and not is_positive_whole(timeout)",
                '"TIMEOUT" in self.options and not is_positive_whole(timeout)',
                TIMEOUT,
            ),
        ]
    ),
]

# The database

QUERIES = "test_number_of_queries_does_not_depend_on_how_many_are_kept"
ANY_TIME = "test_any_time_is_kept"
GOT = "record = self._records().get(backend=self._alias, result_id=result_id)"
AGOT = "record = await self._records().aget(backend=self._alias, result_id=result_id)"
IMPORTED = "from .models import StoredResult; "
LISTED = 'self._rows().order_by("pk").values_list("record", "result_id")'
CLAMPED = "    value = min(max(value, EARLIEST), LATEST)\n"

IN_TABLE = [
    *(
        Fault(intent, "store.py", old, new, caught_by, DATABASE)
        for intent, old, new, caught_by in [
            (
                "each record is read by itself",
                LISTED,
                "((row.record, row.result_id) for row in self._rows().order_by('pk').only('pk'))",
                QUERIES,
            ),
            (
                "a result is looked for before it is read",
                f"            {GOT}\n",
                (
                    "            if not self._rows().filter(result_id=result_id).exists():\n"
                    "                return None\n"
                    f"            {GOT}\n"
                ),
                QUERIES,
            ),
            (
                "a result is read after it is added",
                "self._table().create(**_columns(result))",
                "self._table().create(**_columns(result)).refresh_from_db()",
                QUERIES,
            ),
            *(
                (
                    f"rows are in the order of the {order}",
                    'order_by("pk")',
                    f'order_by("{order}")',
                    "test_results_are_in_the_order_they_were_stored_whatever_the_clock_said",
                )
                for order in ("result_id", "enqueued_at")
            ),
            (
                "results of any alias are found",
                GOT,
                GOT.replace("backend=self._alias, ", ""),
                "test_aliases_are_kept_apart[sync]",
            ),
            (
                "results of any alias are found by async code",
                AGOT,
                AGOT.replace("backend=self._alias, ", ""),
                "test_aliases_are_kept_apart[async]",
            ),
            (
                "results of every alias are listed",
                f"        return from_records({LISTED})",
                f"        {IMPORTED}return from_records({LISTED})".replace(
                    "self._rows()", "StoredResult.objects"
                ),
                "test_results_of_another_alias_are_not_listed",
            ),
            (
                "clear removes the results of every alias",
                "        self._rows().delete()",
                f"        {IMPORTED}StoredResult.objects.all().delete()",
                "test_clear_does_not_empty_another_alias",
            ),
            (
                "no router is asked",
                "return StoredResult.objects\n",
                'return StoredResult.objects.using("default")\n',
                "test_routers_say_which_database_is_written_and_read",
            ),
            (
                "routers say where to write, and everything is read there",
                "return StoredResult.objects\n",
                (
                    "from django.db import router\n\n"
                    "        where = router.db_for_write(StoredResult)\n"
                    "        return StoredResult.objects.using(where)\n"
                ),
                "test_routers_say_which_database_is_written_and_read",
            ),
            (
                "a record may have any length",
                "if len(record) > MAX_LENGTH:",
                "if False:",
                "test_large_result_is_kept_up_to_a_limit",
            ),
            (
                "columns have what databases refuse",
                "if not text.isprintable():",
                "if False:",
                "test_columns_show_of_a_name_what_can_be_shown",
            ),
            (
                "columns are too long",
                "text[:255]",
                "text[:256]",
                "test_columns_show_of_a_name_what_can_be_shown",
            ),
            *(
                (f"columns have {times}", CLAMPED, wrong, ANY_TIME)
                for times, wrong in [
                    ("times that are too early", "    value = min(value, LATEST)\n"),
                    ("times that are too late", "    value = max(value, EARLIEST)\n"),
                ]
            ),
            (
                "columns have aware times without USE_TZ",
                "    if settings.USE_TZ:\n        return value\n",
                "    return value\n",
                ANY_TIME,
            ),
            (
                "columns have naive times with USE_TZ",
                "    if settings.USE_TZ:\n        return value\n",
                "",
                "test_columns_say_what_the_record_says",
            ),
            (
                "columns have times in UTC without USE_TZ",
                "return timezone.make_naive(value, timezone.get_default_timezone())",
                "return timezone.make_naive(value, EARLIEST.tzinfo)",
                "test_column_of_a_time_is_local_without_use_tz",
            ),
            (
                "naive times are taken for UTC",
                "timezone.make_aware(value, timezone.get_default_timezone())",
                "timezone.make_aware(value, EARLIEST.tzinfo)",
                "test_column_of_a_time_is_local_without_use_tz",
            ),
            (
                "a naive time cannot be stored",
                "if timezone.is_naive(value):",
                "if False:",
                "test_time_of_enqueueing_is_known[sync-False]",
            ),
            *(
                (
                    f"the column {name} is not what it says",
                    f'"{name}": {right}',
                    f'"{name}": {wrong}',
                    caught_by,
                )
                for name, right, wrong, caught_by in [
                    (
                        "task",
                        "_text(task.module_path)",
                        "_text(task.name)",
                        "test_columns_say_what_the_record_says",
                    ),
                    (
                        "started_at",
                        "_time(result.started_at)",
                        "_time(result.finished_at)",
                        "test_column_of_a_time_is_local_without_use_tz",
                    ),
                    (
                        "priority",
                        "task.priority",
                        "0",
                        "test_columns_of_a_task_with_a_priority_and_a_time_say_so",
                    ),
                    (
                        "run_after",
                        "_time(task.run_after)",
                        "None",
                        "test_columns_of_a_task_with_a_priority_and_a_time_say_so",
                    ),
                ]
            ),
            (
                "aadd adds no row",
                "await self._table().acreate(**_columns(result))",
                "_columns(result)",
                "test_fetched_result_equals_the_one_returned[async]",
            ),
            (
                "the database is asked for what is no id",
                (
                    "        if not is_id(result_id):\n            return None\n        try:\n"
                    f"            {GOT}"
                ),
                f"        try:\n            {GOT}",
                "test_no_query_is_made_for_what_is_no_id[sync]",
            ),
            (
                "the database is asked by async code for what is no id",
                (
                    "        if not is_id(result_id):\n            return None\n        try:\n"
                    f"            {AGOT}"
                ),
                f"        try:\n            {AGOT}",
                "test_no_query_is_made_for_what_is_no_id[async]",
            ),
        ]
    ),
    *(
        Fault(
            f"no index has {columns}",
            "migrations/0001_initial.py",
            old,
            new,
            "test_columns_that_queries_look_by_have_an_index",
            DATABASE,
        )
        for columns, old, new in [
            ("the id", "max_length=32, unique=True", "max_length=32"),
            ("the queue", "db_index=True, ", ""),
            ("the backend", 'fields=["backend", "id"]', 'fields=["id", "backend"]'),
            ("the status", 'fields=["status", "id"]', 'fields=["id", "status"]'),
            (
                "the time of enqueueing",
                'fields=["enqueued_at", "id"]',
                'fields=["id", "enqueued_at"]',
            ),
        ]
    ),
    *(
        Fault(
            f"the migration lacks {what}",
            "migrations/0001_initial.py",
            old,
            new,
            "test_migrations_make_what_the_models_say",
            DATABASE,
        )
        for what, old, new in [
            ("a field", '                ("priority", models.SmallIntegerField()),\n', ""),
            (
                "a length",
                '("task", models.CharField(max_length=255))',
                '("task", models.TextField())',
            ),
            ("an index", 'name="dummy_backend_status"', 'name="dummy_backend_state"'),
        ]
    ),
    Fault(
        "the project says what ids are",
        "apps.py",
        '    default_auto_field = "django.db.models.BigAutoField"\n',
        "",
        "test_migrations_make_what_the_models_say",
        DATABASE,
        framework="django-tasks",
        django="5.2",  # later ones make the same of it
    ),
    *(
        Fault(intent, "backend.py", old, new, caught_by, DATABASE)
        for intent, old, new, caught_by in [
            (
                "the message of what is not installed has no id",
                'id="dummy_backend.E003"',
                "id=None",
                "test_application_that_is_not_installed_is_an_error",
            ),
            (
                "an application that is not installed is no error",
                'if not apps.is_installed("dummy_backend"):',
                "if False:",
                "test_application_that_is_not_installed_is_an_error",
            ),
        ]
    ),
]

PRUNE = "management/commands/prune_task_results.py"
REMOVED = "test_results_are_removed_by_age_and_status"

PRUNED = [
    *(
        Fault(intent, PRUNE, old, new, caught_by, DATABASE)
        for intent, old, new, caught_by in [
            (
                "results as old as the age are removed",
                "enqueued_at__lt=",
                "enqueued_at__lte=",
                "test_result_that_is_as_old_as_the_age_is_left",
            ),
            ("results younger than the age are removed", "__lt=", "__gt=", REMOVED),
            (
                "prune ignores the status",
                'status__in=options["status"]',
                "status__isnull=False",
                REMOVED,
            ),
            (
                "prune knows one status",
                'status__in=options["status"]',
                'status=options["status"][-1]',
                REMOVED,
            ),
            (
                "prune ignores the age beside a status",
                '"0s" if age is None',
                "'0s' if True",
                REMOVED,
            ),
            (
                "a dry run removes results",
                "{rows.count()}",
                "{self.remove(rows)}",
                REMOVED,
            ),
            ("prune removes one batch", "while batch", "if batch", REMOVED),
            (
                "prune removes the newest first",
                'order_by("enqueued_at", "pk")',
                'order_by("-enqueued_at", "pk")',
                "test_command_that_is_stopped_has_removed_the_oldest",
            ),
            (
                "prune removes what has changed meanwhile",
                "rows.filter(pk__in=batch)",
                "StoredResult.objects.filter(pk__in=batch)",
                "test_result_whose_status_changes_meanwhile_is_left",
            ),
            *(
                (f"prune takes {unit} for {wrong}", f'"{unit}"', f'"{wrong}"', REMOVED)
                for unit, wrong in [
                    ("minutes", "seconds"),
                    ("weeks", "days"),
                ]
            ),
            (
                "prune takes the beginning of an age",
                "re.fullmatch(",
                "re.match(",
                "test_age_that_is_none_is_refused",
            ),
            (
                "prune takes any digits",
                "[0-9]+",
                r"\d+",
                "test_age_that_is_none_is_refused",
            ),
            (
                "an age beyond all time is an error of its own",
                "except (OverflowError, ValueError):",
                "except ValueError:",
                "test_age_that_is_none_is_refused",
            ),
            (
                "a number that is too long is an error of its own",
                "except (OverflowError, ValueError):",
                "except OverflowError:",
                "test_age_that_is_none_is_refused",
            ),
            (
                "prune removes everything unless it is told what",
                'if age is None and not options["status"]:',
                "if False:",
                "test_something_has_to_say_what_to_remove",
            ),
            (
                "any text is a status",
                "            choices=TaskResultStatus.values,\n",
                "",
                "test_status_that_is_none_is_refused",
            ),
            (
                "a terminal shows no progress",
                "if total is not None:",
                "if False:",
                "test_terminal_shows_progress",
            ),
            (
                "progress goes to files, too",
                "rows.count() if self.stdout.isatty() else None",
                "rows.count()",
                REMOVED,
            ),
            (
                "prune asks no router",
                "using(router.db_for_write(StoredResult))",
                'using("default")',
                "test_routers_say_which_database_is_written_and_read",
            ),
        ]
    ),
]

ADMIN = [
    *(
        Fault(intent, "admin.py", old, new, caught_by, DATABASE)
        for intent, old, new, caught_by in [
            *(
                (
                    f"results can be {done} in the admin",
                    f'        """Refuse: {why}."""\n        return False\n',
                    "        return True\n",
                    "test_nothing_can_be_added_changed_or_deleted",
                )
                for done, why in [
                    ("added", "tasks are enqueued by code"),
                    ("changed", "what the columns say would no longer be what the record says"),
                    ("deleted", "``prune_task_results`` removes results"),
                ]
            ),
            (
                "the admin does not escape what it shows",
                'format_html_join("", block, [(_text(value),) for value in values])',
                (
                    '__import__("django").utils.safestring.mark_safe('
                    '"".join(block.format(_text(value)) for value in values))'
                ),
                "test_detail_shows_the_outcome_and_escapes_it",
            ),
            *(
                (
                    f"the admin raises a {error}",
                    "(KeyError, TypeError, ValueError)",
                    f"({', '.join({'KeyError', 'TypeError', 'ValueError'} - {error})},)",
                    "test_detail_of_a_damaged_record_can_be_looked_at",
                )
                for error in ("KeyError", "TypeError")
            ),
            (
                "the admin escapes what is not ASCII",
                "value, ensure_ascii=False)\n",
                "value)\n",
                "test_detail_shows_what_is_in_the_record",
            ),
            (
                "the admin searches for no task",
                'search_fields = ("task", ',
                "search_fields = (",
                "test_list_is_searched_and_filtered",
            ),
            (
                "the admin searches for no id",
                'search_fields = ("task", "=result_id")',
                'search_fields = ("task",)',
                "test_list_is_searched_by_id",
            ),
            *(
                (
                    f"the admin has no filter for the {name}",
                    f'        ("{name}", admin.AllValuesFieldListFilter),\n',
                    "",
                    "test_list_shows_the_latest_result_first",
                )
                for name in ("queue_name", "backend")
            ),
            (
                "the admin shows the oldest first",
                'ordering = ("-pk",)',
                'ordering = ("pk",)',
                "test_list_shows_the_latest_result_first",
            ),
            (
                "the admin shows no arguments",
                '"arguments", ',
                "",
                "test_detail_shows_the_outcome_and_escapes_it",
            ),
            (
                "the admin shows what was returned of no result",
                'if row.status == "SUCCESSFUL"',
                "if not row.status",
                "test_detail_shows_the_outcome_and_escapes_it[successful]",
            ),
            (
                "the admin shows no tracebacks",
                'error["traceback"]',
                'error["exception_class_path"]',
                "test_detail_shows_the_outcome_and_escapes_it[failed]",
            ),
        ]
    ),
]

# What the testing tools do.

RUN_ALONE = "test_task_is_called_with_its_arguments_and_what_it_returns_is_stored"
SIGNALS_OF_A_RUN = "test_signals_go_out_once_each_after_the_state_they_announce_is_stored"
FAILURE = "test_exception_is_stored_before_the_signal_and_raised_with_its_own_traceback"
RECEIVER = "test_receiver_that_raises_changes_no_outcome_and_is_told"
REDELIVERY = "test_last_task_is_delivered_once_more"
STORE_RUNNING = "    store.replace(running)\n"
SEND_STARTED = "    receiver_errors = _send(task_started, type(backend), running)\n"
STORE_OUTCOME = "        store.replace(finished)\n"
EXCEPTIONS = "except (Exception, SystemExit) as raised:"
MATCH = "test_arguments_match"
NO_MATCH = "test_arguments_do_not_match"

EXECUTING = (
    [
        Fault(f"running {mistake}", "execution.py", old, new, caught_by)
        for mistake, old, new, caught_by in [
            ("is not stored", STORE_RUNNING, "", "test_task_sees_itself_running"),
            (
                "is announced before it is stored",
                STORE_RUNNING + SEND_STARTED,
                SEND_STARTED + STORE_RUNNING,
                SIGNALS_OF_A_RUN,
            ),
            (
                "is not announced",
                "_send(task_started, type(backend), running)",
                "[]",
                SIGNALS_OF_A_RUN,
            ),
            (
                "ends without a signal",
                "    receiver_errors += _send(task_finished, type(backend), finished)\n",
                "",
                SIGNALS_OF_A_RUN,
            ),
            (
                "has an instance for a sender",
                "_send(task_finished, type(backend), finished)",
                "_send(task_finished, backend, finished)",
                SIGNALS_OF_A_RUN,
            ),
            (
                "does not store what is returned",
                f"{STORE_OUTCOME}    except",
                "        pass\n    except",
                RUN_ALONE,
            ),
            (
                "does not store what is raised",
                f"raised)\n{STORE_OUTCOME}",
                "raised)\n",
                FAILURE,
            ),
            (
                "lets an exit through",
                EXCEPTIONS,
                "except Exception as raised:",
                "test_exit_is_a_failure",
            ),
            (
                "catches an interrupt",
                EXCEPTIONS,
                "except BaseException as raised:",
                "test_keyboard_interrupt_is_the_callers",
            ),
            ("lets a receiver interfere", "signal.send_robust(", "signal.send(", RECEIVER),
            (
                "says nothing of a receiver that raises",
                "return [response for _, response in responses if isinstance(response, Exception)]",
                "return []",
                RECEIVER,
            ),
            (
                "stores what is returned as it is",
                "return through_json(value)",
                "return value",
                "test_return_value_goes_through_json",
            ),
            (
                "lets a task change what is stored",
                "own = copy_result(result)",
                "own = result",
                "test_what_a_task_does_to_its_arguments_is_not_stored",
            ),
            (
                "does not say what was not JSON",
                "raise TypeError(msg) from error",
                "raise",
                "test_return_value_that_is_not_json_is_a_failure",
            ),
            (
                "gives a task no context",
                "if task.takes_context",
                "if not task",
                RUN_ALONE,
            ),
        ]
    ]
    + [
        Fault(f"a transaction {mistake}", file, old, new, caught_by, DATABASE)
        for mistake, file, old, new, caught_by in [
            (
                "that a task breaks stays broken",
                "execution.py",
                "with store.mending():",
                "if True:",
                "test_error_of_the_database_breaks_no_transaction",
            ),
            (
                "is undone for any error",
                "store.py",
                "                except BaseException as raised:  # noqa: BLE001\n",
                "                except SystemExit as raised:\n",
                "test_error_of_no_database_undoes_nothing",
            ),
            (
                "hides what the database says at its end",
                "store.py",
                "error = error or broken",
                "pass",
                "test_error_of_the_database_at_the_end_of_a_task_is_a_failure",
            ),
        ]
    ]
    + [
        Fault(f"a result that {mistake}", "results.py", old, new, caught_by)
        for mistake, old, new, caught_by in [
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
                "test_return_value_of_an_earlier_attempt_is_gone",
            ),
            (
                "runs again is finished",
                "        last_attempted_at=now,\n        finished_at=None,\n",
                "        last_attempted_at=now,\n",
                REDELIVERY,
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
        ]
    ]
    + [
        Fault(
            f"a cleared result comes back to the {where}",
            "store.py",
            old,
            new,
            "test_result_that_is_cleared_meanwhile_stays_away",
            scopes,
        )
        for where, old, new, scopes in [
            ("memory", "if result.id in self._results:", "if result:", MEMORY),
            ("cache", "if cache.get(key) is not None:", "if key:", CACHE),
        ]
    ]
    + [
        Fault(
            "a coroutine in a loop of its own has other results",
            "execution.py",
            "            with borrowed():\n                return",
            "            if borrowed:\n                return",
            "test_what_a_task_enqueues_is_run_too[coroutine-run]",
            ("thread",),
        ),
        Fault(
            "a function in a thread of its own has other results",
            "testing.py",
            "            with borrowed():\n",
            "            if borrowed:\n",
            "test_what_a_task_enqueues_is_run_too[function-arun]",
            ("thread",),
        ),
        Fault(
            "a thread keeps the results that were lent to it",
            "store.py",
            "            for store, results in own:\n",
            "            for store, results in ():\n",
            "test_results_are_lent_for_a_while_only",
            ("thread",),
        ),
    ]
)

EXPECTING = [
    Fault(f"the tools {mistake}", file, old, new, caught_by)
    for file, faults in {
        "testing.py": [
            (
                "run the lowest priority first",
                "-result.task.priority",
                "result.task.priority",
                "test_highest_priority_is_run_first_then_the_first_enqueued",
            ),
            (
                "run the last enqueued first",
                "next(self._numbers)",
                "-next(self._numbers)",
                "test_highest_priority_is_run_first_then_the_first_enqueued",
            ),
            (
                "run what is not due",
                "if time_left(result, self._now):",
                "if not result:",
                "test_task_that_is_not_due_is_skipped_unless_the_clock_is_moved",
            ),
            (
                "do not move the clock",
                "until or timezone.now()",
                "timezone.now()",
                "test_task_that_is_not_due_is_skipped_unless_the_clock_is_moved",
            ),
            (
                "do not say what was skipped",
                "self._fates.update(",
                "dict(",
                "test_nearest_come_first_with_what_differs",
            ),
            (
                "run what is enqueued meanwhile in the end",
                "waiting.add([new])",
                "pass",
                "test_task_that_is_enqueued_meanwhile_takes_its_turn",
            ),
            (
                "run more than the limit",
                "len(ran) == limit:",
                "len(ran) == 2 * limit:",
                "test_tasks_that_keep_enqueuing_tasks_are_stopped_at_the_limit",
            ),
            (
                "do not say what kept spawning",
                "messages.over_limit(limit, enqueued_by)",
                "messages.over_limit(limit, Counter())",
                "test_tasks_that_keep_enqueuing_tasks_are_stopped_at_the_limit",
            ),
            (
                "raise no error",
                "        if raise_errors:\n",
                "        if not raise_errors:\n",
                "test_errors_may_be_recorded_and_not_raised",
            ),
            (
                "raise what a receiver raises first",
                "(execution.error, *execution.receiver_errors)",
                "(*execution.receiver_errors, execution.error)",
                "test_what_the_task_raises_comes_before_what_a_receiver_raises",
            ),
            ("let one task fail", "[exception] * times", "[exception]", "test_next_tasks_fail"),
            (
                "run a lost task later",
                "(result.id) == LOST",
                "(0) == LOST",
                "test_next_task_is_lost",
            ),
            (
                "lose a lost task once more",
                "_fates.get(result.id) == LOST:\n            return []",
                "_to_drop == 0 and self._fates.get(result.id) == LOST:\n            return []",
                "test_next_task_is_lost",
            ),
            (
                "redeliver before all others",
                "Waiting(is_selected, until or timezone.now()).add(_results())",
                "Waiting(is_selected, until or timezone.now())",
                "test_task_that_is_delivered_once_more_takes_its_turn",
            ),
            (
                "run what others run",
                "if again or stored.status == TaskResultStatus.READY:",
                "if stored:",
                "test_result_that_is_gone_or_taken_by_others_is_not_run",
            ),
            (
                "run what is gone",
                "except TaskResultDoesNotExist:\n                continue",
                "except TaskResultDoesNotExist:\n                return result",
                "test_result_that_is_gone_or_taken_by_others_is_not_run",
            ),
            (
                "redeliver what is not chosen",
                "            if self._is_selected(result):\n                self._push(result, again=True)",
                "            if result:\n                self._push(result, again=True)",
                REDELIVERY,
            ),
            (
                "run other queues",
                "Expectation(task, queue_name=ANY if queue_name is None else queue_name).is_met_by",
                "Expectation(task).is_met_by",
                "test_task_and_queue_may_be_chosen",
            ),
            (
                "run sync tools in a coroutine",
                "    except RuntimeError:\n        return\n    msg",
                "    except RuntimeError:\n        pass\n    return\n    msg",
                "test_sync_tools_refuse_to_run_in_a_coroutine",
            ),
            (
                "do not count",
                "count in (None, len(found))",
                "found",
                "test_latest_is_returned_and_all_are_counted",
            ),
            (
                "return the first",
                "return found[-1]",
                "return found[0]",
                "test_latest_is_returned_and_all_are_counted",
            ),
            (
                "expect no task at all",
                "        _require_task(expected.task)\n        if count",
                "        if count",
                "test_task_that_cannot_be_expected_is_refused",
            ),
            (
                "mix the order of aliases up",
                'merge(*(backend.results for backend in backends), key=attrgetter("enqueued_at"))',
                "(result for backend in backends for result in backend.results)",
                "test_what_was_enqueued_is_a_list",
            ),
            (
                "run more than what was captured",
                "self._run(is_new)",
                "self._run(lambda result: True)",
                "test_tasks_are_captured_and_run_if_asked_to",
            ),
            (
                "hide that no backend is ours",
                "raise ImproperlyConfigured(_foreign(*task_backends.settings))",
                "return []",
                "test_project_without_the_backend_is_told",
            ),
            (
                "hide that the backend of an alias is not ours",
                "raise ImproperlyConfigured(_foreign(task.backend))",
                "return",
                "test_task_that_cannot_be_expected_is_refused",
            ),
        ],
        "expectation.py": [
            (
                "tell tuples from lists",
                "return [as_json(item) for item in value]",
                "return value",
                MATCH,
            ),
            ("tell numbers from keys", "{_key(key): as_json", "{key: as_json", MATCH),
            ("do not know defaults", "bound.apply_defaults()", "pass", MATCH),
            (
                "take the context for an argument",
                "if task.takes_context:",
                "if not task:",
                "test_context_is_no_argument",
            ),
            (
                "ignore more positional arguments",
                'if name[0] == "*"}',
                "if not name}",
                NO_MATCH,
            ),
            (
                "refuse what the function does not take",
                "except TypeError:\n            #",
                "except KeyError:\n            #",
                MATCH,
            ),
            (
                "ignore what was not expected",
                "        if not is_complete:\n            if",
                "        if expected:\n            if",
                NO_MATCH,
            ),
            *(
                (
                    f"ignore the {name}",
                    f'        yield from _compare("{name}", self.{name}, task.{name})\n',
                    "",
                    "test_attributes_match",
                )
                for name in ("queue_name", "priority")
            ),
            (
                "ignore when it is due",
                "        yield from self._compare_run_after(task.run_after)\n",
                "",
                "test_attributes_match",
            ),
            (
                "ignore how far it may be off",
                "(self.delta or timedelta())",
                "timedelta()",
                "test_attributes_match",
            ),
            (
                "ignore the alias",
                "        if self.task is not None:\n            yield",
                "        if self.task is None:\n            yield",
                "test_nothing_is_enqueued",
            ),
        ],
        "messages.py": [
            (
                "do not rank what is near",
                "    near.sort(key=lambda result: len(expected.differences(result)))\n",
                "",
                "test_nearest_come_first_with_what_differs",
            ),
            (
                "do not say when a task is due",
                ", due in {duration(left)}",
                "",
                "test_task_that_is_not_due_is_skipped_unless_the_clock_is_moved",
            ),
            (
                "do not point to a transaction",
                "    if hidden:\n",
                "    if not hidden:\n",
                "test_callbacks_that_wait_for_a_commit_are_pointed_to",
            ),
            (
                "do not point to another alias",
                "sorted(aliases - {expected.task.backend})",
                "()",
                "test_result_of_another_alias_is_pointed_to",
            ),
        ],
    }.items()
    for mistake, old, new, caught_by in faults
] + [
    Fault(
        "the tools do not wait",
        "testing.py",
        "time.monotonic() >= deadline",
        "timeout >= 0",
        "test_assertion_waits_for_another_thread",
        ("process", *RECORDS),
    ),
    *(
        Fault(f"the plugin {mistake}", file, old, new, caught_by, scopes)
        for mistake, file, old, new, caught_by, scopes in [
            (
                "needs settings",
                "pytest_plugin.py",
                "if conf is None or not conf.settings.configured:",
                "if conf is None:",
                "test_project_that_does_not_use_the_backend_is_left_alone",
                (*MEMORY, *CACHE),
            ),
            (
                "imports the backend in every project",
                "pytest_plugin.py",
                "    if _is_used():\n",
                "    if sys:\n",
                "test_project_that_does_not_use_the_backend_is_left_alone",
                (*MEMORY, *CACHE),
            ),
            (
                "imports the backend with the package",
                "__init__.py",
                "if TYPE_CHECKING:",
                "if not TYPE_CHECKING:",
                "test_project_that_does_not_use_the_backend_is_left_alone",
                ALL,
            ),
            (
                "clears nothing",
                "testing.py",
                "    for backend in own_backends():\n",
                "    for backend in own_backends()[:0]:\n",
                "test_results_of_other_tests_are_not_there",
                (*MEMORY, *CACHE),
            ),
            (
                "fails where a test may not use a table",
                "testing.py",
                "with suppress(Exception) if is_table else nullcontext():",
                "with nullcontext():",
                "test_results_in_a_table_are_cleared_after_a_test_that_may_use_it",
                CACHE,
            ),
            (
                "clears after the settings have changed",
                "pytest_plugin.py",
                "pytest_runtest_teardown() -> Iterator[None]:",
                "pytest_sessionfinish() -> Iterator[None]:",
                "test_results_that_other_settings_let_a_test_have_are_cleared",
                CACHE,
            ),
        ]
    ),
    *(
        Fault(f"the class of tasks {mistake}", "backend.py", old, new, caught_by)
        for mistake, old, new, caught_by in [
            (
                "is never another",
                "            return found\n",
                "            return base\n",
                "test_task_class_is_that_of_the_options",
            ),
            (
                "may be any class",
                "isinstance(found, type) and issubclass(found, base)",
                "isinstance(found, type)",
                "test_task_class_that_is_none_is_an_error",
            ),
            (
                "is not checked",
                "            _ = self.task_class\n",
                "            _ = self\n",
                "test_task_class_that_is_none_is_an_error",
            ),
            (
                "is missing for no reason",
                'reason = f" ({type(error).__name__}: {error})"',
                'reason = ""',
                "test_error_says_why_a_task_class_cannot_be_imported",
            ),
        ]
    ),
]

FAULTS = [
    *VALIDATION,
    *SIGNALS,
    *COPIES,
    *NEW_RESULTS,
    *RETRIEVAL,
    *STORES,
    *CHECKS,
    *SETTINGS,
    *RECORDING,
    *RESTORING,
    *CACHED,
    *IN_TABLE,
    *PRUNED,
    *ADMIN,
    *EXECUTING,
    *EXPECTING,
]
