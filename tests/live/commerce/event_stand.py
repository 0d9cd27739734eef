"""A deployable that does nothing but hear events, inside the test."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar
from uuid import UUID, uuid4

from labs.commerce.platform.brokers.jetstream import JetStream
from labs.commerce.platform.brokers.port import Broker
from labs.commerce.platform.clock import SystemClock
from labs.commerce.platform.database import Database, open_transaction
from labs.commerce.platform.database.migration import Migration, migrate
from labs.commerce.platform.events import Handlers, Outbox, encode_envelope
from labs.commerce.platform.events.cursor import Cursor
from labs.commerce.platform.events.relay import Relay
from labs.commerce.platform.events.subscription import Subscription
from labs.commerce.platform.messages import Event, Upcast
from labs.commerce.platform.telemetry import Metrics
from tests.live.commerce.servers import Servers
from tests.unit.commerce.fakes import log


class Rang(Event, frozen=True):
    """A bell was rung; the first version did not say how loudly."""

    VERSION: ClassVar[int] = 2
    UPCASTS: ClassVar[Mapping[int, Upcast]] = {1: lambda rang: {**rang, "loudness": "soft"}}

    bell: str
    number: int
    loudness: str


@dataclass
class Ear:
    """Remembers what was heard for good, and fails where it is told to."""

    heard: list[tuple[str, int]] = field(default_factory=list)
    loudness: set[str] = field(default_factory=set)
    failures: dict[tuple[str, int], int] = field(default_factory=dict)
    """Which event fails, and how often."""

    def handlers(self) -> Handlers:
        async def on_rang(event: Rang, _event_id: UUID) -> None:
            if self.failures.get((event.bell, event.number), 0) > 0:
                self.failures[event.bell, event.number] -= 1
                raise ValueError("deaf")
            transaction = open_transaction()
            assert transaction is not None
            transaction.on_commit.append(lambda: self._hear(event))

        return {Rang: on_rang}

    def _hear(self, event: Rang) -> None:
        self.heard.append((event.bell, event.number))
        self.loudness.add(event.loudness)

    def numbers(self, bell: str) -> list[int]:
        return [number for name, number in self.heard if name == bell]


class Stand:
    """A database and a broker of one's own, and as many replicas as the test asks for."""

    def __init__(self, url: str, broker: Broker) -> None:
        self.broker = broker
        self.database = Database(url, encode_envelope, lambda: None)
        self.outbox = Outbox(SystemClock())
        self.metrics = Metrics()
        self._tasks: dict[str, list[asyncio.Task[None]]] = {}

    def listen(self, ear: Ear, reader: str = "ear-1") -> Subscription:
        cursor = Cursor(self.database, "ear", reader)
        listeners = {"ear": ear.handlers()}
        subscription = Subscription(
            self.database, self.broker, cursor, listeners, SystemClock(), log(), self.metrics
        )
        loops = [asyncio.ensure_future(loop()) for _, loop in subscription.loops()]
        self._tasks[reader] = loops  # type: ignore[assignment]
        return subscription

    async def fall_silent(self, reader: str) -> None:
        tasks = self._tasks.pop(reader)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def ring(self, *rings: tuple[str, int]) -> None:
        """Publish, in one transaction."""
        async with self.database.transaction():
            for bell, number in rings:
                self.outbox.publish(Rang(bell=bell, number=number, loudness="loud"))
        await Relay(self.database, self.broker, log(), self.metrics).relay_batch()

    async def close(self) -> None:
        for reader in list(self._tasks):
            await self.fall_silent(reader)
        await self.broker.close()
        await self.database.close()


@contextlib.asynccontextmanager
async def stand(servers: Servers, url: str) -> AsyncIterator[Stand]:
    """Over a broker that nobody else uses."""
    name = f"ear_{uuid4().hex[:8]}"
    servers.sql(f'CREATE DATABASE "{name}" OWNER shop')
    broker = JetStream(url)
    built = Stand(servers.postgres.dsn(name), broker)
    await asyncio.gather(built.database.open("test"), broker.open("test"))
    await migrate(built.database, [Migration("ear", "", None)], 7)
    yield built
    await built.close()
