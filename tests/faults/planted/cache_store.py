"""Mistakes in the ``store.py`` of the scope cache."""

from tests.faults.fault import CACHE, Fault

ADD_NUMBER = "        generation = self._insist(lambda: self._add_number(result.id))\n"
NUMBER = "added = cache.add(self._key(generation, number), result_id, self._timeout)"
NEW_GENERATION = "def _new_generation() -> str:"
NOT_ATOMIC = "NOT_ATOMIC = (DatabaseCache, FileBasedCache)"
CLEAR = 'cache.delete_many([self._key("generation"), *bounds])'
BOUNDS = '("latest", "start")]'
REPLACE = "cache.set(key, to_record(result), self._timeout)"
TIMEOUT_OPTION = 'options.get("TIMEOUT", DEFAULT_TIMEOUT)'
CACHE_IS_VALID = "is_valid=lambda alias: alias in settings.CACHES"
TIMEOUT_IS_VALID = "is_valid=is_positive_or_none"
IN_MEMORY = "if backend.supports_get_result and isinstance(self.cache, LocMemCache):"

TIMEOUT = "test_timeout_is_that_of_the_options_or_of_the_cache"
OWN_TIMEOUT = "test_timeout_of_the_cache_does_not_count_where_the_options_have_one"
ROUND_TRIPS = "test_number_of_round_trips_does_not_depend_on_how_many_are_kept"
BATCHES = "test_results_are_listed_in_batches"
ORDER = "test_results_of_any_number_are_in_order"
GONE = "test_results_that_expired_or_were_evicted_are_left_out_quietly"
NOTHING_LEFT = "test_nothing_is_left_that_does_not_expire"
TWICE = "test_number_that_was_given_twice_is_used_once"
AT_ONCE = "test_processes_that_enqueue_at_once_lose_and_double_nothing"
IN_TABLE = "test_cache_may_be_a_table_of_the_database"
FETCHED = "test_fetched_result_equals_the_one_returned[async]"
KEEPS_NOTHING = "test_cache_that_keeps_nothing_is_an_error"
INVALID = "test_invalid_option_is_an_error"
NOT_SHARED = "test_cache_that_other_processes_do_not_see_is_a_warning_if_they_should"

