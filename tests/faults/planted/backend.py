"""Mistakes in ``backend.py``."""

from tests.faults.fault import ALL, CACHE, MEMORY, SHARED, Fault

ENQUEUE = """\
        result = self._new_result(task, args, kwargs)
        returned = copy_result(result)
        self.store.add(result)
        task_enqueued.send(type(self), task_result=result)
        return run_if_immediate(self, returned)
"""
AENQUEUE = """\
        result = self._new_result(task, args, kwargs)
        returned = copy_result(result)
        await self.store.aadd(result)
        await task_enqueued.asend(type(self), task_result=result)
        return await arun_if_immediate(self, returned)
"""
BOTH = [("enqueue", "sync", ENQUEUE), ("aenqueue", "async", AENQUEUE)]
NEW_RESULT = """\
        self.validate_task(task)
        return new_result(task, args, kwargs, backend=self.alias)
"""
VALIDATED = "self._new_result(task, args, kwargs)"
NOT_VALIDATED = "new_result(task, args, kwargs, backend=self.alias)"
SEND = "task_enqueued.send(type(self), task_result=result)"
ASEND = "await task_enqueued.asend(type(self), task_result=result)"
FETCH = "self.store.get(result_id)"
AFETCH = "await self.store.aget(result_id)"
NOT_FOUND = """\
            raise TaskResultDoesNotExist(result_id)
        return result

    async def aget_result"""
NOT_FOUND_ASYNC = """\
            raise TaskResultDoesNotExist(result_id)
        return result

    @property
    def results"""
CLEARED = "test_list_of_results_can_be_cleared_as_with_the_backend_of_django"
LIST = "return ResultList(self.store, self.clear)"
CLEAR = "self.store.clear()"
CHECK = "return [*check_options(self, options), *self.store.check(self)]"

REJECTED = "test_rejected_task_is_not_stored"
STORED = "test_results_are_the_stored_objects"
UNKNOWN = "test_unknown_id_is_a_result_that_does_not_exist"
UPPER_CASE = "test_id_in_upper_case_does_not_exist"
ALMOST = "test_almost_an_id_finds_nothing"

