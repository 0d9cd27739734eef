"""More customers than the shop can serve, on whatever the machine has to give.

Everything is compared within one run: a busier machine has a lower knee, not another outcome.
"""

import asyncio
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
import uvloop

from labs.local.options import LocalOptions
from labs.local.runtime import LocalRuntime
from labs.traffic.client import HttpClient
from labs.traffic.load import Visit
from labs.traffic.results import LoadResult, Tally
from labs.traffic.scenarios import CUSTOMERS, shop_scenarios, sign_in
from labs.traffic.visitors import Strangers
from workbench.usecases.shops import shop_blueprint

pytestmark = pytest.mark.live

ENOUGH, TOO_MANY = 32, 320
"""Customers without a pause: they keep the shop busy, and ten times as many."""
CHECKOUTS = 20.0
"""Percent."""


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="overload-test-") as place:
        Path(place).chmod(0o711)
        runtime = LocalRuntime(LocalOptions(base=Path(place) / "labs", limits=False))
        status = runtime.up(shop_blueprint("monolith", None), owner_pid=os.getpid())
        yield status.gateway_url
        runtime.down()


@pytest.fixture(scope="module")
def runs(url: str) -> list[LoadResult]:
    """Enough, too many, enough: what else the machine does may change meanwhile."""
    uvloop.run(customers(url, ENOUGH, 1.5))
    return [uvloop.run(customers(url, count, 2.5)) for count in (ENOUGH, TOO_MANY, ENOUGH)]


@pytest.fixture(scope="module")
def overload(runs: list[LoadResult]) -> LoadResult:
    return runs[1]


def test_every_one_of_too_many_customers_is_answered(overload: LoadResult):
    """By the shop, or by the gateway when a starved shop takes too long."""
    assert set(overload.failures) <= {"503", "504"}


def test_who_is_let_in_is_served_though_ten_times_as_many_came(
    runs: list[LoadResult],
):
    before, overload, after = (run.goodput_rps for run in runs)
    assert overload > 0.4 * min(before, after)


def test_who_is_let_in_does_not_wait_for_the_others(runs: list[LoadResult]):
    before, overload, after = (run.accepted.p95_ms for run in runs)
    assert overload < 0.8 * TOO_MANY / ENOUGH * max(before, after)


@pytest.mark.usefixtures("overload")
def test_afterwards_people_can_sign_in(url: str):
    assert len(asyncio.run(sign_in(url, CUSTOMERS[:3]))) == 3


async def customers(url: str, count: int, seconds: float) -> LoadResult:
    """Each makes one visit after the other until the time is over."""
    scenarios = shop_scenarios(await sign_in(url, CUSTOMERS[:5]), checkouts=CHECKOUTS)
    visits, weights = [one.visit for one in scenarios], [one.weight for one in scenarios]
    crowd, tally, begun = Strangers(HttpClient(url)), Tally(), time.perf_counter()

    async def one(chance: Random) -> None:
        while time.perf_counter() < begun + seconds:
            visit = Visit(crowd.next(chance), tally, time.perf_counter(), chance)
            await chance.choices(visits, weights)[0](visit)

    await asyncio.gather(*(one(Random(seed)) for seed in range(count)))  # noqa: S311 - repeatable
    crowd.close()
    return tally.result(time.perf_counter() - begun)