FAULTS = [
    Fault(intent, "store.py", old, new, caught_by, scopes=CACHE)
    for intent, old, new, caught_by in [
        # Adding
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
            "processes increment at the same time in files",
            "elif isinstance(cache, FileBasedCache):",
            "elif False:",
            AT_ONCE,
        ),
        (
            "processes increment at the same time in a table",
            "    if isinstance(cache, DatabaseCache):",
            "    if False:",
            IN_TABLE,
        ),
        (
            "incrementing is not atomic",
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
            "a lost count starts again at zero",
            "time.time_ns() // 1_000_000",
            "0",
            "test_cache_that_loses_the_counter_restarts_above_used_numbers",
        ),
        (
            "counting starts at a negative number before 1970",
            "max(time.time_ns() // 1_000_000, 0)",
            "time.time_ns() // 1_000_000",
            "test_count_begins_at_zero_before_1970",
        ),
        (
            "a number that is taken is taken again",
            NUMBER,
            (
                "added = True\n"
                "            cache.set(self._key(generation, number), result_id, self._timeout)"
            ),
            TWICE,
        ),
        (
            "a record is stored before its number",
            ADD_NUMBER,
            f"""\
        generation = self.cache.get(self._key("generation"))
        self.cache.set(self._key(generation, result.id), record, self._timeout)
{ADD_NUMBER}        return
""",
            "test_result_is_visible_completely_or_not_at_all",
        ),
        (
            "a result is stored in another generation than its number",
            "key = self._key(generation, result.id)",
            'key = self._key(self.cache.get(self._key("generation")), result.id)',
            "test_clear_while_a_result_is_added_removes_it",
        ),
        (
            "a busy cache is tried only once",
            "ATTEMPTS = 50",
            "ATTEMPTS = 1",
            "test_result_expires_after_the_timeout",
        ),
        (
            "a cache that stores nothing is not noticed",
            "        raise RuntimeError(msg)\n",
            "        return None\n",
            KEEPS_NOTHING,
        ),
        (
            "aadd adds nothing to the cache",
            "await sync_to_async(self.add)(result)",
            "to_record(result)",
            FETCHED,
        ),
        # Replacing
        (
            "a result that was removed is replaced in the cache",
            "        if cache.get(key) is not None:\n",
            "        if key:\n",
            "test_removed_result_is_not_replaced",
        ),
        (
            "nothing is replaced in the cache",
            REPLACE,
            "pass",
            "test_replaced_result_keeps_its_position",
        ),
        (
            "TIMEOUT is ignored when a result is replaced",
            REPLACE,
            REPLACE.replace(", self._timeout", ""),
            OWN_TIMEOUT,
        ),
        # Clearing
        (
            "clear forgets only the numbers",
            CLEAR,
            "pass",
            "test_clear_removes_all_results",
        ),
        (
            "clear removes one result after the other",
            CLEAR,
            (
                'generation = self.cache.get(self._key("generation"))\n'
                "        for result in self:\n"
                "            self.cache.delete(self._key(generation, result.id))"
            ),
            ROUND_TRIPS,
        ),
        (
            "clear empties the whole cache",
            CLEAR,
            "self.cache.clear()",
            "test_clear_keeps_the_results_of_another_alias",
        ),
        (
            "clear leaves the latest number",
            BOUNDS,
            '("start",)]',
            NOTHING_LEFT,
        ),
        (
            "clear leaves the number at which counting started",
            BOUNDS,
            '("latest",)]',
            NOTHING_LEFT,
        ),
        (
            "all test processes have the same keys",
            "os.environ.get(NAMESPACE)",
            "None",
            "test_process_that_runs_tests_leaves_the_results_of_others",
        ),
        (
            "all processes but those of tests have other keys",
            "os.environ.get(NAMESPACE)",
            'os.environ.get(NAMESPACE, "none")',
            "test_namespace_is_part_of_the_keys_only_in_tests",
        ),
        # Expiry
        (
            "the generation expires",
            'self._key("generation"), _new_generation, timeout=None',
            'self._key("generation"), _new_generation',
            OWN_TIMEOUT,
        ),
        (
            "the latest number expires",
            "cache.add(latest, now, timeout=None)",
            "cache.add(latest, now)",
            OWN_TIMEOUT,
        ),
        (
            "the latest number expires in files",
            NOT_ATOMIC,
            "NOT_ATOMIC = (DatabaseCache,)",
            OWN_TIMEOUT,
        ),
        (
            "the latest number expires in a table",
            NOT_ATOMIC,
            "NOT_ATOMIC = (FileBasedCache,)",
            IN_TABLE,
        ),
        ("TIMEOUT is ignored", TIMEOUT_OPTION, "DEFAULT_TIMEOUT", TIMEOUT),
        (
            "a TIMEOUT of None is ignored",
            TIMEOUT_OPTION,
            'options.get("TIMEOUT") or DEFAULT_TIMEOUT',
            TIMEOUT,
        ),
        (
            "results do not expire without TIMEOUT",
            TIMEOUT_OPTION,
            'options.get("TIMEOUT")',
            TIMEOUT,
        ),
        (
            "TIMEOUT is ignored for numbers",
            "result_id, self._timeout)",
            "result_id, None)",
            TIMEOUT,
        ),
        # Listing
        (
            "listing looks up more numbers than there can be",
            "counted.get(start, 0)",
            "0",
            "test_lookups_are_limited_to_possible_numbers",
        ),
        (
            "the first result is not listed",
            "counted.get(start, 0)",
            "counted.get(start, 0) + 1",
            ORDER,
        ),
        (
            "the list ends at the first result that is gone",
            "                if record is not None:\n",
            (
                "                if record is None and found:\n"
                "                    return from_records(reversed(found))\n"
                "                if record is not None:\n"
            ),
            GONE,
        ),
        (
            "an expired result is a bad record",
            "                if record is not None:\n",
            "                if key in ids:\n",
            GONE,
        ),
        (
            "numbers are looked up one by one",
            "ids = cache.get_many(keys)",
            (
                "ids = {key: cache.get(key) for key in keys}\n"
                "            ids = {key: id_ for key, id_ in ids.items() if id_ is not None}"
            ),
            BATCHES,
        ),
        (
            "records are looked up one by one",
            "record = records.get(self._key(generation, ids.get(key)))",
            "record = cache.get(self._key(generation, ids.get(key)))",
            BATCHES,
        ),
        (
            "listing looks up no number above the latest",
            "range(latest + ATTEMPTS, before, -BATCH)",
            "range(latest, before, -BATCH)",
            TWICE,
        ),
        (
            "the list ends at a batch that is not used yet",
            "if not ids and end <= latest:",
            "if not ids:",
            ORDER,
        ),
        (
            "all batches are looked up though the results have expired",
            "if not ids and end <= latest:",
            "if False:",
            "test_listing_ends_at_a_batch_of_expired_results",
        ),
        (
            "cached results are listed latest first",
            "from_records(reversed(found))",
            "from_records(found)",
            ORDER,
        ),
        # Keys
        (
            "aliases are not quoted",
            "_quoted(alias)",
            "alias",
            "test_alias_may_have_any_name",
        ),
        (
            "aliases that differ in case have almost the same keys",
            "[^a-z0-9_.~-]",
            "[^A-Za-z0-9_.~-]",
            "test_key_of_an_alias_is_another_one_without_case_too",
        ),
        (
            "all aliases have the same keys in the cache",
            ", self._alias))",
            "))",
            "test_aliases_are_kept_apart",
        ),
        # Retrieval
        (
            "aget finds nothing in the cache",
            "return await sync_to_async(self.get)(result_id)",
            "return None",
            FETCHED,
        ),
        (
            "the cache is asked for invalid ids",
            "        if not is_id(result_id):\n            return None\n",
            "",
            "test_invalid_id_needs_no_round_trip",
        ),
        # Options and checks
        (
            "CACHE is ignored",
            'options.get("CACHE", DEFAULT_CACHE_ALIAS)',
            "DEFAULT_CACHE_ALIAS",
            "test_cache_is_the_one_that_the_options_name",
        ),
        (
            "any text is a valid CACHE",
            CACHE_IS_VALID,
            "is_valid=lambda alias: isinstance(alias, str)",
            INVALID,
        ),
        (
            "a cache that does not exist is checked",
            'if not self.options["CACHE"].is_valid(self._cache_alias):',
            "if False:",
            INVALID,
        ),
        (
            "TIMEOUT can not be None",
            TIMEOUT_IS_VALID,
            "is_valid=lambda value: value is not None and is_positive_or_none(value)",
            TIMEOUT,
        ),
        (
            "any TIMEOUT is valid",
            TIMEOUT_IS_VALID,
            "is_valid=lambda value: bool(is_positive_or_none)",
            INVALID,
        ),
        (
            "the message of a dummy cache has no id",
            'id=f"{__package__}.E005"',
            "id=None",
            KEEPS_NOTHING,
        ),
        (
            "a dummy cache is only a warning",
            "checks.Error(",
            "checks.Warning(",
            KEEPS_NOTHING,
        ),
        (
            "the message of a cache in memory has no id",
            'id=f"{__package__}.W001"',
            "id=None",
            NOT_SHARED,
        ),
        (
            "a cache in memory is always a warning",
            IN_MEMORY,
            "if isinstance(self.cache, LocMemCache):",
            NOT_SHARED,
        ),
        (
            "a cache in memory is an error",
            "checks.Warning(",
            "checks.Error(",
            NOT_SHARED,
        ),
    ]
]
