"""A coroutine task, in a module that a backend without async tasks refuses to import."""

{% if cookiecutter.testing_tools %}
from typing import Any

{% endif %}
from .framework import task
{% if cookiecutter.testing_tools %}
from .tasks import actions
{% endif %}


@task
async def async_add(a: int, b: int) -> int:
    """Return a sum."""
    return a + b
{% if cookiecutter.testing_tools %}


@task(takes_context=True)
async def async_act(context: Any, name: str, *args: Any, **kwargs: Any) -> Any:
    """Do what a test gave a name."""
    return await actions[name](context, *args, **kwargs)
{% endif %}
