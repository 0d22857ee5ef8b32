"""Mistakes in ``results.py``."""

from tests.faults.fault import ALL, MEMORY, Fault

COPY = "    return copy\n"
TO_JSON = "json.JSONEncoder(allow_nan=False, default=normalize_json)"
THROUGH_JSON = "through_json((args, kwargs))"

READY = "test_new_result_is_ready"
IDS = "test_ids_are_strings_of_1_to_64_characters"
IDS_ONCE = "test_ids_are_not_used_twice"
ENQUEUED_AT = "test_time_of_enqueueing_is_known"
JSON = "test_arguments_are_converted_to_json"
KEYS = "test_keys_that_are_not_strings"
NOT_JSON = "test_arguments_that_are_not_json_are_rejected"
TIME_LEFT = "test_time_left_is_never_negative"
NAIVE = "test_naive_time_is_in_the_current_time_zone"

NEW_RESULTS = [
    *(
        Fault(
            f"a new result {mistake}",
            "results.py",
            old,
            wrong,
            caught_by,
            # Records are strict JSON, whatever the arguments are.
            MEMORY if "NaN" in mistake else ALL,
        )
        for mistake, old, wrong, caught_by in [
            ("has too long an id", "secrets.token_hex(16)", "secrets.token_hex(33)", IDS),
            (
                "has an id of 31 characters",
                "secrets.token_hex(16)",
                "secrets.token_hex(16)[1:]",
                "test_ids_have_32_characters",
            ),
            (
                "has an id that is not a string",
                "secrets.token_hex(16)",
                "secrets.randbits(128)",
                IDS,
            ),
            ("has always the same id", "secrets.token_hex(16)", "'1' * 32", IDS_ONCE),
            (
                "has an id made of its arguments",
                "secrets.token_hex(16)",
                "f'{abs(hash((task.func, repr(args), repr(kwargs)))):032}'",
                IDS_ONCE,
            ),
            (
                "has an id of the clock",
                "secrets.token_hex(16)",
                "timezone.now().strftime('%Y%m%d%H%M%S').zfill(32)",
                IDS_ONCE,
            ),
            (
                "is enqueued at a naive time",
                "enqueued_at=timezone.now()",
                "enqueued_at=timezone.now().replace(tzinfo=None)",
                ENQUEUED_AT,
            ),
            (
                "is enqueued at an aware time without USE_TZ",
                "enqueued_at=timezone.now()",
                "enqueued_at=timezone.datetime.now(timezone.get_current_timezone())",
                "test_time_of_enqueueing_has_no_timezone_in_a_project_without[sync]",
            ),
            (
                "has no time of enqueueing",
                "enqueued_at=timezone.now()",
                "enqueued_at=None",
                ENQUEUED_AT,
            ),
            ("has started", "started_at=None", "started_at=timezone.now()", READY),
            ("was attempted", "last_attempted_at=None", "last_attempted_at=timezone.now()", READY),
            (
                "has finished",
                "finished_at=None,\n        args",
                "finished_at=timezone.now(),\n        args",
                READY,
            ),
            (
                "is running",
                "TaskResultStatus.READY",
                "TaskResultStatus.RUNNING",
                "test_task_is_not_run",
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
                THROUGH_JSON,
                "(through_json(args), dict(kwargs))",
                JSON,
            ),
            (
                "keeps its positional arguments as given",
                THROUGH_JSON,
                "(list(args), through_json(kwargs))",
                JSON,
            ),
            (
                "has arguments that only the framework normalized",
                "json.loads(_to_json(value))",
                "normalize_json(value)",
                KEYS,
            ),
            (
                "can have NaN as an argument",
                TO_JSON,
                TO_JSON.replace("allow_nan=False, ", ""),
                "test_nan_and_infinity",
            ),
            (
                "has text for what JSON cannot represent",
                TO_JSON,
                TO_JSON.replace("normalize_json", "str"),
                NOT_JSON,
            ),
            (
                "leaves out keys that are not text",
                TO_JSON,
                TO_JSON.replace("default", "skipkeys=True, default"),
                NOT_JSON,
            ),
            (
                "rejects bytes that are text",
                TO_JSON,
                TO_JSON.replace(", default=normalize_json", ""),
                "test_return_value_goes_through_json",
            ),
            (
                "has no positional arguments",
                '    object.__setattr__(result, "args", args)\n',
                "",
                "test_result_names_its_task_and_backend",
            ),
            (
                "has no keyword arguments",
                '    object.__setattr__(result, "kwargs", kwargs)\n',
                "",
                "test_result_names_its_task_and_backend",
            ),
        ]
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
            ("run_after", None, "test_run_after_is_kept_or_rejected"),
            ("priority", 0, "test_priority_is_kept_or_rejected"),
            ("queue_name", "'default'", "test_queue_is_kept"),
            ("takes_context", False, "test_task_may_take_its_context"),
        ]
    ),
]

COPIES = [
    *(
        Fault(
            f"the copy {mistake}",
            "results.py",
            old,
            new,
            "test_changing_a_result_does_not_change_the_stored_result",
            MEMORY,  # In other scopes, nothing that is stored can be shared.
        )
        for mistake, old, new in [
            ("is shallow", COPY, "    from copy import copy as same\n\n    return same(result)\n"),
            ("shares the errors", "[*result.errors]", "result.errors"),
            ("shares the workers", "[*result.worker_ids]", "result.worker_ids"),
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
            f'    object.__setattr__(copy, "{name}", {value})\n{COPY}',
            "test_fetched_result_equals_the_one_returned",
        )
        for mistake, name, value in [
            ("has an id of its own", "id", "secrets.token_hex(16)"),
            ("was enqueued later", "enqueued_at", "timezone.now()"),
        ]
    ),
    Fault(
        "the copy has none of the changes",
        "results.py",
        "        **changes,\n",
        "",
        "test_task_sees_itself_running",
    ),
    Fault(
        "the task is copied too",
        "results.py",
        COPY,
        "    from copy import deepcopy\n\n    return deepcopy(result)\n",
        "test_task_bound_to_another_name_is_rejected_or_works",
        scopes=MEMORY,
        django="6.1",
    ),
]

DUE = [
    Fault(f"the time left {mistake}", "results.py", old, new, caught_by)
    for mistake, old, new, caught_by in [
        (
            "is negative",
            "return max(due - now, timedelta())",
            "return due - now",
            TIME_LEFT,
        ),
        ("is always zero", "max(due - now", "min(due - now", TIME_LEFT),
        (
            "needs a time to be due",
            "result.task.run_after or now",
            "result.task.run_after",
            TIME_LEFT,
        ),
        (
            "needs an aware current time",
            "        now = timezone.make_aware(now)\n",
            "        pass\n",
            f"{NAIVE}[now]",
        ),
        (
            "needs an aware time to be due",
            "        due = timezone.make_aware(due)\n",
            "        pass\n",
            f"{NAIVE}[run_after]",
        ),
        (
            "counts from a naive time in UTC",
            "now = timezone.make_aware(now)",
            "now = timezone.make_aware(now, timezone.get_fixed_timezone(0))",
            f"{NAIVE}[now]",
        ),
        (
            "counts to a naive time in UTC",
            "due = timezone.make_aware(due)",
            "due = timezone.make_aware(due, timezone.get_fixed_timezone(0))",
            f"{NAIVE}[run_after]",
        ),
    ]
]

FAULTS = [*NEW_RESULTS, *COPIES, *DUE]
