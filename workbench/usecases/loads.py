"""Shop traffic on a running lab."""

import asyncio
import math
from collections.abc import Callable
from contextlib import suppress

from labs.runtime import LabStatus
from labs.traffic.load import Load, run_load
from labs.traffic.results import LoadResult, Sample
from labs.traffic.scenarios import CUSTOMERS, shop_scenarios, sign_in

VISITORS = CUSTOMERS[:10]
"""Signing in costs a password hash each; ten customers are enough to keep carts apart."""
LOOK_EVERY_S = 0.2


def load_shop(
    status: LabStatus,
    *,
    rps: float,
    seconds: float,
    on_second: Callable[[Sample], None] = lambda _: None,
) -> LoadResult:
    """Send `rps` visits a second for `seconds` and wait for the last answer."""
    return asyncio.run(_load(status.gateway_url, rps, seconds, on_second))


def load_until(
    status: LabStatus, rps: float, on_second: Callable[[Sample], None], stopped: Callable[[], bool]
) -> None:
    """Send `rps` visits a second until `stopped` says so."""
    asyncio.run(_load_until(status.gateway_url, rps, on_second, stopped))


async def _load(
    url: str, rps: float, seconds: float, on_second: Callable[[Sample], None]
) -> LoadResult:
    tokens = await sign_in(url, VISITORS)
    return await run_load(url, Load(shop_scenarios(tokens), rps, seconds), on_second)


async def _load_until(
    url: str, rps: float, on_second: Callable[[Sample], None], stopped: Callable[[], bool]
) -> None:
    running = asyncio.create_task(_load(url, rps, math.inf, on_second))
    while not running.done() and not stopped():
        await asyncio.wait([running], timeout=LOOK_EVERY_S)
    if not running.done():
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
        return
    running.result()
