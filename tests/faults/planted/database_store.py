"""Mistakes in the ``store.py`` of the scope database."""

from tests.faults.fault import DATABASE, Fault

INVALID_ID = "        if not is_id(result_id):\n            return None\n"
GET = "record = self._records().get(result_id=result_id)"
AGET = "record = await self._records().aget(result_id=result_id)"
LIST = 'self._rows().order_by("pk").values_list("record", "result_id")'
REPLACE = "self._rows().filter(result_id=result.id).update(**columns(result))"
IMPORT = "from .models import StoredResult; "
WRITTEN = "using(router.db_for_write(StoredResult))"
INSTALLED = "if apps.is_installed(str(__package__)):"
CLAMP = "    value = min(max(value, EARLIEST), LATEST)\n"
AWARE = "    if settings.USE_TZ:\n        return value\n"

QUERIES = "test_number_of_queries_does_not_depend_on_how_many_are_kept"
ALIASES = "test_aliases_are_kept_apart"
NO_ID = "test_invalid_id_needs_no_query"
ROUTERS = "test_routers_say_which_database_is_written"
NAMES = "test_columns_show_the_printable_part_of_a_name"
ANY_TIME = "test_any_time_is_kept"
LOCAL_TIME = "test_column_of_a_time_is_local_without_use_tz"
COLUMNS = "test_columns_match_the_record"
OF_A_TASK = "test_columns_of_a_task_with_a_priority_and_a_time_say_so"
NOT_INSTALLED = "test_application_that_is_not_installed_is_an_error"

FAULTS = [
    Fault(intent, "store.py", old, new, caught_by, scopes=DATABASE)
    for intent, old, new, caught_by in [
        # Queries
        (
            "each record is read in a query of its own",
            LIST,
            "((row.record, row.result_id) for row in self._rows().order_by('pk').only('pk'))",
            QUERIES,
        ),
        (
            "a result is looked for before it is read",
            f"            {GET}\n",
            (
                "            if not self._rows().filter(result_id=result_id).exists():\n"
                "                return None\n"
                f"            {GET}\n"
            ),
            QUERIES,
        ),
        (
            "a result is read after it is added",
            "self._table().create(**columns(result))",
            "self._table().create(**columns(result)).refresh_from_db()",
            QUERIES,
        ),
        *(
            (
                f"results are listed in the order of {order}",
                'order_by("pk")',
                f'order_by("{order}")',
                "test_results_are_in_the_order_of_storing_with_any_clock",
            )
            for order in ("result_id", "enqueued_at")
        ),
        (
            "get finds the results of any alias",
            GET,
            GET.replace("_records()", "_table().values_list('record', flat=True)"),
            f"{ALIASES}[sync]",
        ),
        (
            "aget finds the results of any alias",
            AGET,
            AGET.replace("_records()", "_table().values_list('record', flat=True)"),
            f"{ALIASES}[async]",
        ),
        (
            "an alias with special characters has no results",
            "backend__endswith=self._alias",
            "backend__regex=self._alias",
            "test_aliases_that_a_database_may_take_for_one_are_kept_apart",
        ),
        (
            "the results of all aliases are listed",
            f"        return from_records({LIST})",
            f"        {IMPORT}return from_records({LIST})".replace(
                "self._rows()", "StoredResult.objects"
            ),
            "test_results_of_another_alias_are_not_listed",
        ),
        (
            "clear removes the results of all aliases",
            '        self._rows().defer("record").delete()',
            f"        {IMPORT}StoredResult.objects.all().delete()",
            "test_clear_keeps_the_results_of_another_alias",
        ),
        (
            "clear fetches records",
            'defer("record").delete()',
            "delete()",
            "test_receiver_of_deletions_does_not_make_it_fetch_records[clear]",
        ),
        (
            "the routers are not asked",
            WRITTEN,
            'using("default")',
            ROUTERS,
        ),
        (
            "results are read from a replica",
            WRITTEN,
            "all()",
            "test_results_are_read_from_the_database_that_is_written",
        ),
        (
            "aadd adds no row",
            "await self._table().acreate(**columns(result))",
            "columns(result)",
            "test_fetched_result_equals_the_one_returned[async]",
        ),
        (
            "the database is asked for invalid ids",
            f"{INVALID_ID}        try:\n            {GET}",
            f"        try:\n            {GET}",
            f"{NO_ID}[sync]",
        ),
        (
            "the database is asked for invalid ids by aget",
            f"{INVALID_ID}        try:\n            {AGET}",
            f"        try:\n            {AGET}",
            f"{NO_ID}[async]",
        ),
        # Replacing
        (
            "a result that was removed is added again",
            REPLACE,
            "self._table().update_or_create(defaults=columns(result), result_id=result.id)",
            "test_removed_result_is_not_replaced",
        ),
        (
            "a replaced result becomes the latest one",
            REPLACE,
            "self._rows().filter(result_id=result.id).delete() and self.add(result)",
            "test_replaced_result_keeps_its_position",
        ),
        # The check
        (
            "the message of the application has no id",
            'id=f"{__package__}.E004"',
            "id=None",
            NOT_INSTALLED,
        ),
        (
            "an application that is not installed is not reported",
            INSTALLED,
            "if True:",
            NOT_INSTALLED,
        ),
        (
            "an application that is not installed is only a warning",
            "checks.Error(",
            "checks.Warning(",
            NOT_INSTALLED,
        ),
        # Columns
        (
            "a record can have any length",
            "if len(record) > MAX_LENGTH:",
            "if False:",
            "test_large_result_is_kept_up_to_a_limit",
        ),
        (
            "columns have characters that databases reject",
            "if not text.isprintable():",
            "if False:",
            NAMES,
        ),
        ("columns are too long", "text[:255]", "text[:256]", NAMES),
        *(
            (f"columns have {times}", CLAMP, wrong, ANY_TIME)
            for times, wrong in [
                ("times that are too early", "    value = min(value, LATEST)\n"),
                ("times that are too late", "    value = max(value, EARLIEST)\n"),
            ]
        ),
        ("columns have aware times without USE_TZ", AWARE, "    return value\n", ANY_TIME),
        ("columns have naive times with USE_TZ", AWARE, "", COLUMNS),
        (
            "columns have times in UTC without USE_TZ",
            "return timezone.make_naive(value, timezone.get_default_timezone())",
            "return timezone.make_naive(value, EARLIEST.tzinfo)",
            LOCAL_TIME,
        ),
        (
            "naive times are in UTC",
            "timezone.make_aware(value, timezone.get_default_timezone())",
            "timezone.make_aware(value, EARLIEST.tzinfo)",
            LOCAL_TIME,
        ),
        (
            "a naive time can not be stored",
            "if timezone.is_naive(value):",
            "if False:",
            "test_time_of_enqueueing_has_no_timezone_in_a_project_without[sync]",
        ),
        *(
            (
                f"the column {name} has another value",
                f'"{name}": {right}',
                f'"{name}": {wrong}',
                caught_by,
            )
            for name, right, wrong, caught_by in [
                ("task", "_text(task.module_path)", "_text(task.name)", COLUMNS),
                (
                    "started_at",
                    "column_time(result.started_at)",
                    "column_time(result.finished_at)",
                    LOCAL_TIME,
                ),
                ("priority", "task.priority", "0", OF_A_TASK),
                ("run_after", "column_time(task.run_after)", "None", OF_A_TASK),
            ]
        ),
    ]
]
