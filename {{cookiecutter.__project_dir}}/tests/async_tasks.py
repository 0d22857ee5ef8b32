"""A coroutine task, in a module that a backend without async tasks refuses to import."""

from .framework import task


@task
async def async_add(a: int, b: int) -> int:
    """Return a sum."""
    return a + b
