"""Open-loop load: visits begin when they are due, whether or not earlier ones were answered.

Latency counts from the moment a visit was due. A generator that waits for answers before it sends
more would slow down with the shop and hide its worst moments (coordinated omission).
"""

import asyncio
import math
import random
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from labs.traffic.client import Answer, HttpClient
from labs.traffic.results import LoadResult, Sample, Tally

MOST_VISITS = 5_000
"""In flight at once. A visit that is due above this is dropped, and counted."""

_NO_HEADERS: Mapping[str, str] = {}


class Visit:
    """One visit to the shop: sends requests and has each of them counted."""

    def __init__(self, client: HttpClient, tally: Tally, due: float, chance: random.Random) -> None:
        self.chance = chance
        self._client = client
        self._tally = tally
        self._due: float | None = due

    async def send(
        self,
        endpoint: str,
        method: str,
        path: str,
        *,
        body: object = None,
        headers: Mapping[str, str] = _NO_HEADERS,
    ) -> Answer:
        """Send a request that counts under the name `endpoint`.

        The first one is measured from when the visit was due, the others from when they are sent.
        """
        due, self._due = self._due, None
        answer = await self._client.send(method, path, body=body, headers=headers, since=due)
        self._tally.count(endpoint, answer)
        return answer


@dataclass(frozen=True, slots=True)
class Scenario:
    """What some of the visitors do."""

    name: str
    weight: float
    """Its share of the visits, relative to the other scenarios."""
    visit: Callable[[Visit], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Load:
    """How much of what, for how long."""

    scenarios: Sequence[Scenario]
    visits_per_s: float
    seconds: float = math.inf
    """Without an end it goes on until it is cancelled."""
    seed: int = 7


async def run_load(
    url: str,
    load: Load,
    on_second: Callable[[Sample], None] = lambda _: None,
) -> LoadResult:
    """Apply a load to the gateway at `url` and wait for the last answer.

    `on_second` hears, each second, how the second before went. Cancel it to stop it at once.
    """
    tally = Tally()
    async with HttpClient(url) as client:
        begin = time.perf_counter()
        reporting = asyncio.create_task(_report(tally, on_second))
        try:
            await _arrivals(client, load, tally, begin)
        finally:
            reporting.cancel()
        return tally.result(time.perf_counter() - begin)


async def _arrivals(client: HttpClient, load: Load, tally: Tally, begin: float) -> None:
    """Start each visit when it is due: independent visitors arrive as a Poisson process."""
    chance = random.Random(load.seed)  # noqa: S311 - repeatable load, no secret
    weights = [scenario.weight for scenario in load.scenarios]
    due, in_flight = begin, set[asyncio.Task[None]]()
    while (due := due + chance.expovariate(load.visits_per_s)) < begin + load.seconds:
        if (early_s := due - time.perf_counter()) > 0:
            await asyncio.sleep(early_s)
        if len(in_flight) >= MOST_VISITS:
            tally.drop()
            continue
        scenario = chance.choices(load.scenarios, weights)[0]
        visit = Visit(client, tally, due, random.Random(chance.random()))  # noqa: S311 - as above
        task = asyncio.ensure_future(scenario.visit(visit))
        in_flight.add(task)
        task.add_done_callback(in_flight.discard)
    await asyncio.gather(*in_flight)


async def _report(tally: Tally, on_second: Callable[[Sample], None]) -> None:
    begin = time.perf_counter()
    while True:
        await asyncio.sleep(1)
        on_second(tally.sample(time.perf_counter() - begin))
