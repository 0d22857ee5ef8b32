"""Mistakes in ``memory.py``."""

from tests.faults.fault import MEMORY, SHARED, Fault

EMPTY = "self._results: dict[str, AnyResult] = {}"
LIMIT = "len(self._results) > self._max_results"
DROP = "del self._results[next(iter(self._results))]"
OVER_LIMIT = f"            if self._max_results and {LIMIT}:\n"
ADD = """\
        with self._lock:
            self._results[result.id] = result
"""
REPLACE = """\
        with self._lock:
            if result.id in self._results:
                self._results[result.id] = result
"""
GET = """\
        with self._lock:
            result = self._results.get(result_id)
"""
ITER = """\
        with self._lock:
            return iter(list(self._results.values()))
"""
CLEAR = """\
        with self._lock:
            self._results.clear()
"""

OLDEST = "test_oldest_result_is_dropped_beyond_max_results"
THREAD_SAFE = "test_store_is_thread_safe"

FAULTS = [
    Fault(intent, "memory.py", old, new, caught_by, scopes)
    for intent, old, new, caught_by, scopes in [
        (
            "all stores have the same results",
            EMPTY,
            "self._results = type(self).__init__.__dict__.setdefault('shared', {})",
            "test_aliases_are_kept_apart",
            MEMORY,
        ),
        (
            "clear leaves the oldest result",
            CLEAR,
            CLEAR.replace(
                "self._results.clear()",
                "[self._results.popitem() for _ in range(len(self._results) - 1)]",
            ),
            "test_clear_removes_all_results",
            MEMORY,
        ),
        (
            "aadd stores nothing",
            "        self.add(result)\n",
            "        pass\n",
            "test_fetched_result_equals_the_one_returned[async]",
            MEMORY,
        ),
        (
            "the stored result is handed out",
            "return copy_result(result) if result else None",
            "return result",
            "test_changing_a_fetched_result_changes_nothing_stored",
            MEMORY,
        ),
        (
            "aget finds nothing",
            "return self.get(result_id)",
            "return None",
            "test_fetched_result_equals_the_one_returned[async]",
            MEMORY,
        ),
        (
            "a cleared result comes back to the memory",
            REPLACE,
            ADD,
            "test_result_that_is_cleared_meanwhile_stays_away",
            MEMORY,
        ),
        (
            "a removed result is replaced",
            REPLACE,
            ADD,
            "test_removed_result_is_not_replaced",
            MEMORY,
        ),
        (
            "a replaced result becomes the newest",
            "                self._results[result.id] = result\n",
            """\
                del self._results[result.id]
                self._results[result.id] = result
""",
            "test_replaced_result_keeps_its_position",
            MEMORY,
        ),
        (
            "nothing is replaced",
            "                self._results[result.id] = result\n",
            "                pass\n",
            "test_replaced_result_keeps_its_position",
            MEMORY,
        ),
        (
            "memory is never available",
            '        """Return no messages: memory is always available."""\n        return []\n',
            """\
        from django.core import checks

        return [checks.Error("", id="dummy_backend.E001")]
""",
            "test_valid_settings_pass_the_checks",
            MEMORY,
        ),
        # MAX_RESULTS
        (
            "MAX_RESULTS is one too few",
            LIMIT,
            LIMIT.replace(">", ">="),
            OLDEST,
            MEMORY,
        ),
        ("MAX_RESULTS is one too many", LIMIT, f"{LIMIT} + 1", OLDEST, MEMORY),
        ("MAX_RESULTS drops the newest", DROP, "self._results.popitem()", OLDEST, MEMORY),
        ("MAX_RESULTS drops every result", DROP, "self._results.clear()", OLDEST, MEMORY),
        (
            "MAX_RESULTS counts all aliases",
            OVER_LIMIT,
            """\
            from .store import _stores

            count = sum(len(store._results) for store in _stores.values())
            if self._max_results and count > self._max_results:
""",
            "test_max_results_applies_to_each_alias",
            SHARED,
        ),
        (
            "MAX_RESULTS has no effect",
            OVER_LIMIT,
            "            if False:\n",
            OLDEST,
            MEMORY,
        ),
        (
            "MAX_RESULTS has a default",
            '.get("MAX_RESULTS")',
            '.get("MAX_RESULTS", 1000)',
            "test_all_results_are_kept_by_default",
            MEMORY,
        ),
        (
            "MAX_RESULTS can be anything",
            "is_valid=is_positive_or_none",
            "is_valid=lambda value: True",
            "test_invalid_max_results_is_an_error",
            MEMORY,
        ),
        (
            "MAX_RESULTS is needed",
            "is_valid=is_positive_or_none",
            "is_valid=bool",
            "test_valid_max_results_passes_the_checks",
            MEMORY,
        ),
        # Without a lock around one call of C code, nothing changes under the GIL. So these mistakes
        # consist of several calls instead.
        (
            "results are added without the lock",
            ADD,
            ADD.replace("with self._lock", "if True"),
            THREAD_SAFE,
            MEMORY,
        ),
        (
            "results are replaced without the lock",
            REPLACE,
            REPLACE.replace("with self._lock", "if True"),
            "test_dropped_result_is_not_replaced_concurrently",
            MEMORY,
        ),
        (
            "results are fetched in two steps without the lock",
            GET,
            """\
        if result_id in self._results:
            return self._results[result_id]
        return None
""",
            THREAD_SAFE,
            MEMORY,
        ),
        (
            "results are listed one by one without the lock",
            ITER,
            "        yield from self._results.values()\n",
            THREAD_SAFE,
            MEMORY,
        ),
        (
            "results are cleared without the lock",
            CLEAR,
            CLEAR.replace("with self._lock", "if True"),
            "test_store_can_be_filled_and_cleared_concurrently",
            MEMORY,
        ),
    ]
]
