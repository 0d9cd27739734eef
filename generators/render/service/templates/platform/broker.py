"""What the service wants of a broker, and a broker in memory."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

SUBJECTS = "events"
"""The root of every event's subject: `events.OrderCreated`."""
DEAD = "dead"
"""The root of the dead letters' subjects: `dead.<consumer>.<Event>`."""


async def _nothing() -> None:
    """There is nobody to tell."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message that came in."""

    event: str
    id: str
    payload: bytes
    done: Callable[[], Awaitable[None]] = _nothing
    """It is dealt with: never send it again."""
    hold: Callable[[], Awaitable[None]] = _nothing
    """It is being dealt with, for longer than usual."""


class Broker(Protocol):
    """Keeps what is published until every consumer has dealt with it."""

    async def open(self, name: str) -> None:
        """Connect, and keep reconnecting for as long as the process lives."""
        ...

    async def close(self) -> None:
        """Disconnect."""
        ...

    async def answers(self) -> bool:
        """Whether it is there now."""
        ...

    async def publish(self, subject: str, event_id: str, payload: bytes) -> None:
        """Store a message; returns when it is safe. May be repeated with the same id."""
        ...

    def deliveries(self, consumer: str, subjects: Sequence[str]) -> AsyncIterator[Delivery]:
        """What a consumer has not dealt with yet, in order; its replicas share the messages."""
        ...


class MemoryBroker:
    """Fulfils `Broker` for one consumer: for tests, and where a service talks to no broker."""

    def __init__(self) -> None:
        self.published: list[tuple[str, bytes]] = []
        self._arrived: asyncio.Queue[Delivery] = asyncio.Queue()

    async def open(self, name: str) -> None:
        """There is nothing to connect to."""

    async def close(self) -> None:
        """There is nothing to let go of."""

    async def answers(self) -> bool:
        """Memory is always there."""
        return True

    async def publish(self, subject: str, event_id: str, payload: bytes) -> None:
        """Remember it, and deliver it."""
        self.published.append((subject, payload))
        event = subject.rpartition(".")[2]
        await self._arrived.put(Delivery(event, event_id, payload))

    async def deliveries(self, consumer: str, subjects: Sequence[str]) -> AsyncIterator[Delivery]:
        """Everything that is asked for."""
        del consumer
        while True:
            delivery = await self._arrived.get()
            if f"{SUBJECTS}.{delivery.event}" in subjects:
                yield delivery
