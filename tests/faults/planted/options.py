"""Mistakes in ``options.py``."""

from tests.faults.fault import CACHE, MEMORY, Fault

EACH = "    for name, value in backend.options.items():\n"
UNKNOWN = "if option is None and name != TASK_CLASS:"
INVALID = "elif option is not None and not option.is_valid(value):"
POSITIVE_OR_NONE = "return value is None or (type(value) is int and value > 0)"
SUBCLASS = "if isinstance(found, type) and issubclass(found, default):"

UNKNOWN_OPTION = "test_unknown_option_is_an_error"
INVALID_VALUE = "test_invalid_value_is_an_error"
ANYTHING_ELSE = "test_value_can_not_be_anything_else"
TASK_CLASS = "test_task_class_is_the_one_that_the_option_names"
INVALID_CLASS = "test_invalid_task_class_is_an_error"
NOT_IMPORTED = "test_error_includes_why_a_task_class_cannot_be_imported"

FAULTS = [
    *(
        Fault(intent, "options.py", old, new, caught_by)
        for intent, old, new, caught_by in [
            ("no option is checked", EACH, f"    return []\n{EACH}", UNKNOWN_OPTION),
            (
                "the message of an unknown option has no id",
                'id=f"{__package__}.E002"',
                "id=None",
                UNKNOWN_OPTION,
            ),
            (
                "the message of an invalid value has no id",
                '                    id=f"{__package__}.E003",\n',
                "",
                INVALID_VALUE,
            ),
            (
                "the message of an invalid task class has no id",
                ', hint=hint, id=f"{__package__}.E003"',
                ", hint=hint",
                INVALID_CLASS,
            ),
            (
                "the message of an unknown option is only a warning",
                'checks.Error(\n                    f"{where} has an unknown option',
                'checks.Warning(\n                    f"{where} has an unknown option',
                UNKNOWN_OPTION,
            ),
            (
                "the message of an invalid value is only a warning",
                'checks.Error(\n                    f"{where}[{name!r}] must be',
                'checks.Warning(\n                    f"{where}[{name!r}] must be',
                INVALID_VALUE,
            ),
            (
                "the message of an invalid task class is only a warning",
                "checks.Error(str(error)",
                "checks.Warning(str(error)",
                INVALID_CLASS,
            ),
            ("unknown options are not reported", UNKNOWN, "if False:", UNKNOWN_OPTION),
            ("the task class is an unknown option", UNKNOWN, "if option is None:", TASK_CLASS),
            (
                "invalid values are not reported",
                INVALID,
                "elif False:",
                INVALID_VALUE,
            ),
            (
                "the first mistake hides the others",
                EACH,
                f"{EACH}        if messages:\n            break\n",
                "test_all_unknown_options_are_reported",
            ),
            (
                "the hint does not list the option of all stores",
                "sorted([*options, TASK_CLASS])",
                "sorted(options)",
                UNKNOWN_OPTION,
            ),
            (
                "a message names the default alias",
                "where = f\"TASKS[{backend.alias!r}]['OPTIONS']\"",
                "where = \"TASKS['default']['OPTIONS']\"",
                "test_django_runs_the_checks",
            ),
            (
                "True is a positive number",
                POSITIVE_OR_NONE,
                POSITIVE_OR_NONE.replace("type(value) is int", "isinstance(value, int)"),
                ANYTHING_ELSE,
            ),
            (
                "zero is a positive number",
                POSITIVE_OR_NONE,
                POSITIVE_OR_NONE.replace("> 0", ">= 0"),
                ANYTHING_ELSE,
            ),
            (
                "None is not a valid value",
                POSITIVE_OR_NONE,
                "return type(value) is int and value > 0",
                "test_value_can_be_positive_or_none",
            ),
            (
                "the task class is not checked",
                "        _ = backend.task_class\n",
                "        pass\n",
                INVALID_CLASS,
            ),
            (
                "the error of a task class is not a message",
                "    except ImproperlyConfigured as error:",
                "    except ImportError as error:",
                INVALID_CLASS,
            ),
            (
                "no task class is an invalid one",
                "    if path is None:\n",
                "    if TASK_CLASS not in options:\n",
                f"{TASK_CLASS}[None]",
            ),
            (
                "an empty task class is the default",
                "    if path is None:\n",
                "    if not path:\n",
                INVALID_CLASS,
            ),
            (
                "an error of the import propagates",
                "    except Exception as error:  # noqa: BLE001\n",
                "    except ImportError as error:\n",
                INVALID_CLASS,
            ),
            (
                "the error does not say why the import failed",
                'reason = f" ({type(error).__name__}: {error})"',
                "pass",
                NOT_IMPORTED,
            ),
            (
                "any class can be the task class",
                SUBCLASS,
                "if isinstance(found, type):",
                INVALID_CLASS,
            ),
            (
                "anything that can be imported can be the task class",
                SUBCLASS,
                "if found is not None:",
                INVALID_CLASS,
            ),
            (
                "only the default can be the task class",
                SUBCLASS,
                "if found is default:",
                TASK_CLASS,
            ),
        ]
    ),
    Fault(
        "the hint does not list the options of the store",
        "options.py",
        "sorted([*options, TASK_CLASS])",
        "[TASK_CLASS]",
        UNKNOWN_OPTION,
        scopes=(*MEMORY, *CACHE),  # The store of the database has no options.
    ),
]
