"""Mistakes in ``binding.py``."""

from tests.faults.fault import Fault

MATCH = "test_arguments_match"
NO_MATCH = "test_arguments_do_not_match"
NAMED = "test_arguments_are_named_by_the_function_that_takes_them"

FAULTS = [
    Fault(f"the tools {mistake}", "binding.py", old, new, caught_by)
    for mistake, old, new, caught_by in [
        (
            "tell tuples from lists",
            "return [as_json(item) for item in value]",
            "return value",
            MATCH,
        ),
        ("tell numbers from keys", "{_key(key): as_json", "{key: as_json", MATCH),
        (
            "reject a key that JSON does not have",
            "    except TypeError:\n        return key\n",
            "    except KeyError:\n        return key\n",
            NO_MATCH,
        ),
        (
            "reject a value that JSON does not have",
            "except (TypeError, ValueError):",
            "except KeyError:",
            MATCH,
        ),
        ("do not know defaults", "bound.apply_defaults()", "pass", MATCH),
        (
            "take the context for an argument",
            "        del own[0]\n",
            "        pass\n",
            "test_context_is_not_an_argument",
        ),
        (
            "take an argument for the context",
            "if task.takes_context and own[0].kind is not Parameter.VAR_POSITIONAL:",
            "if task.takes_context:",
            f"{NAMED}[task5-",
        ),
        (
            "reject arguments that the function does not take",
            "    except TypeError:\n        return AS_ENQUEUED\n",
            "    except KeyError:\n        return AS_ENQUEUED\n",
            MATCH,
        ),
        (
            "name arguments by a function that a decorator calls with others",
            "accept = signature.bind if is_decorated else signature.bind_partial",
            "accept = signature.bind_partial",
            f"{NAMED}[task10-",
        ),
        (
            "do not name arguments if some are missing",
            "accept = signature.bind if is_decorated else signature.bind_partial",
            "accept = signature.bind",
            f"{NAMED}[task16-",
        ),
        (
            "name arguments by a decorated function that is not called with them",
            "if wrapped is None or kinds - {Parameter.KEYWORD_ONLY} != PASSED_ON:",
            "if wrapped is None:",
            f"{NAMED}[task15-",
        ),
        (
            "do not name the arguments of a decorated function",
            "    if wrapped is None or",
            "    if True or",
            f"{NAMED}[task3-",
        ),
        (
            "do not see the arguments of a decorator",
            "            parameters.setdefault(parameter.name, parameter)\n",
            "            pass\n",
            f"{NAMED}[task6-",
        ),
        (
            "take a decorator's argument for that of the decorated function",
            "            parameters.setdefault(parameter.name, parameter)\n",
            "            parameters[parameter.name] = parameter\n",
            f"{NAMED}[task9-",
        ),
        (
            "need a function",
            "    if not isinstance(function, FunctionType):\n",
            "    if not function:\n",
            f"{NAMED}[task12-",
        ),
        (
            "mix up a name that an argument by position has",
            'f"**{key}" if key in named else key',
            "key",
            "test_argument_by_name_may_be_named_like_one_by_position",
        ),
    ]
] + [
    Fault(
        "the tools evaluate annotations",
        "binding.py",
        "own = [*inspect.signature(bare).parameters.values()]",
        "own = [*inspect.signature(function, follow_wrapped=False).parameters.values()]",
        f"{NAMED}[task14-",
        python="3.14",
    ),
]
