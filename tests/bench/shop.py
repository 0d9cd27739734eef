"""A shop under measurement: launched, asked, loaded, and gone at the end."""

import asyncio
import compileall
import os
import secrets
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

import uvloop

import labs
from labs.local.directories import LocalDirectory
from labs.local.options import LocalOptions
from labs.local.plan import Plan
from labs.local.prepared import Prepared
from labs.local.runtime import LocalRuntime
from labs.runtime import LabStatus
from labs.traffic.client import Answer, HttpClient
from labs.traffic.journey import ADDRESS, APPROVED
from labs.traffic.load import Load, run_load
from labs.traffic.results import LoadResult
from labs.traffic.scenarios import CUSTOMERS, shop_scenarios, sign_in
from tests.bench.machine import cpu_by_part
from tests.waiting import eventually
from workbench.usecases.partitions import blueprint_of, partition_from

LAB = "bench"
CLIENTS = 32
"""That ask without a pause, for the price of a request."""
PREPARED_WITHIN_S = 300.0
SETTLE_S = 0.5
"""Until the events of the last request are handled."""
REST_S = 4.0
RESTS_WITHIN_S, LOOK_S = 120.0, 1.0
RESTS_AT = 1.3
"""Times what a lab at rest uses: letters of the last orders go out for a while."""

Ask = Callable[[HttpClient, Random], Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class Shop:
    """A running lab."""

    runtime: LocalRuntime
    status: LabStatus
    start_s: float
    tokens: tuple[str, ...]

    @property
    def memory_mb(self) -> float:
        """PSS of every process."""
        return sum(part.memory_mb for part in self.runtime.status(LAB).parts)

    def at_rest(self) -> Mapping[str, float]:
        """CPU of each part while nobody asks for anything, seconds a second."""
        time.sleep(SETTLE_S)
        return self._used_per_s(lambda: time.sleep(REST_S))[0]

    def until_it_rests(self, at_rest: Mapping[str, float]) -> None:
        """Wait until what was asked for is done: it would count as part of what is asked next."""
        most = RESTS_AT * sum(at_rest.values())
        eventually(lambda: self._used_now() <= most, within_s=RESTS_WITHIN_S)

    def cpu_us(self, ask: Ask, requests: int, at_rest: Mapping[str, float]) -> tuple[float, str]:
        """CPU of all processes for one request beside what they use at rest; and where it went.

        What follows from it later, as a letter does, is part of it.
        """
        uvloop.run(_ask(self.status.gateway_url, ask, max(CLIENTS, requests // 10)))
        self.until_it_rests(at_rest)

        def asked() -> None:
            uvloop.run(_ask(self.status.gateway_url, ask, requests))
            self.until_it_rests(at_rest)

        per_s, seconds = self._used_per_s(asked)
        each_us = 1e6 * seconds / requests
        used = {part: (per_s[part] - at_rest.get(part, 0.0)) * each_us for part in per_s}
        dearest = sorted(used, key=lambda part: -used[part])[:3]
        return sum(used.values()), ", ".join(f"{part} {used[part]:.0f}" for part in dearest)

    def _used_now(self) -> float:
        return sum(self._used_per_s(lambda: time.sleep(LOOK_S))[0].values())

    def _used_per_s(self, meanwhile: Callable[[], None]) -> tuple[Mapping[str, float], float]:
        """CPU of each part, seconds a second, and how long that took."""
        before, begun = cpu_by_part(self.runtime.status(LAB)), time.perf_counter()
        meanwhile()
        seconds = time.perf_counter() - begun
        after = cpu_by_part(self.runtime.status(LAB))
        return {part: (after[part] - before.get(part, 0.0)) / seconds for part in after}, seconds

    def load(self, rps: float, seconds: float, users: int = 0) -> LoadResult:
        """The mix, open loop."""
        load = Load(shop_scenarios(self.tokens), rps, seconds, users=users)
        return uvloop.run(run_load(self.status.gateway_url, load))


@contextmanager
def shop(partition: str) -> Iterator[Shop]:
    """Launch a partition; the lab is down again when the block ends."""
    _compile()
    runtime = LocalRuntime(LocalOptions(limits=False))
    blueprint = blueprint_of(partition_from(partition), name=partition)
    begun = time.perf_counter()
    status = runtime.up(blueprint, lab=LAB, owner_pid=os.getpid())
    start_s = time.perf_counter() - begun
    try:
        tokens = asyncio.run(sign_in(status.gateway_url, CUSTOMERS[:10]))
        yield Shop(runtime, status, start_s, tokens)
    finally:
        runtime.down(LAB)


@contextmanager
def nothing_prepared() -> Iterator[None]:
    """As on a machine where no lab has run yet: without a data directory to take or to copy."""
    before = os.environ.get("XDG_CACHE_HOME")
    with tempfile.TemporaryDirectory(prefix="bench-cache-") as place:
        Path(place).chmod(0o711)
        os.environ["XDG_CACHE_HOME"] = place
        try:
            yield
        finally:
            os.environ.pop("XDG_CACHE_HOME")
            if before is not None:
                os.environ["XDG_CACHE_HOME"] = before


def until_the_next_is_prepared() -> None:
    """Wait for what the running lab prepares: a data directory for the next one like it."""
    prepared = Prepared(Plan.read(LocalDirectory.of(LAB)).shape)
    eventually(lambda: prepared.lies_ready, within_s=PREPARED_WITHIN_S)


async def cached_read(client: HttpClient, chance: Random) -> Answer:
    """A product that the service remembers."""
    return await client.send("GET", f"/api/v1/products/{chance.randint(1, 20)}")


async def database_read(client: HttpClient, chance: Random) -> Answer:
    """A page of the catalogue."""
    return await client.send("GET", f"/api/v1/products?after={chance.randrange(80)}")


def checkout(tokens: tuple[str, ...]) -> Ask:
    """An order of one thing."""

    async def order(client: HttpClient, chance: Random) -> Answer:
        wanted = {
            "address": ADDRESS,
            "paymentMethod": APPROVED,
            "items": [{"productId": chance.randint(1, 100), "quantity": 1}],
        }
        headers = {
            "authorization": f"Bearer {chance.choice(tokens)}",
            "idempotency-key": secrets.token_hex(8),
        }
        return await client.send("POST", "/api/v1/orders", body=wanted, headers=headers)

    return order


def _compile() -> None:
    """Put bytecode beside the shop, as an installer leaves it."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    for place in labs.__path__:
        compileall.compile_dir(place, quiet=2)


async def _ask(url: str, ask: Ask, requests: int) -> None:
    chance, left = Random(3), iter(range(requests))  # noqa: S311 - repeatable load, no secret
    async with HttpClient(url) as client:

        async def one() -> None:
            for _ in left:
                answer = await ask(client, chance)
                if not answer.ok:
                    raise RuntimeError(answer.failure or f"{answer.status} {answer.body!r}")

        await asyncio.gather(*(one() for _ in range(CLIENTS)))
