"""A coroutine function as a task. Importing this fails if the backend doesn't support async tasks."""

from .framework import task


@task
async def async_add(a: int, b: int) -> int:
    """Return a sum."""
    return a + b
