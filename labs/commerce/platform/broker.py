"""Events over NATS JetStream: durable, at least once, one consumer per deployable."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol

import nats
from nats.aio.client import Client
from nats.js.api import AckPolicy, ConsumerConfig, StreamConfig
from nats.js.errors import BadRequestError, NotFoundError

from labs.commerce.platform.events import SUBJECTS

STREAM = "SHOP"
ACK_WAIT_S = 5
_BATCH = 64
"""Events that may share a transaction."""

_COALESCE_S = 0.01
"""How long to wait for the events right behind the first: one commit for all is far cheaper."""

RETRY_DELAYS_S = (0.1, 0.3, 1.0, 2.0)
"""Pauses before an event whose handling failed is delivered again."""


class Delivery(Protocol):
    """One delivery of one event."""

    data: bytes
    attempt: int
    """Counts from 1."""

    async def done(self) -> None:
        """Never deliver it again to this deployable."""
        ...

    async def again(self, delay_s: float) -> None:
        """Deliver it again later."""
        ...


Receive = Callable[[Sequence[Delivery]], Awaitable[None]]
"""Takes deliveries in the order of their events; deals with every failure itself."""


class _JetStreamDelivery:
    def __init__(self, message: Any) -> None:  # noqa: ANN401 - the client's message
        self._message = message
        self.data: bytes = message.data
        self.attempt: int = message.metadata.num_delivered

    async def done(self) -> None:
        await self._message.ack()

    async def again(self, delay_s: float) -> None:
        await self._message.nak(delay=delay_s)


class JetStream:
    """The shop's connection to its broker."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._client = Client()
        self._workers: list[asyncio.Task[None]] = []

    @property
    def is_connected(self) -> bool:
        """Whether events can be sent and received now."""
        return bool(self._client.is_connected)

    async def open(self, name: str) -> None:
        """Connect, and keep reconnecting for as long as the process lives."""
        self._client = await nats.connect(
            self._url,
            name=name,
            max_reconnect_attempts=-1,
            reconnect_time_wait=0.25,
            allow_reconnect=True,
            error_cb=_ignore,
        )
        self._jetstream = self._client.jetstream(timeout=2)
        try:
            await self._jetstream.add_stream(StreamConfig(name=STREAM, subjects=[f"{SUBJECTS}.>"]))
        except BadRequestError:
            # another deployable made it first, with its own idea of the settings
            await self._jetstream.stream_info(STREAM)

    async def close(self) -> None:
        """Disconnect. What was delivered and not handled is delivered again, to whoever asks."""
        for worker in self._workers:
            worker.cancel()
        if self._client.is_connected:
            await self._client.close()

    async def publish(self, event: str, event_id: str, payload: bytes) -> None:
        """Store an event. Safe to repeat: the broker drops ids that it has seen of late."""
        await self._jetstream.publish(
            f"{SUBJECTS}.{event}", payload, headers={"Nats-Msg-Id": event_id}
        )

    async def subscribe(self, consumer: str, subjects: list[str], receive: Receive) -> None:
        """Receive `subjects` as `consumer`; replicas of a deployable share the deliveries."""
        deliver = f"deliver.{consumer}"
        config = ConsumerConfig(
            durable_name=consumer,
            deliver_subject=deliver,
            deliver_group=consumer,
            filter_subjects=subjects,
            ack_policy=AckPolicy.EXPLICIT,
            ack_wait=ACK_WAIT_S,
            max_ack_pending=2 * _BATCH,
        )
        arrived: asyncio.Queue[Delivery] = asyncio.Queue()
        self._workers.append(asyncio.create_task(_hand_over(arrived, receive)))

        async def on_message(message: Any) -> None:  # noqa: ANN401 - the client's message
            arrived.put_nowait(_JetStreamDelivery(message))

        await self._client.subscribe(deliver, queue=consumer, cb=on_message)
        try:
            await self._jetstream.consumer_info(STREAM, consumer)
        except NotFoundError:
            await self._jetstream.add_consumer(STREAM, config)


async def _hand_over(arrived: "asyncio.Queue[Delivery]", receive: Receive) -> None:
    """Hand over what has arrived, together."""
    while True:
        batch = [await arrived.get()]
        await asyncio.sleep(_COALESCE_S)
        while len(batch) < _BATCH and not arrived.empty():
            batch.append(arrived.get_nowait())
        await receive(batch)


async def _ignore(_error: Exception) -> None:
    """Readiness reports a lost broker; the client's own print would not be structured."""
