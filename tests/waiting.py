"""Waiting for what comes to hold in its own time: looked at again and again, up to a deadline."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

_LOOK_S = 0.02
PATIENCE_S = 60.0
"""A machine with much else to do takes its time."""


def becomes(holds: Callable[[], bool], within_s: float = PATIENCE_S) -> bool:
    """Whether something comes to hold."""
    deadline = time.monotonic() + within_s
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(_LOOK_S)
    return True


def eventually(
    holds: Callable[[], bool], within_s: float = PATIENCE_S, log: Path | None = None
) -> None:
    """Wait until something holds; what fails tells the end of the log."""
    if not becomes(holds, within_s):
        tail = log.read_text()[-2000:] if log and log.exists() else ""
        raise AssertionError(f"did not come to hold within {within_s} s. {tail}")


async def comes_to_hold(
    holds: Callable[[], Awaitable[bool] | bool], within_s: float, every_s: float = _LOOK_S
) -> bool:
    """Whether something comes to hold while the loop goes on."""
    deadline = time.monotonic() + within_s
    while True:
        held = holds()
        if await held if isinstance(held, Awaitable) else held:
            return True
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(every_s)


async def until(holds: Callable[[], Awaitable[bool] | bool], within_s: float = PATIENCE_S) -> None:
    """Wait until something holds while the loop goes on."""
    assert await comes_to_hold(holds, within_s), f"did not come to hold within {within_s} s"
