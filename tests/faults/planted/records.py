"""Mistakes in ``records.py``."""

from tests.faults.fault import CACHE, DATABASE, RECORDS, Fault

EACH_FIELD = "    for field in fields(task):\n"
TO_JSON = "json.dumps(record, allow_nan=False)"
IS_JSON = "bool(json.loads(json.dumps(value, allow_nan=False)) == value)"
KNOWN_JSON = "type(value) in {str, bool}"
SAME_FUNCTION = "if imported.func is not task.func:"
SAME_VALUE = "elif value != getattr(imported, field.name):"
IS_TASK = "if not isinstance(task, Task):"
TEXT_OF_TIME = 'return f"{value.isoformat()}[{name}]"'
OFFSET_OF_TIME = "        return value.isoformat()\n"
SAME_OFFSET = "if zone is None or value.replace(tzinfo=zone).utcoffset() != value.utcoffset():"
NOT_FOUND = "except (KeyError, OSError, ValueError):"
IS_ID = 'isinstance(value, str) and re.fullmatch(r"[0-9a-f]{32}", value)'
RESTORED_TASK = 'return replace(_import_task(record["path"]), **values)'
WITH_ARGUMENTS = 'return with_arguments(result, record["args"], record["kwargs"])'

KEPT = "test_every_field_is_kept"
QUEUE = "test_queue_is_kept"
PRIORITY = "test_priority_is_kept_or_rejected"
RUN_AFTER = "test_run_after_is_kept_or_rejected"
ALIASES = "test_fetched_result_has_the_alias_of_its_task"
STRICT = "test_record_is_strict_json_in_ascii"
HOUR = "test_ambiguous_and_imaginary_times_are_kept"
ZONE = "test_unknown_time_zone_becomes_an_offset"
MOMENT = "test_time_is_kept_with_any_timezone"
OTHER_NAME = "test_task_bound_to_another_name_is_rejected"
CHANGED_FIELD = "test_field_that_is_not_json_and_was_changed_is_rejected"
BAD_RECORD = "test_bad_record_is_an_error_that_names_the_result"
BAD_IN_LIST = "test_bad_record_does_not_hide_the_good_ones"

