"""Twice as much work as can be done, in a time that passes only when nobody has anything to do."""

import asyncio
import selectors
from collections.abc import Awaitable
from dataclasses import dataclass, field
from statistics import quantiles
from typing import Any

import pytest

from labs.commerce.platform.background import watch_lag
from labs.commerce.platform.database.pool import Pool
from labs.commerce.platform.serving.admission import Admission
from labs.commerce.platform.telemetry import Metrics

CONNECTIONS, WORK_S = 4, 0.02
KNEE_RPS = CONNECTIONS / WORK_S
PATIENCE_S = 2.0
"""How long a request waits for a connection."""
HANGS_UP_S = 1.0
"""When a customer is gone: what is answered later was done for nobody."""
LASTS_S, LEARNT_S = 8.0, 2.0
NEVER_FULL = 10**6


class PassingTime(selectors.SelectSelector):
    """Nothing is ever heard from outside, so a wait for it is over at once."""

    now = 0.0

    def select(self, timeout: float | None = None) -> list[Any]:
        self.now += timeout or 0.0
        return []


class Loop(asyncio.SelectorEventLoop):
    """Its time is that of its waits, so what it shows does not depend on the machine."""

    def __init__(self) -> None:
        self._passing = PassingTime()
        super().__init__(self._passing)

    def time(self) -> float:
        return self._passing.now


class Connection:
    def is_closed(self) -> bool:
        return False

    def is_in_transaction(self) -> bool:
        return False


async def connect() -> Connection:
    return Connection()


@dataclass
class Service:
    """Requests that each need a connection for a while, let in as a deployable lets them in."""

    admission: Admission
    pool: Pool = field(default_factory=lambda: Pool(connect, CONNECTIONS, PATIENCE_S))
    answered_after_s: list[float] = field(default_factory=list)
    refused: int = 0

    async def serve(self) -> None:
        if self.admission.is_full:
            self.refused += 1
            return
        begun = now()
        with self.admission:
            connection = await self.pool.acquire()
            await asyncio.sleep(WORK_S)
            self.pool.release(connection)
        self.answered_after_s.append(now() - begun)

    def observe(self, lag_s: float, elapsed_s: float) -> None:
        self.admission.observe(max(lag_s, self.pool.longest_wait_s()), elapsed_s)

    @property
    def goodput_rps(self) -> float:
        return sum(after_s <= HANGS_UP_S for after_s in self.answered_after_s) / LASTS_S


def now() -> float:
    return asyncio.get_running_loop().time()


async def offered(service: Service, rps: float) -> None:
    """Requests that come whether or not others were answered."""
    watching = asyncio.create_task(watch_lag(Metrics(), service.observe))
    async with asyncio.timeout(LEARNT_S + LASTS_S + PATIENCE_S * 2):
        requests = await _come(service, rps, LEARNT_S)
        service.answered_after_s.clear()
        requests += await _come(service, rps, LASTS_S)
        await asyncio.gather(*requests, return_exceptions=True)
    watching.cancel()


async def _come(service: Service, rps: float, for_s: float) -> list[Awaitable[None]]:
    requests: list[Awaitable[None]] = []
    for _ in range(round(rps * for_s)):
        requests.append(asyncio.ensure_future(service.serve()))
        await asyncio.sleep(1 / rps)
    return requests


def loaded(times: float, admission: Admission) -> Service:
    service = Service(admission)
    with asyncio.Runner(loop_factory=Loop) as runner:
        runner.run(offered(service, times * KNEE_RPS))
    return service


def test_what_can_be_done_is_done_and_nobody_is_refused() -> None:
    service = loaded(0.9, Admission())
    assert service.goodput_rps == pytest.approx(0.9 * KNEE_RPS, rel=0.05)
    assert service.refused == 0


@pytest.mark.parametrize("times", [1.5, 2, 4])
def test_of_too_much_as_much_is_done_as_can_be_and_soon(times: float) -> None:
    service = loaded(times, Admission())
    assert service.goodput_rps >= 0.9 * KNEE_RPS
    assert quantiles(service.answered_after_s, n=20)[-1] <= HANGS_UP_S / 2


def test_without_shedding_twice_too_much_is_done_for_nobody() -> None:
    service = loaded(2, Admission(NEVER_FULL, NEVER_FULL))
    assert service.goodput_rps < 0.1 * KNEE_RPS
