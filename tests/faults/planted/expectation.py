"""Mistakes in ``expectation.py``."""

from tests.faults.fault import Fault

NO_MATCH = "test_arguments_do_not_match"
ATTRIBUTES = "test_attributes_match"
SEVERAL = "test_several_tasks_may_be_chosen_or_excluded"
TOLD = "test_tasks_that_are_counted_and_excluded_are_told"
CHOSEN = "test_task_and_queue_may_be_chosen"
USING = "test_what_using_changed_is_expected"
ORIGINAL = "test_what_using_changed_is_found_out_from_the_module_of_the_task"
NEAREST = "test_closest_results_come_first_with_their_differences"
SPANS = "test_times_are_compared_as_spans"
LONG = "test_long_values_are_cut_to_where_they_differ"
IMPOSSIBLE = "test_impossible_expectation_is_rejected"

FAULTS = [
    Fault(f"the tools {mistake}", "expectation.py", old, new, caught_by)
    for mistake, old, new, caught_by in [
        (
            "reject impossible arguments",
            "except TypeError:",
            "except KeyError:",
            NO_MATCH,
        ),
        ("ignore more positional arguments", 'if name[0] == "*"}', "if not name}", NO_MATCH),
        (
            "ignore what was not expected",
            "        if not is_complete:\n            if",
            "        if expected:\n            if",
            NO_MATCH,
        ),
        *(
            (
                f"ignore the {name}",
                f'        yield from _compare("{name}", self.{name}, task.{name})\n',
                "",
                ATTRIBUTES,
            )
            for name in ("queue_name", "priority")
        ),
        (
            "ignore when it is due",
            "        yield from self._compare_run_after(task.run_after)\n",
            "",
            ATTRIBUTES,
        ),
        ("ignore how far it may be off", "(self.delta or timedelta())", "timedelta()", ATTRIBUTES),
        (
            "compare a time without a timezone to one with a timezone",
            "timezone.is_aware(expected) == timezone.is_aware(found)",
            "self",
            ATTRIBUTES,
        ),
        (
            "ignore the alias",
            "        if self.task is not None:\n            yield",
            "        if self.task is None:\n            yield",
            "test_nothing_is_enqueued",
        ),
        (
            "ignore the task",
            "            raise AssertionError(msg)\n        return False\n",
            "            raise AssertionError(msg)\n        return True\n",
            "test_nothing_is_enqueued",
        ),
        (
            "hide that a module was reloaded",
            "            raise AssertionError(msg)\n        return False\n",
            "        return False\n",
            "test_task_of_a_reloaded_module_is_another_one",
        ),
        (
            "find a task by its path",
            "self.task is None or self.task.func is result.task.func",
            "self.task is None or self.task.module_path == result.task.module_path",
            "test_task_of_a_reloaded_module_is_another_one",
        ),
        (
            "compare with what is not a task",
            "None if task is None else find_task(task)",
            "task",
            "test_task_that_cannot_be_expected_is_rejected",
        ),
        (
            "choose everything if nothing is chosen",
            "selected = [None] if tasks is None else",
            "selected = [None] if not tasks else",
            SEVERAL,
        ),
        (
            "choose what is excluded",
            "return is_selected and not any(",
            "return is_selected or any(",
            SEVERAL,
        ),
        (
            "take a list of tasks for a task",
            "[*tasks] if isinstance(tasks, (list, tuple, set, frozenset)) else [tasks]",
            "[tasks]",
            SEVERAL,
        ),
        (
            "do not say what is excluded",
            "if self.excluded else text",
            "if not self else text",
            TOLD,
        ),
        (
            "say nothing if only something is excluded",
            " or bool(self.excluded)\n",
            "\n",
            TOLD,
        ),
        (
            "choose from all queues",
            "Expectation(task, queue_name=queue)",
            "Expectation(task)",
            CHOSEN,
        ),
        ("ignore what using() changed", "        expected[name] = found\n", "", USING),
        (
            "expect what using() changed although it is given",
            "if value is not ANY or found == usual:",
            "if found == usual:",
            USING,
        ),
        (
            "expect what using() did not change",
            "if value is not ANY or found == usual:",
            "if value is not ANY:",
            USING,
        ),
        (
            "ignore what using() may have changed",
            "            raise ValueError(msg)\n",
            "            continue\n",
            ORIGINAL,
        ),
        (
            "look for a task at its path only",
            "value for value in others if value.func is task.func",
            "value for value in others if value is task",
            ORIGINAL,
        ),
        (
            "need the module of a task",
            "sys.modules.get(task.func.__module__, object)",
            "sys.modules[task.func.__module__]",
            ORIGINAL,
        ),
        (
            "expect one argument in place of a list",
            "if args is not ANY and not isinstance(args, (list, tuple)):",
            "if args is None:",
            IMPOSSIBLE,
        ),
        (
            "expect a list of named arguments",
            "if kwargs is not ANY and not isinstance(kwargs, Mapping):",
            "if kwargs is None:",
            IMPOSSIBLE,
        ),
        (
            "allow a difference that is not a duration",
            "if delta is not None and not isinstance(delta, timedelta):",
            "if delta is run_after:",
            IMPOSSIBLE,
        ),
        (
            "say that anything is expected",
            "        return self.task is not None or any(",
            "        return True or any(",
            "test_unexpected_results_are_listed",
        ),
        (
            "do not say that there may be other arguments",
            'arguments.append("...")',
            "pass",
            "test_those_that_are_found_are_listed_if_there_should_be_more",
        ),
        (
            "do not say how far it may be off",
            'parts[-1] += f" ± {duration(self.delta)}"',
            "pass",
            SPANS,
        ),
        ("take later for earlier", "if off > timedelta() else", "if off < timedelta() else", SPANS),
        ("name milliseconds as seconds", "if span < timedelta(seconds=1):", "if not span:", SPANS),
        (
            "round the seconds of hours",
            "1 if seconds < 600 else",
            "1 if seconds < 60 else",
            SPANS,
        ),
        ("show long values from the start", "return max(0, first - WIDTH // 2)", "return 0", LONG),
        ("show long values to the end", "end = begin + WIDTH", "end = len(text)", LONG),
        (
            "do not say what was not given",
            "elif found is MISSING:",
            "elif found is path:",
            NEAREST,
        ),
        (
            "do not say what was not expected",
            "elif expected is MISSING:",
            "elif expected is path:",
            NEAREST,
        ),
    ]
]
