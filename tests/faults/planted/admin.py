"""Mistakes in ``admin.py``."""

from tests.faults.fault import DATABASE, Fault

READ_ERRORS = "(KeyError, RecursionError, TypeError, ValueError)"
ERRORS = "except (KeyError, TypeError):"
AS_HTML = 'format_html_join("", block, [(_text(value),) for value in values])'
SEARCH = 'search_fields = ("task", "=result_id")'
ON_ONE_LINE = "return text if len(text) <= LINE else "

LIST = "test_list_shows_the_latest_result_first"
RECORD = "test_detail_page_shows_the_record"
OUTCOME = "test_detail_shows_the_outcome_and_escapes_it"
DAMAGED = "test_detail_of_a_damaged_record_can_be_looked_at"

FAULTS = [
    Fault(intent, "admin.py", old, new, caught_by, scopes=DATABASE)
    for intent, old, new, caught_by in [
        *(
            (
                f"results can be {done} in the admin",
                f'        """Return ``False``: {why}."""\n        return False\n',
                "        return True\n",
                "test_nothing_can_be_added_changed_or_deleted",
            )
            for done, why in [
                ("added", "tasks are enqueued by code"),
                ("changed", "the columns would differ from the record"),
                ("deleted", "``prune_task_results`` removes results"),
            ]
        ),
        (
            "the admin does not escape what it shows",
            AS_HTML,
            (
                '__import__("django").utils.safestring.mark_safe('
                '"".join(block.format(_text(value)) for value in values))'
            ),
            OUTCOME,
        ),
        *(
            (f"the admin raises a {error}", READ_ERRORS, caught, DAMAGED)
            for error, caught in [
                ("KeyError", "(RecursionError, TypeError, ValueError)"),
                ("RecursionError", "(KeyError, TypeError, ValueError)"),
                ("TypeError", "(KeyError, RecursionError, ValueError)"),
            ]
        ),
        *(
            (f"the admin raises a {error} for bad errors", ERRORS, f"except {caught}:", DAMAGED)
            for error, caught in [("KeyError", "TypeError"), ("TypeError", "KeyError")]
        ),
        (
            "the admin expects a list of workers",
            "if isinstance(worker_ids, list)",
            "if worker_ids",
            DAMAGED,
        ),
        (
            "the admin escapes characters that are not ASCII",
            "value, ensure_ascii=False)\n",
            "value)\n",
            RECORD,
        ),
        ("the admin shows long JSON on one line", ON_ONE_LINE, "return text if True else ", RECORD),
        (
            "the admin shows short JSON on several lines",
            ON_ONE_LINE,
            "return text if False else ",
            RECORD,
        ),
        (
            "the admin does not search for tasks",
            SEARCH,
            'search_fields = ("=result_id",)',
            "test_list_is_searched_and_filtered",
        ),
        (
            "the admin does not search for ids",
            SEARCH,
            'search_fields = ("task",)',
            "test_list_is_searched_by_id",
        ),
        *(
            (
                f"the admin has no filter for the {name}",
                f'        ("{name}", admin.AllValuesFieldListFilter),\n',
                "",
                LIST,
            )
            for name in ("queue_name", "backend")
        ),
        (
            "the admin lists the oldest result first",
            'ordering = ("-pk",)',
            'ordering = ("pk",)',
            LIST,
        ),
        (
            "the admin lists records",
            'super().get_queryset(request).defer("record")',
            "super().get_queryset(request)",
            "test_list_does_not_fetch_the_records",
        ),
        (
            "the admin does not escape lone surrogates",
            'text.encode(errors="backslashreplace").decode()',
            "text",
            "test_detail_shows_lone_surrogates_escaped",
        ),
        ("the admin does not show arguments", '"arguments", ', "", OUTCOME),
        ("the admin does not show workers", '"errors", "worker_ids")', '"errors")', OUTCOME),
        (
            "the admin shows no return value",
            'if row.status == "SUCCESSFUL"',
            "if not row.status",
            f"{OUTCOME}[successful]",
        ),
        (
            "the admin shows no tracebacks",
            'error["traceback"]',
            'error["exception_class_path"]',
            f"{OUTCOME}[failed]",
        ),
    ]
]
