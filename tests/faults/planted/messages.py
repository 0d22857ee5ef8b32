"""Mistakes in ``messages.py``."""

from tests.faults.fault import Fault

NEAREST = "test_closest_results_come_first_with_their_differences"
FOUND = "test_those_that_are_found_are_listed_if_there_should_be_more"
UNWANTED = "test_unexpected_results_are_listed"
COUNTED = "test_number_that_is_not_right_is_told"
ALIAS = "test_result_of_another_alias_is_pointed_to"
LIMIT = "test_tasks_that_keep_enqueuing_tasks_are_stopped_at_the_limit"
EMPTY = "test_visibility_is_mentioned_if_there_are_no_results"

FAULTS = [
    Fault(f"the tools {mistake}", "messages.py", old, new, caught_by)
    for mistake, old, new, caught_by in [
        (
            "do not rank what is near",
            "    near.sort(key=lambda result: len(expected.differences(result)))\n",
            "",
            NEAREST,
        ),
        (
            "do not say when a task is due",
            'f"{known}, due in {duration(left)}" if due else known',
            "known",
            "test_task_that_is_not_due_is_skipped_unless_the_clock_is_moved",
        ),
        (
            "do not point to a transaction",
            "    if hidden := len(waiting_callbacks()):\n",
            "    if not (hidden := len(waiting_callbacks())):\n",
            "test_callbacks_that_wait_for_a_commit_are_pointed_to",
        ),
        (
            "do not point to another alias",
            "sorted(aliases - {expected.task.backend})",
            "()",
            ALIAS,
        ),
        ("do not say who sees results", "yield Store.visibility", "yield from ()", EMPTY),
        (
            "list what is near if all are found",
            "if near and len(found) < (count or 1):",
            "if near:",
            FOUND,
        ),
        (
            "do not say what a task raised",
            'return f"FAILED, {result.errors[-1].exception_class_path}"',
            'return "FAILED"',
            FOUND,
        ),
        ("do not say what is unwanted", "{_found(found, notes)}", "{len(found)}", UNWANTED),
        (
            "do not say how many they leave out",
            "return lines[:number] + more",
            "return lines[:number]",
            UNWANTED,
        ),
        ("list everything", "return lines[:number] + more", "return lines", UNWANTED),
        (
            "do not say what was counted",
            '    parts = [_expected(f"{tasks(n)} to be enqueued", expected), _found(found, notes)]\n',
            '    parts = [_expected(f"{tasks(n)} to be enqueued", expected)]\n',
            COUNTED,
        ),
        ("speak of 1 tasks", "{'' if number == 1 else 's'}\"", 's"', COUNTED),
        (
            "do not mention other tasks",
            "[*parts, *_others(others), *_hints([expected], results)])",
            "[*parts, *_hints([expected], results)])",
            NEAREST,
        ),
        (
            "do not mention other tasks that were counted",
            "[*parts, *_others(others), *_hints(expected.expected, results)])",
            "[*parts, *_hints(expected.expected, results)])",
            COUNTED,
        ),
        ("do not say which tasks enqueued others", "if spawned else", "if not spawned else", LIMIT),
        ("do not name the queue", 'if task.queue_name != "default":', "if not task:", NEAREST),
        ("do not name the priority", "    if task.priority:\n", "    if not task:\n", NEAREST),
        ("do not name the alias", 'if result.backend != "default":', "if not result:", ALIAS),
        ("do not name the parameters", "args, kwargs = [], named", "pass", NEAREST),
    ]
]
