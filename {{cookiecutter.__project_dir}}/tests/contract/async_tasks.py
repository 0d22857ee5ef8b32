"""Coroutine functions as tasks. Importing this fails if the backend doesn't support them."""

from __future__ import annotations

import asyncio

from .framework import task


@task
async def async_add(a: int, b: int) -> int:
    """Return a sum."""
    await asyncio.sleep(0)
    return a + b


@task
async def async_fail(word: str) -> None:
    """Raise an exception that contains a word."""
    await asyncio.sleep(0)
    raise ValueError(word)
