"""One cell of the matrix, tried: load, a crash in the midst of it, the way back, the books."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass

from labs.observe.audit import Finding, Invariant
from labs.observe.rest import audit_at_rest
from labs.traffic.load import Load, Run, Scenario
from tests.crash.arena import Arena
from tests.crash.cells import Cell
from tests.crash.shoppers import Promises, Shoppers

ORDERS_PER_S = 8.0
_WARM_S = 0.5
_AFTERWARDS_S = 0.5
RESTS_WITHIN_S = 25.0
_ANSWERED = frozenset({"200", "201", "202"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a crash did."""

    cell: Cell
    reached: bool
    recovered_s: float
    """From the crash until everything was ready, every order of before had ended, and nobody was
    turned away any more."""
    orders: int
    requests: int
    failed_requests: int
    """Answered with 5xx, or not at all; their customers asked again."""
    failures: Mapping[str, int]
    """Why they failed, and how often."""
    given_up: tuple[str, ...]
    """Customers who got no answer within their patience."""
    broken: Mapping[Invariant, tuple[str, ...]]
    """Invariant -> what broke it, and had not before."""

    @property
    def clean(self) -> bool:
        """Whether the point was reached and nothing was lost."""
        return self.reached and not self.given_up and not self.broken


async def attempt(
    arena: Arena, cell: Cell, seed: int = 7, *, rests_within_s: float = RESTS_WITHIN_S
) -> Outcome:
    """Crash a cell's process under load and see what becomes of the orders."""
    shoppers = Shoppers(arena.tokens, arena.staff, silent=cell.needs_silence)
    load = Load([Scenario("order", 1.0, shoppers.buy)], ORDERS_PER_S, seed=seed)
    async with Run(arena.status.gateway_url, load) as run:
        driving = asyncio.create_task(run.drive())
        await asyncio.sleep(_WARM_S)
        crashed_at = await arena.crash(cell)
        back = crashed_at is not None and await arena.is_back(cell)
        back_at = time.monotonic()
        promises = shoppers.promises
        ended_at = await arena.settled(crashed_at or back_at, promises.doubtful)
        await asyncio.sleep(_AFTERWARDS_S)
        await shoppers.close()
        driving.cancel()
        await asyncio.gather(driving, return_exceptions=True)
        result = run.result()
    await arena.settled(time.monotonic())
    await arena.all_delivered()
    return Outcome(
        cell,
        crashed_at is not None and back,
        max(back_at, ended_at, promises.failed_at) - (crashed_at or back_at),
        len(promises.accepted),
        result.requests,
        result.errors,
        {why: n for e in result.endpoints for why, n in e.statuses.items() if why not in _ANSWERED},
        tuple(promises.given_up),
        await _broken(arena, promises, rests_within_s),
    )


async def _broken(
    arena: Arena, promises: Promises, within_s: float
) -> dict[Invariant, tuple[str, ...]]:
    """What the books say now and did not say before this cell."""
    findings = await audit_at_rest(
        arena.databases, promises.accepted, promises.replays, within_s=within_s
    )
    broken = {}
    for finding in findings:
        news = [subject for subject in _subjects(finding) if arena.is_news(finding, subject)]
        if news:
            broken[finding.invariant] = tuple(news)
    return broken


def _subjects(finding: Finding) -> list[str]:
    if finding.held is None:
        return ["a store did not answer"]
    return [f"{violation.subject}: {violation.detail}" for violation in finding.violations]
