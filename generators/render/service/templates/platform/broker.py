"""What the service wants of a broker, and a broker in memory."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

_REMEMBERED = 1000
"""A broker in memory remembers the latest, and does not grow with the days."""


async def _nothing() -> None:
    """There is nobody to tell."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """An event on its way to the broker."""

    event: str
    id: str
    key: str
    """What it is about: events of one key keep their order."""
    payload: bytes


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message that came in."""

    event: str
    id: str
    """Told apart by it from all that this service hears."""
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

    async def publish(self, event: Outgoing) -> None:
        """Store an event; returns when it is safe. May be repeated with the same id."""
        ...

    def deliveries(self, consumer: str, events: Sequence[str]) -> AsyncGenerator[Delivery, None]:
        """What a consumer has not dealt with yet; its replicas share the messages.

        Those of one key come in order, where the broker keeps one. To be closed by who asks.
        """
        ...

    async def bury(self, module: str, delivery: Delivery) -> None:
        """Set aside what a module cannot handle, where somebody looks; returns when it is safe."""
        ...


class MemoryBroker:
    """Fulfils `Broker` for one consumer: for tests, and where a service talks to no broker."""

    def __init__(self) -> None:
        self.published: deque[Outgoing] = deque(maxlen=_REMEMBERED)
        self.buried: deque[tuple[str, Delivery]] = deque(maxlen=_REMEMBERED)
        """Each with the module that could not handle it."""
        self.under_way = 0
        """How many messages are not dealt with by whoever reads them."""
        self.is_read = False
        self._arrived: asyncio.Queue[Delivery] = asyncio.Queue()

    async def open(self, name: str) -> None:
        """There is nothing to connect to."""

    async def close(self) -> None:
        """There is nothing to let go of."""

    async def answers(self) -> bool:
        """Memory is always there."""
        return True

    async def publish(self, event: Outgoing) -> None:
        """Remember it, and deliver it."""
        self.published.append(event)
        await self.deliver(event)

    async def deliver(self, event: Outgoing) -> None:
        """Have the consumer hear what somebody else published; for one who may come, a few wait."""
        if self.is_read or self.under_way < _REMEMBERED:
            self.under_way += 1
            await self._arrived.put(Delivery(event.event, event.id, event.payload, self._done))

    async def deliveries(
        self, consumer: str, events: Sequence[str]
    ) -> AsyncGenerator[Delivery, None]:
        """Everything that is asked for."""
        del consumer
        self.is_read = True
        while True:
            delivery = await self._arrived.get()
            if delivery.event in events:
                yield delivery
            else:
                await self._done()

    async def bury(self, module: str, delivery: Delivery) -> None:
        """Remember it."""
        self.buried.append((module, delivery))

    async def _done(self) -> None:
        self.under_way -= 1
