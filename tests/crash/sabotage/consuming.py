"""Wrong ways to handle events."""

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar
from uuid import UUID, uuid4

from msgspec.structs import replace

from labs.commerce.platform.events import subscription
from labs.commerce.platform.events.consuming import Consumer
from labs.commerce.platform.events.deferring import Incoming
from labs.commerce.platform.events.inbox import Inbox, Received
from labs.commerce.platform.messages import Envelope
from tests.crash.sabotage.relaying import publish_without_ids

_FAILS_EVERY = 4
_FAILURES = 2
"""In a batch and by itself. A process that takes over fails as often again, and none is parked."""


class ThrowingInbox(Inbox):
    """Its handlers fail for some events, the first times. The shop is to bear that."""

    _failures: ClassVar[Counter[tuple[str, UUID]]] = Counter()

    async def handle(self, module: str, envelope: Envelope) -> None:
        heard = module, envelope.id
        if envelope.id.int % _FAILS_EVERY == 0 and self._failures[heard] < _FAILURES:
            self._failures[heard] += 1
            msg = "a handler failed"
            raise RuntimeError(msg)
        await super().handle(module, envelope)


class CarelessConsumer(Consumer):
    """Goes on behind an event whether its handling succeeded or not."""

    async def _set_aside(
        self, module: str, envelope: Envelope, payload: bytes, error: Exception
    ) -> None:
        del envelope, payload
        self._log.warning("event-shrugged-off", consumer=module, error=repr(error))


class ForgetfulInbox(Inbox):
    """Keeps no note of what it has handled: each delivery is a new event to it."""

    async def receive(
        self, incoming: Sequence[Incoming], first: Callable[[], Awaitable[None]]
    ) -> Received:
        async with self._database.transaction():
            await first()
            for module, envelope in incoming:
                await self.handle(module, replace(envelope, id=uuid4()))
        return Received({(module, envelope.id) for module, envelope in incoming}, set())


def handlers_throw() -> None:
    subscription.Inbox = ThrowingInbox


def ack_on_exception() -> None:
    subscription.Consumer = CarelessConsumer


def no_deduplication() -> None:
    publish_without_ids()
    subscription.Inbox = ForgetfulInbox