RECORDING = [
    Fault(f"a record {mistake}", "records.py", old, new, caught_by, scopes=RECORDS)
    for mistake, old, new, caught_by in [
        *(
            (
                f"lacks the {name.replace('_', ' ')} of the task",
                EACH_FIELD,
                f'{EACH_FIELD}        if field.name == "{name}":\n            continue\n',
                caught_by,
            )
            for name, caught_by in [
                ("priority", PRIORITY),
                ("queue_name", QUEUE),
                ("backend", ALIASES),
            ]
        ),
        (
            "lacks the time before which the task is not run",
            "values[field.name] = _time_to_text(value)",
            "values[field.name] = None",
            RUN_AFTER,
        ),
        (
            "never says that the task takes its context",
            "            values[field.name] = value\n",
            "            values[field.name] = field.name != 'takes_context' and value\n",
            "test_task_may_take_its_context",
        ),
        (
            "lacks the fields of a subclass of Task",
            EACH_FIELD,
            "    for field in fields(Task):\n",
            KEPT,
        ),
        (
            "has the name of the default backend",
            '"backend": result.backend',
            '"backend": "default"',
            ALIASES,
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
        ("lacks the tracebacks", '"traceback": error.traceback', '"traceback": ""', KEPT),
        ("can have NaN", TO_JSON, "json.dumps(record)", STRICT),
        (
            "is not ASCII",
            TO_JSON,
            TO_JSON.replace(")", ", ensure_ascii=False)"),
            STRICT,
        ),
        (
            "has times without their microseconds",
            OFFSET_OF_TIME,
            OFFSET_OF_TIME.replace("isoformat()", "isoformat(timespec='seconds')"),
            RUN_AFTER,
        ),
        (
            "has times without their offset",
            OFFSET_OF_TIME,
            '        return value.isoformat().partition("+")[0]\n',
            RUN_AFTER,
        ),
        (
            "has every time in UTC",
            OFFSET_OF_TIME,
            (
                "        from datetime import timezone as zones\n\n"
                "        aware = value.tzinfo is not None\n"
                "        return (value.astimezone(zones.utc) if aware else value).isoformat()\n"
            ),
            KEPT,
        ),
        (
            "has times without the name of their time zone",
            'getattr(value.tzinfo, "key", None)',
            "None",
            HOUR,
        ),
        (
            "has the name of a time zone but no offset",
            TEXT_OF_TIME,
            'return f"{value.replace(tzinfo=None).isoformat()}[{name}]"',
            HOUR,
        ),
        (
            "has the name of a time zone that has another offset",
            SAME_OFFSET,
            "if zone is None:",
            f"{ZONE}['Asia/Tokyo']",
        ),
        (
            "can have a task of the module that was run",
            "if task.func.__module__ in MAIN_MODULES:",
            "if False:",
            "test_task_of_the_main_module_is_rejected",
        ),
        (
            "can have a task whose path leads to another",
            SAME_FUNCTION,
            f"{SAME_FUNCTION[:-1]} and False:",
            "test_task_whose_path_leads_to_another_is_rejected",
        ),
        (
            "can have a task that is bound to another name",
            IS_TASK,
            "if not callable(task):",
            OTHER_NAME,
        ),
        (
            "that can not be restored is not an invalid task",
            "raise InvalidTask(str(error)) from error",
            "raise",
            OTHER_NAME,
        ),
        (
            "lacks a changed field that is not JSON",
            SAME_VALUE,
            "elif False:",
            CHANGED_FIELD,
        ),
        (
            "can not have an unchanged field that is not JSON",
            SAME_VALUE,
            "else:",
            "test_field_that_is_not_json_comes_from_the_imported_task",
        ),
        (
            "has a list instead of a tuple",
            IS_JSON,
            "json.dumps(value, allow_nan=False) is not None",
            f"{CHANGED_FIELD}[sync-(1, 2)]",
        ),
        (
            "can have infinity in a field",
            IS_JSON,
            "bool(json.loads(json.dumps(value)) == value)",
            f"{CHANGED_FIELD}[sync-inf]",
        ),
        (
            "can have any float in a field",
            KNOWN_JSON,
            KNOWN_JSON.replace("bool", "bool, float"),
            f"{CHANGED_FIELD}[sync-inf]",
        ),
    ]
]

RESTORING = [
    Fault(intent, "records.py", old, new, caught_by, scopes=RECORDS)
    for intent, old, new, caught_by in [
        (
            "a naive time becomes an aware one",
            "    if not name:\n        return value\n",
            "    if not name:\n        return value if value.tzinfo else value.astimezone()\n",
            KEPT,
        ),
        (
            "the first of two hours is restored for both",
            "if local.utcoffset() == value.utcoffset():",
            "if local.utcoffset():",
            f"{HOUR}[1-twice]",
        ),
        (
            "an hour that never was is restored as another",
            "for fold in (0, 1):",
            "for fold in (0,):",
            f"{HOUR}[1-never]",
        ),
        (
            "changed rules of a time zone change a time",
            "return value.astimezone(zone)",
            "return value.replace(tzinfo=zone)",
            MOMENT,
        ),
        (
            "the error of a name that no time zone can have propagates",
            NOT_FOUND,
            "except KeyError:",
            f"{ZONE}['/etc/localtime']",
        ),
        (
            "a time in an unknown time zone is lost",
            "return value  # The same",
            "return None  # The same",
            MOMENT,
        ),
        (
            "the time before which a task is not run is not restored",
            'values["run_after"] = _time_from_text(values["run_after"])',
            'values["run_after"] = None',
            RUN_AFTER,
        ),
        (
            "the fields of a task are not restored",
            RESTORED_TASK,
            'return _import_task(record["path"])',
            QUEUE,
        ),
        (
            "positional arguments are not restored",
            WITH_ARGUMENTS,
            WITH_ARGUMENTS.replace('record["args"]', "[]"),
            KEPT,
        ),
        (
            "keyword arguments are not restored",
            WITH_ARGUMENTS,
            WITH_ARGUMENTS.replace('record["kwargs"]', "{}"),
            KEPT,
        ),
        (
            "the return value is not restored",
            'object.__setattr__(result, "_return_value", record["return_value"])',
            "pass",
            KEPT,
        ),
        (
            "the version of a record is not checked",
            'if record["version"] != RECORD_VERSION:',
            "if False:",
            BAD_RECORD,
        ),
        (
            "the record of another result is accepted",
            'if record["id"] != result_id:',
            "if False:",
            BAD_RECORD,
        ),
        *(
            (
                f"anything can be the {name} of a record",
                f'"{name}": {kind}{end}',
                f'"{name}": object{end}',
                f"{BAD_RECORD}[sync-its record is damaged (TypeError: {name} isn't a {kind}",
            )
            for name, kind, end in [("kwargs", "dict", ","), ("worker_ids", "list", "}")]
        ),
        (
            "anything that can be called is a task",
            IS_TASK,
            "if not callable(task):",
            f"{BAD_RECORD}[sync-os.path.join isn't a task]",
        ),
        (
            "the error of a module that can not be imported propagates",
            "    except Exception as error:\n        # Importing",
            "    except ImportError as error:\n        # Importing",
            f"{BAD_RECORD}[sync-there is no task broken_tasks.task]",
        ),
        (
            "the error of a damaged record propagates",
            "except Exception as error:  # noqa: BLE001",
            "except (KeyError, TypeError, ValueError) as error:",
            BAD_RECORD,
        ),
        (
            "a task that is no longer valid is a damaged record",
            "except InvalidTask as error:",
            "except ZeroDivisionError as error:",
            f"{BAD_RECORD}[sync-its task isn't valid: ",
        ),
        (
            "the error of a bad record does not name the result",
            '''f"The task result {result_id} can't be restored: {reason}"''',
            '''f"A task result can't be restored: {reason}"''',
            BAD_RECORD,
        ),
        (
            "a bad record stops the list of results",
            "(_from_record_or_none(*pair) for pair in records)",
            "(from_record(*pair) for pair in records)",
            BAD_IN_LIST,
        ),
        (
            "a bad record hides those after it",
            "return (result for result in restored if result is not None)",
            "return iter(restored.__next__, None)",
            BAD_IN_LIST,
        ),
        (
            "a bad record is skipped silently",
            'logger.warning("%s", error)',
            "pass",
            BAD_IN_LIST,
        ),
        (
            "a bad record is not logged as a warning",
            'logger.warning("%s", error)',
            'logger.info("%s", error)',
            BAD_IN_LIST,
        ),
    ]
]

IDS = [
    Fault(
        "an id that is not a string is an error of its own",
        "records.py",
        IS_ID,
        IS_ID.partition(" and ")[2],
        "test_id_that_is_not_a_string_does_not_exist",
        scopes=RECORDS,
    ),
    *(
        Fault(
            f"an id can have anything after it in the {where}",
            "records.py",
            "re.fullmatch(",
            "re.match(",
            caught_by,
            scopes=scopes,
        )
        for where, caught_by, scopes in [
            ("cache", "test_invalid_id_needs_no_round_trip", CACHE),
            ("database", "test_invalid_id_needs_no_query", DATABASE),
        ]
    ),
]

FAULTS = [*RECORDING, *RESTORING, *IDS]
