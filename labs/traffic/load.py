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
from itertools import accumulate
from typing import Self

from labs.traffic.client import Answer, HttpClient
from labs.traffic.results import LoadResult, Sample, Tally
from labs.traffic.visitors import Crowd, Strangers, Users, Visitor

MOST_VISITS = 5_000
"""In flight at once. A visit that is due above this is dropped, and counted."""
_SOON_S = 0.0005
"""Closer than this is now: timers are no finer."""

_NO_HEADERS: Mapping[str, str] = {}


class Visit:
    """One visit to the shop: sends requests and has each of them counted."""

    __slots__ = ("_due", "_tally", "chance", "visitor")

    def __init__(self, visitor: Visitor, tally: Tally, due: float, chance: random.Random) -> None:
        self.visitor = visitor
        self.chance = chance
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
        client = self.visitor.client
        answer = await client.send(method, path, body=body, headers=headers, since=due)
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
    users: int = 0
    """Between how many users the visits are shared out; 0: every visit is a stranger's."""


class Run:
    """One application of a load to the gateway at `url`, and what came of it so far.

    `on_second` hears, each second, how the second before went.
    """

    def __init__(
        self, url: str, load: Load, on_second: Callable[[Sample], None] = lambda _: None
    ) -> None:
        self._load = load
        self._on_second = on_second
        self._crowd: Crowd = Users(url, load.users) if load.users else Strangers(HttpClient(url))
        self._tally = Tally()
        self._begin = time.perf_counter()
        self._cpu_s = time.process_time()

    async def __aenter__(self) -> Self:
        self._begin, self._cpu_s = time.perf_counter(), time.process_time()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._crowd.close()

    async def drive(self) -> None:
        """Apply the load and wait for the last answer. Cancel it to stop it at once."""
        reporting = asyncio.create_task(self._report())
        in_flight = set[asyncio.Task[None]]()
        try:
            await self._arrivals(in_flight)
            await asyncio.gather(*in_flight)
        finally:
            reporting.cancel()
            for task in in_flight:
                task.cancel()

    def result(self) -> LoadResult:
        """What came of it so far."""
        return self._tally.result(
            time.perf_counter() - self._begin,
            cpu_s=time.process_time() - self._cpu_s,
            connections=self._crowd.connections,
        )

    async def _arrivals(self, in_flight: "set[asyncio.Task[None]]") -> None:
        """Start each visit when it is due: independent visitors arrive as a Poisson process."""
        load = self._load
        chance = random.Random(load.seed)  # noqa: S311 - repeatable load, no secret
        visits = [scenario.visit for scenario in load.scenarios]
        weights = list(accumulate(scenario.weight for scenario in load.scenarios))
        due, end = self._begin, self._begin + load.seconds
        while (due := due + chance.expovariate(load.visits_per_s)) < end:
            if (early_s := due - time.perf_counter()) > _SOON_S:
                await asyncio.sleep(early_s)
            if len(in_flight) >= MOST_VISITS:
                self._tally.drop()
                await asyncio.sleep(0)
                continue
            self._tally.begin(time.perf_counter() - due)
            visit = Visit(self._crowd.next(chance), self._tally, due, chance)
            task = asyncio.ensure_future(chance.choices(visits, cum_weights=weights)[0](visit))
            in_flight.add(task)
            task.add_done_callback(in_flight.discard)

    async def _report(self) -> None:
        while True:
            await asyncio.sleep(1)
            self._on_second(self._tally.sample(time.perf_counter() - self._begin))


async def run_load(
    url: str,
    load: Load,
    on_second: Callable[[Sample], None] = lambda _: None,
) -> LoadResult:
    """Apply a load to the gateway at `url` and wait for the last answer."""
    async with Run(url, load, on_second) as run:
        await run.drive()
        return run.result()
