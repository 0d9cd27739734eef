"""NATS JetStream as the broker: one durable consumer for the service."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import suppress

import nats
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.js.api import AckPolicy, ConsumerConfig, StreamConfig
from nats.js.errors import BadRequestError

from .broker import Delivery, Outgoing

STREAM = "SHOP"
SUBJECTS = "events"
"""The root of every event's subject: `events.OrderCreated`."""
DEAD = "dead"
"""The root of the dead letters' subjects: `dead.<module>.<Event>`."""
_ANSWER_S = 0.5
_PATIENCE_S = 5.0
_ACK_WAIT_S = 30.0


class NatsBroker:
    """Fulfils `Broker`."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._client = Client()

    async def open(self, name: str) -> None:
        """Connect, and make the stream where nobody has yet."""
        self._client = await nats.connect(
            self._url,
            name=name,
            max_reconnect_attempts=-1,
            reconnect_time_wait=0.25,
            error_cb=_ignore,
        )
        self._jetstream = self._client.jetstream(timeout=2)
        with suppress(BadRequestError):  # somebody made it first, with settings of their own
            subjects = [f"{SUBJECTS}.>", f"{DEAD}.>"]
            await self._jetstream.add_stream(StreamConfig(name=STREAM, subjects=subjects))

    async def close(self) -> None:
        """Disconnect."""
        if self._client.is_connected:
            await self._client.close()

    async def answers(self) -> bool:
        """A connection outlives a broker that hangs: ask it."""
        if not self._client.is_connected:
            return False
        try:
            await self._client.request("$JS.API.INFO", timeout=_ANSWER_S)
        except (OSError, NatsError):
            return False
        return True

    async def publish(self, event: Outgoing) -> None:
        """The broker drops ids that it has seen of late."""
        await self._store(f"{SUBJECTS}.{event.event}", event.id, event.payload)

    async def deliveries(
        self, consumer: str, events: Sequence[str]
    ) -> AsyncGenerator[Delivery, None]:
        """Everything since the stream began that was not acknowledged."""
        wanted = ConsumerConfig(
            durable_name=consumer,
            ack_policy=AckPolicy.EXPLICIT,
            ack_wait=_ACK_WAIT_S,
            filter_subjects=[f"{SUBJECTS}.{event}" for event in events],
            # one message at a time over all replicas, else two would overtake each other
            max_ack_pending=1,
        )
        await self._jetstream.add_consumer(STREAM, wanted)
        reading = await self._jetstream.pull_subscribe_bind(consumer, STREAM)
        while True:
            try:
                # no more than may be under way: a larger batch would wait for what cannot come
                (message,) = await reading.fetch(1, timeout=_PATIENCE_S)
            except TimeoutError:
                continue
            yield _delivery(message)

    async def bury(self, module: str, delivery: Delivery) -> None:
        """In the same stream, below a subject of its own."""
        subject = f"{DEAD}.{module}.{delivery.event}"
        await self._store(subject, f"{module}-{delivery.id}", delivery.payload)

    async def _store(self, subject: str, message_id: str, payload: bytes) -> None:
        await self._jetstream.publish(subject, payload, headers={"Nats-Msg-Id": message_id})


def _delivery(message: Msg) -> Delivery:
    async def done() -> None:
        await message.ack()

    async def hold() -> None:
        await message.in_progress()

    event = message.subject.rpartition(".")[2]
    return Delivery(event, str(message.metadata.sequence.stream), message.data, done, hold)


async def _ignore(_error: Exception) -> None:
    """Readiness reports a lost broker; the client's own print would not be structured."""
