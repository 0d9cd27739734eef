"""Shop traffic on a running lab."""

import asyncio
import math
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from labs.runtime import LabStatus
from labs.traffic.load import Load, Run
from labs.traffic.results import LoadResult, Sample
from labs.traffic.scenarios import CUSTOMERS, shop_scenarios, sign_in

if TYPE_CHECKING:
    from workbench.usecases.workspace import Workspace

VISITORS = CUSTOMERS[:10]
"""Signing in costs a password hash each; ten customers are enough to keep carts apart."""
LOOK_EVERY_S = 0.2
THINK_TIME_S = 10.0
"""Between two requests of one user, where no blueprint says otherwise."""


@dataclass(frozen=True, slots=True)
class Demand:
    """How much traffic, for how long."""

    rps: float
    seconds: float = math.inf
    users: int = 0
    """Who shares it out between them; 0: everybody comes once."""


def demand_of_users(users: int, think_time_s: float, seconds: float) -> Demand:
    """The traffic of so many users who think for so long, in the mean, between two requests."""
    return Demand(users / think_time_s, seconds, users)


def think_time_s(workspace: "Workspace | None") -> float:
    """How long users think, as the learner's own blueprint has it."""
    if workspace is None:
        return THINK_TIME_S
    from generators.blueprint import load_blueprint

    objectives = load_blueprint(workspace.blueprint).objectives
    return objectives.think_time_s if objectives else THINK_TIME_S


def load_shop(
    status: LabStatus,
    demand: Demand,
    on_second: Callable[[Sample], None] = lambda _: None,
) -> LoadResult:
    """Send the traffic and wait for the last answer; an interruption ends it with what there is."""
    with asyncio.Runner(loop_factory=_fast_loop()) as runner:
        return runner.run(_load(status.gateway_url, demand, on_second))


def load_until(
    status: LabStatus, rps: float, on_second: Callable[[Sample], None], stopped: Callable[[], bool]
) -> None:
    """Send `rps` visits a second until `stopped` says so."""
    asyncio.run(_load_until(status.gateway_url, Demand(rps), on_second, stopped))


def load_within(
    status: LabStatus, demand: Demand, stopped: Callable[[], bool]
) -> LoadResult | None:
    """Send the traffic, unless `stopped` says so before its end; None where it was stopped."""
    return asyncio.run(_load_until(status.gateway_url, demand, lambda _: None, stopped))


async def _load(url: str, demand: Demand, on_second: Callable[[Sample], None]) -> LoadResult:
    tokens = await sign_in(url, VISITORS)
    load = Load(shop_scenarios(tokens), demand.rps, demand.seconds, users=demand.users)
    async with Run(url, load, on_second) as run:
        with suppress(asyncio.CancelledError):
            await run.drive()
        return run.result()


async def _load_until(
    url: str,
    demand: Demand,
    on_second: Callable[[Sample], None],
    stopped: Callable[[], bool],
) -> LoadResult | None:
    running = asyncio.create_task(_load(url, demand, on_second))
    while not running.done() and not stopped():
        await asyncio.wait([running], timeout=LOOK_EVERY_S)
    if running.done():
        return running.result()
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    return None


def _fast_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """The loop that costs the least CPU: the shop needs it more."""
    if sys.platform == "win32":
        return None
    import uvloop

    return uvloop.new_event_loop