VALIDATION = [
    *(
        Fault(
            f"{name} does not validate",
            "backend.py",
            enqueue,
            enqueue.replace(VALIDATED, NOT_VALIDATED),
            f"test_task_is_validated_again_as_it_is_enqueued[{mode}]",
        )
        for name, mode, enqueue in BOTH
    ),
    Fault(
        "every task is valid",
        "backend.py",
        "    def get_result(self",
        "    def validate_task(self, task):\n        pass\n\n    def get_result(self",
        "test_queue_that_is_not_configured_is_rejected",
    ),
    Fault(
        "a result is stored before its task is validated",
        "backend.py",
        NEW_RESULT,
        """\
        result = new_result(task, args, kwargs, backend=self.alias)
        self.store.add(result)
        self.validate_task(task)
        return result
""",
        REJECTED,
        scopes=(*MEMORY, *CACHE),
    ),
    Fault(
        "a result is stored before its arguments are normalized",
        "backend.py",
        NEW_RESULT,
        """\
        self.validate_task(task)
        result = new_result(task, [], {}, backend=self.alias)
        self.store.add(result)
        normalized = new_result(task, args, kwargs, backend=self.alias)
        object.__setattr__(result, "args", normalized.args)
        object.__setattr__(result, "kwargs", normalized.kwargs)
        return result
""",
        REJECTED,
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
            connection.on_commit(lambda: self.store.add(result))
        else:
            self.store.add(result)
        task_enqueued.send(type(self), task_result=result)
        return copy_result(result)
""",
        "test_rollback_keeps_or_discards_the_result_as_declared",
        scopes=(*MEMORY, *CACHE),
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
        "test_ids_are_not_reused_after_clear",
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
        self.store.add(result)
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
        await self.store.aadd(result)
        return copy_result(result)
""",
        "test_result_is_stored_before_an_async_receiver_runs",
    ),
    *(
        Fault(
            f"{name} {mistake}",
            "backend.py",
            send,
            wrong.format(send=send, verb=send.partition("(")[0]),
            f"test_signal_is_sent_once_with_the_class_of_the_backend[{mode}]",
        )
        for name, mode, send in [("enqueue", "sync", SEND), ("aenqueue", "async", ASEND)]
        for mistake, wrong in [
            ("sends the signal twice", "{send}\n        {send}"),
            ("sends no signal", "pass"),
            ("sends the signal as the instance", "{verb}(self, task_result=result)"),
            ("sends the signal as the base class", "{verb}(BaseTaskBackend, task_result=result)"),
        ]
    ),
    *(
        Fault(
            f"{name} swallows the exceptions of receivers",
            "backend.py",
            send,
            send.replace("send(", "send_robust("),
            f"test_exception_of_a_receiver_propagates[{mode}]",
        )
        for name, mode, send in [("enqueue", "sync", SEND), ("aenqueue", "async", ASEND)]
    ),
    *(
        Fault(
            f"a failing receiver of {name} removes the result",
            "backend.py",
            f"        {send}\n",
            f"""\
        try:
            {send}
        except Exception:
            {undo}
            raise
""",
            f"test_failing_receiver_does_not_remove_the_result[{mode}]",
            scopes,
        )
        for name, mode, send, undo, scopes in [
            ("enqueue", "sync", SEND, "self.store.clear()", ALL),
            ("aenqueue", "async", ASEND, "self.store.clear()", (*MEMORY, *CACHE)),
        ]
    ),
    Fault(
        "aenqueue sends the signal like sync code",
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
    *(
        Fault(
            f"{name} returns the stored result",
            "backend.py",
            enqueue,
            enqueue.replace("copy_result(result)", "result"),
            f"test_changing_a_result_does_not_change_the_stored_result[{mode}]",
            scopes=MEMORY,
        )
        for name, mode, enqueue in BOTH
    ),
    *(
        Fault(
            f"{name} stores a result before it is copied",
            "backend.py",
            enqueue,
            enqueue.replace("        returned = copy_result(result)\n", "").replace(
                "(self, returned)", "(self, copy_result(result))"
            ),
            f"test_deeply_nested_arguments_are_stored_completely_or_rejected[{mode}",
        )
        for name, mode, enqueue in BOTH
    ),
    Fault(
        "results are copies",
        "backend.py",
        LIST,
        "return [copy_result(result) for result in self.store]",
        STORED,
        scopes=MEMORY,
    ),
    Fault(
        "results are the newest first",
        "backend.py",
        LIST,
        f"{LIST}[::-1]",
        "test_results_are_in_the_order_in_which_they_were_enqueued",
    ),
    Fault(
        "results are a view of the store",
        "backend.py",
        LIST,
        "return self.store._results.values()",
        "test_list_of_results_is_new_each_time",
        scopes=MEMORY,
    ),
    Fault(
        "results are one list that is updated",
        "backend.py",
        LIST,
        "self._list = getattr(self, '_list', [])\n"
        "        self._list[:] = self.store\n        return self._list",
        "test_list_of_results_is_new_each_time",
    ),
    Fault(
        "results are cleared in the list only",
        "backend.py",
        LIST,
        "return list(self.store)",
        CLEARED,
    ),
    Fault(
        "results are cleared in the backend only",
        "results.py",
        "        super().clear()\n",
        "",
        CLEARED,
    ),
    Fault(
        "results are copied with the backend",
        "results.py",
        "return list, ([*self],)",
        "return type(self), ([*self], self._clear_backend)",
        CLEARED,
    ),
]

RETRIEVAL = [
    Fault(
        "an empty id finds the first result",
        "backend.py",
        FETCH,
        f"{FETCH} if result_id else next(iter(self.store), None)",
        f"{UNKNOWN}[sync",
    ),
    Fault(
        "an empty id finds the first result with aget_result",
        "backend.py",
        AFETCH,
        f"{AFETCH} if result_id else next(iter(self.store), None)",
        f"{UNKNOWN}[async",
        scopes=MEMORY,
    ),
    *(
        Fault(f"ids are found {how} by {name}", "backend.py", fetch, wrong, f"{caught_by}[{mode}")
        for name, mode, fetch in [
            ("get_result", "sync", FETCH),
            ("aget_result", "async", AFETCH),
        ]
        for how, wrong, caught_by in [
            ("in upper case", fetch.replace("result_id", "result_id.lower()"), UPPER_CASE),
            ("with spaces around them", fetch.replace("result_id", "result_id.strip()"), ALMOST),
        ]
    ),
    Fault(
        "ids are found by their beginning",
        "backend.py",
        FETCH,
        "next((r for r in self.store if r.id.startswith(result_id)), None)",
        ALMOST,
    ),
    Fault(
        "any id finds the last result",
        "backend.py",
        FETCH,
        "next(reversed(self.results), None)",
        "test_each_id_finds_its_own_result",
    ),
    *(
        Fault(
            f"an unknown id {mistake} {name}",
            "backend.py",
            old,
            old.replace("raise TaskResultDoesNotExist(result_id)", wrong),
            caught_by.format(mode),
        )
        for name, mode, old in [
            ("with get_result", "sync", NOT_FOUND),
            ("with aget_result", "async", NOT_FOUND_ASYNC),
        ]
        for mistake, wrong, caught_by in [
            ("is None", "return None", f"{UNKNOWN}[{{}}"),
            ("is a KeyError", "raise KeyError(result_id)", f"{UNKNOWN}[{{}}"),
            (
                "is not in the error",
                "raise TaskResultDoesNotExist",
                "test_clear_removes_all_results[{}]",
            ),
        ]
    ),
    Fault(
        "aget_result is not written",
        "backend.py",
        AFETCH,
        "await super().get_result(result_id)",
        "test_results_are_retrieved_in_both_ways_or_in_neither",
    ),
    Fault(
        "aget_result looks in another thread",
        "backend.py",
        AFETCH,
        "await super().aget_result(result_id)",
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

STORE = [
    Fault(
        "clear empties a copy",
        "backend.py",
        CLEAR,
        "list(self.store).clear()",
        "test_clear_removes_all_results",
    ),
    *(
        Fault(
            f"clear takes another store for one backend of the {scope}",
            "backend.py",
            CLEAR,
            "self.store = type(self.store)({})",
            caught_by,
            scopes=(scope,),
        )
        for scope, caught_by in [
            ("thread", "test_clear_keeps_the_results_of_other_threads"),
            ("process", "test_clear_removes_the_results_of_all_threads"),
        ]
    ),
    Fault(
        "clear empties every alias",
        "backend.py",
        f"        {CLEAR}",
        "        from .store import _stores\n\n"
        "        for store in _stores.values():\n            store.clear()",
        "test_clear_keeps_the_results_of_another_alias",
        scopes=SHARED,
    ),
    Fault(
        "the options are not checked",
        "backend.py",
        CHECK,
        "return [*self.store.check(self)]",
        "test_unknown_option_is_an_error",
    ),
    Fault(
        "the options of the store are unknown",
        "backend.py",
        CHECK,
        CHECK.replace("(self, options)", "(self, OPTIONS)"),
        "test_valid_max_results_passes_the_checks",
        scopes=MEMORY,
    ),
    Fault(
        "the cache is not checked",
        "backend.py",
        CHECK,
        "return check_options(self, self.store.options)",
        "test_cache_that_keeps_nothing_is_an_error",
        scopes=CACHE,
    ),
    Fault(
        "the table is not checked",
        "backend.py",
        CHECK,
        "return check_options(self, self.store.options)",
        "test_application_that_is_not_installed_is_an_error",
        scopes=("database",),
    ),
    Fault(
        "the backend does not load its task class",
        "backend.py",
        "return load_task_class(self.alias, self.options, super().task_class)",
        "return super().task_class",
        "test_task_class_is_the_one_that_the_option_names",
    ),
]

FAULTS = [*VALIDATION, *SIGNALS, *COPIES, *RETRIEVAL, *STORE]
