"""Mistakes in the command ``prune_task_results``."""

from tests.faults.fault import DATABASE, Fault

STATUS = 'status__in=options["status"]'
OUT_OF_RANGE = "except (OverflowError, ValueError):"

REMOVED = "test_results_are_removed_by_age_and_status"
INVALID_AGE = "test_age_that_is_not_a_number_is_rejected"

FAULTS = [
    Fault(
        intent,
        "management/commands/prune_task_results.py",
        old,
        new,
        caught_by,
        scopes=DATABASE,
    )
    for intent, old, new, caught_by in [
        (
            "results as old as the age are removed",
            "enqueued_at__lt=",
            "enqueued_at__lte=",
            "test_result_that_is_as_old_as_the_age_is_left",
        ),
        ("results younger than the age are removed", "__lt=", "__gt=", REMOVED),
        ("prune ignores the status", STATUS, "status__isnull=False", REMOVED),
        (
            "prune ignores all statuses but one",
            STATUS,
            'status=options["status"][-1]',
            REMOVED,
        ),
        (
            "prune ignores the age if there is a status",
            '"0s" if age is None',
            '"0s" if options["status"] or age is None',
            REMOVED,
        ),
        ("a dry run removes results", "{rows.count()}", "{self.remove(rows)}", REMOVED),
        ("prune removes only one batch", "while batch", "if batch", REMOVED),
        (
            "prune removes the latest results first",
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
            (f"prune counts {unit} as {wrong}", f'"{unit}"', f'"{wrong}"', REMOVED)
            for unit, wrong in [("minutes", "seconds"), ("weeks", "days")]
        ),
        ("prune reads only the start of an age", "re.fullmatch(", "re.match(", INVALID_AGE),
        ("prune accepts digits of any script", "[0-9]+", r"\d+", INVALID_AGE),
        (
            "the error of an age beyond the calendar propagates",
            OUT_OF_RANGE,
            "except ValueError:",
            INVALID_AGE,
        ),
        (
            "the error of a number that is too long propagates",
            OUT_OF_RANGE,
            "except OverflowError:",
            INVALID_AGE,
        ),
        (
            "prune removes everything without options",
            'if age is None and not options["status"]:',
            "if False:",
            "test_age_or_status_is_required",
        ),
        (
            "any text is a status",
            "            choices=TaskResultStatus.values,\n",
            "",
            "test_unknown_status_is_rejected",
        ),
        (
            "a terminal shows no progress",
            "if total is not None:",
            "if False:",
            "test_terminal_shows_progress",
        ),
        (
            "progress is also written to files",
            "rows.count() if self.stdout.isatty() else None",
            "rows.count()",
            REMOVED,
        ),
        (
            "prune fetches records",
            '.defer("record")',
            "",
            "test_receiver_of_deletions_does_not_make_it_fetch_records[prune]",
        ),
        (
            "prune does not ask the routers",
            "using(router.db_for_write(StoredResult))",
            'using("default")',
            "test_routers_say_which_database_is_written",
        ),
    ]
]
