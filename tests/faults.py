"""Small mistakes to plant in a generated backend, and the test that has to notice each."""

from __future__ import annotations

import re
from dataclasses import dataclass

ALL = ("context", "thread", "process")
SHARED = ("thread", "process")


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

    def plant(self, package):
        """Put the mistake in the package at a path."""
        path = package / self.file
        text = path.read_text(encoding="utf-8")
        assert text.count(self.old) == 1, f"{self.file} does not have this once:\n{self.old}"
        planted = text.replace(self.old, self.new)
        compile(planted, self.file, "exec")
        path.write_text(planted, encoding="utf-8")


ENQUEUE = """\
        result = self._store_result(task, args, kwargs)
        task_enqueued.send(type(self), task_result=result)
        return copy_result(result)
"""
AENQUEUE = """\
        result = self._store_result(task, args, kwargs)
        await task_enqueued.asend(type(self), task_result=result)
        return copy_result(result)
"""
STORE_RESULT = """\
        self.validate_task(task)
        result = new_result(task, args, kwargs, backend=self.alias)
        self._store.add(result)
"""
SEND = "task_enqueued.send(type(self), task_result=result)"
ASEND = "await task_enqueued.asend(type(self), task_result=result)"
COPY = "return replace(result, errors=[], worker_ids=[])"
SHARING = """\
mine = replace(result, errors=[], worker_ids=[])
    object.__setattr__(mine, "{0}", result.{0})
    return mine"""
NOT_FOUND = "raise TaskResultDoesNotExist(result_id)"
CREATE = "return _stores.setdefault(alias, Store(params, max_results))"
FETCH = "result = self._store.get(result_id)"
AFETCH = "return self.get_result(result_id)"
LIMIT = "len(self._results) > self._max_results"
LOCKED_ADD = """\
        with self._lock:
            self._results[result.id] = result
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
        ENQUEUE.replace(
            "self._store_result(task, args, kwargs)",
            "new_result(task, args, kwargs, backend=self.alias)\n        self._store.add(result)",
        ),
        "test_task_is_validated_again_as_it_is_enqueued[sync]",
    ),
    Fault(
        "aenqueue does not validate",
        "backend.py",
        AENQUEUE,
        AENQUEUE.replace(
            "self._store_result(task, args, kwargs)",
            "new_result(task, args, kwargs, backend=self.alias)\n        self._store.add(result)",
        ),
        "test_task_is_validated_again_as_it_is_enqueued[async]",
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
        STORE_RESULT,
        """\
        result = new_result(task, args, kwargs, backend=self.alias)
        self._store.add(result)
        self.validate_task(task)
""",
        "test_nothing_is_stored_if_enqueue_refuses",
    ),
    Fault(
        "a result is stored before its arguments are normalised",
        "backend.py",
        STORE_RESULT,
        """\
        self.validate_task(task)
        result = new_result(task, [], {}, backend=self.alias)
        self._store.add(result)
        normalised = new_result(task, args, kwargs, backend=self.alias)
        object.__setattr__(result, "args", normalised.args)
        object.__setattr__(result, "kwargs", normalised.kwargs)
""",
        "test_nothing_is_stored_if_enqueue_refuses",
    ),
    Fault(
        "a result is stored when the transaction is committed",
        "backend.py",
        "        self._store.add(result)\n",
        """\
        from django.db import connection

        if connection.in_atomic_block:
            connection.on_commit(lambda: self._store.add(result))
        else:
            self._store.add(result)
""",
        "test_rollback_keeps_or_discards_the_result_as_declared",
    ),
    *(
        Fault(
            f"the {attribute} of a task is lost",
            "results.py",
            "        task=task,\n",
            f"        task=replace(task, {attribute}={value}),\n",
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
        self.validate_task(task)
        result = new_result(task, args, kwargs, backend=self.alias)
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
        self.validate_task(task)
        result = new_result(task, args, kwargs, backend=self.alias)
        await task_enqueued.asend(type(self), task_result=result)
        self._store.add(result)
        return copy_result(result)
""",
        "test_result_is_stored_before_an_async_receiver_runs",
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
    ),
    Fault(
        "aenqueue hands out the stored result",
        "backend.py",
        AENQUEUE,
        AENQUEUE.replace("copy_result(result)", "result"),
        "test_changing_what_was_returned_changes_nothing_stored[async]",
    ),
    *(
        Fault(
            f"the copy {mistake}",
            "results.py",
            COPY,
            wrong,
            caught_by,
        )
        for mistake, wrong, caught_by in [
            (
                "is shallow",
                "import copy\n\n    return copy.copy(result)",
                "test_changing_what_was_returned_changes_nothing_stored",
            ),
            (
                "shares the errors",
                "return replace(result, worker_ids=[])",
                "test_changing_what_was_returned_changes_nothing_stored",
            ),
            (
                "shares the workers",
                "return replace(result, errors=[])",
                "test_changing_what_was_returned_changes_nothing_stored",
            ),
            (
                "shares the positional arguments",
                SHARING.format("args"),
                "test_changing_what_was_returned_changes_nothing_stored",
            ),
            (
                "shares the keyword arguments",
                SHARING.format("kwargs"),
                "test_changing_what_was_returned_changes_nothing_stored",
            ),
            (
                "has an id of its own",
                "return replace(result, id=secrets.token_hex(16), errors=[], worker_ids=[])",
                "test_fetched_result_equals_the_one_returned",
            ),
            (
                "was enqueued later",
                "return replace(result, enqueued_at=timezone.now(), errors=[], worker_ids=[])",
                "test_fetched_result_equals_the_one_returned",
            ),
        ]
    ),
    Fault(
        "the task is copied too",
        "results.py",
        COPY,
        "import copy\n\n    return copy.deepcopy(result)",
        "test_task_bound_to_another_name_is_refused_or_works",
        django="6.1",
    ),
    Fault(
        "get_result hands out a copy",
        "backend.py",
        "            raise TaskResultDoesNotExist(result_id)\n        return result\n",
        "            raise TaskResultDoesNotExist(result_id)\n        return copy_result(result)\n",
        "test_results_are_those_that_get_result_returns",
    ),
    Fault(
        "results are copies",
        "backend.py",
        "return list(self._store)",
        "return [copy_result(result) for result in self._store]",
        "test_results_are_those_that_get_result_returns",
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
                "timezone.now()",
                "timezone.now().replace(tzinfo=None)",
                "test_time_of_enqueueing_is_known",
            ),
            (
                "is enqueued at an aware time without USE_TZ",
                "timezone.now()",
                "timezone.datetime.now(timezone.get_current_timezone())",
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
                "finished_at=None",
                "finished_at=timezone.now()",
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
                "kwargs=_through_json(kwargs)",
                "kwargs=dict(kwargs)",
                "test_arguments_are_what_json_makes_of_them",
            ),
            (
                "keeps its positional arguments as given",
                "args=_through_json(args)",
                "args=list(args)",
                "test_arguments_are_what_json_makes_of_them",
            ),
            (
                "has arguments that the framework alone normalised",
                "json.loads(json.dumps(value, allow_nan=False, default=normalize_json))",
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
        "        self._store.add(result)\n",
        "        object.__setattr__(result, 'id', f'{len(self.results):a>32}')\n"
        "        self._store.add(result)\n",
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
        "result = self._store.get(result_id.lower())",
        "test_almost_an_id_finds_nothing",
    ),
    Fault(
        "ids are found with spaces around them",
        "backend.py",
        FETCH,
        "result = self._store.get(result_id.strip())",
        "test_almost_an_id_finds_nothing",
    ),
    Fault(
        "ids are found by their beginning",
        "backend.py",
        FETCH,
        "result = next((r for r in self._store if r.id.startswith(result_id)), None)",
        "test_almost_an_id_finds_nothing",
    ),
    Fault(
        "any id finds the last result",
        "backend.py",
        FETCH,
        "result = next(reversed(self.results), None)",
        "test_each_id_finds_its_own_result",
    ),
    Fault(
        "an unknown id is None",
        "backend.py",
        NOT_FOUND,
        "return None",
        "test_unknown_id_is_a_result_that_does_not_exist",
    ),
    Fault(
        "an unknown id is a KeyError",
        "backend.py",
        NOT_FOUND,
        "raise KeyError(result_id)",
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
    ),
    Fault(
        "the error of an unknown id does not say which",
        "backend.py",
        NOT_FOUND,
        "raise TaskResultDoesNotExist",
        "test_clear_removes_every_result",
    ),
    Fault(
        "aget_result is not written",
        "backend.py",
        AFETCH,
        "return await super().get_result(result_id)",
        "test_results_are_retrieved_in_both_ways_or_in_neither",
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
        "        self._results: OrderedDict[str, AnyResult] = OrderedDict()\n",
        "\n    _results: OrderedDict[str, AnyResult] = OrderedDict()\n",
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
                "len(self._results) >= self._max_results",
                "test_oldest_result_is_dropped_beyond_max_results",
                ALL,
            ),
            (
                "is one too many",
                LIMIT,
                "len(self._results) > self._max_results + 1",
                "test_oldest_result_is_dropped_beyond_max_results",
                ALL,
            ),
            (
                "drops the newest",
                "popitem(last=False)",
                "popitem()",
                "test_oldest_result_is_dropped_beyond_max_results",
                ALL,
            ),
            (
                "drops every result",
                "popitem(last=False)",
                "clear()",
                "test_oldest_result_is_dropped_beyond_max_results",
                ALL,
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
        "limit if is_limit(limit) else None",
        "limit if is_limit(limit) else 1000",
        "test_every_result_is_kept_by_default",
    ),
    Fault(
        "results are added without the lock",
        "store.py",
        LOCKED_ADD,
        LOCKED_ADD.replace("with self._lock", "if True"),
        "test_threads_that_use_one_store_at_once_do_not_upset_it",
        scopes=("process",),
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
        scopes=("process",),
    ),
    Fault(
        "results are listed one by one without the lock",
        "store.py",
        LOCKED_ITER,
        "        yield from self._results.values()\n",
        "test_threads_that_use_one_store_at_once_do_not_upset_it",
        scopes=("process",),
    ),
    Fault(
        "results are cleared without the lock",
        "store.py",
        LOCKED_CLEAR,
        LOCKED_CLEAR.replace("with self._lock", "if True"),
        "test_threads_that_fill_and_clear_one_store_at_once_do_not_upset_it",
        scopes=("process",),
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
        )
        for number in (1, 2, 3)
    ),
    Fault(
        "true is a whole number",
        "backend.py",
        "type(value) is int",
        "isinstance(value, int)",
        "test_option_that_is_not_valid_is_an_error_that_names_it",
    ),
    Fault(
        "zero is a positive number",
        "backend.py",
        "value > 0",
        "value >= 0",
        "test_option_that_is_not_valid_is_an_error_that_names_it",
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
    ),
    Fault(
        "an option that is not valid is used",
        "backend.py",
        "limit if is_limit(limit) else None",
        "limit",
        "test_option_that_is_not_valid_is_an_error_that_names_it",
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

FAULTS = [
    *VALIDATION,
    *SIGNALS,
    *COPIES,
    *NEW_RESULTS,
    *RETRIEVAL,
    *STORES,
    *CHECKS,
    *SETTINGS,
]
