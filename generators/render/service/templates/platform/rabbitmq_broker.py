"""RabbitMQ as the broker: an exchange for each topic, a queue for each service that reads."""

import asyncio
from collections.abc import AsyncGenerator, Sequence

import aio_pika
from aio_pika.abc import (
    AbstractChannel,
    AbstractExchange,
    AbstractIncomingMessage,
    AbstractRobustConnection,
)
from aio_pika.exceptions import AMQPError

from .broker import Delivery, Outgoing
from .errors import UnavailableError
from .topics import Topics

_ANSWER_S = 0.5
_PATIENCE_S = 5.0


class RabbitBroker:
    """Fulfils `Broker`."""

    def __init__(self, url: str, topics: Topics) -> None:
        self._url = url
        self._topics = topics
        self._connection: AbstractRobustConnection | None = None
        self._exchanges: dict[str, AbstractExchange] = {}

    async def open(self, name: str) -> None:
        """Connect, and make what events pass through, where nobody has yet."""
        self._name = name
        self._connection = await aio_pika.connect_robust(
            self._url, timeout=_PATIENCE_S, client_properties={"connection_name": name}
        )
        self._channel = await self._connection.channel(publisher_confirms=True)
        for topic, readers in self._topics.readers.items():
            exchange = await self._channel.declare_exchange(
                topic, aio_pika.ExchangeType.FANOUT, durable=True
            )
            self._exchanges[topic] = exchange
            # what is told before its reader has ever run waits for it
            for reader in readers:
                queue = await _queue(self._channel, reader)
                await queue.bind(exchange)

    async def close(self) -> None:
        """Disconnect."""
        if self._connection is not None:
            await self._connection.close()

    async def answers(self) -> bool:
        """A connection outlives a broker that hangs: ask it."""
        if self._connection is None:
            return False
        try:
            async with asyncio.timeout(_ANSWER_S):
                channel = await self._connection.channel()
                await channel.close()
        except (AMQPError, OSError, TimeoutError, RuntimeError):
            return False
        return True

    async def publish(self, event: Outgoing) -> None:
        """Returns when the queues have it on disk. One that is repeated stands there twice."""
        topic = self._topics.carrier(event.event)
        if topic is not None:
            message = _message(event.event, event.id, event.payload)
            await self._store(self._exchanges[topic], message, event.event)

    async def deliveries(
        self, consumer: str, events: Sequence[str]
    ) -> AsyncGenerator[Delivery, None]:
        """What nobody has acknowledged. One replica reads at a time, another takes over from it."""
        if self._connection is None:
            raise UnavailableError("broker-closed")
        channel = await self._connection.channel()
        try:
            # one message at a time, else one that is sent again would be overtaken
            await channel.set_qos(prefetch_count=1)
            queue = await _queue(channel, consumer)
            async with queue.iterator() as arriving:
                async for message in arriving:
                    delivery = _delivery(message)
                    if delivery.event in events:
                        yield delivery
                    else:
                        await delivery.done()
        finally:
            await channel.close()

    async def bury(self, module: str, delivery: Delivery) -> None:
        """In a queue beside the service's own."""
        message = _message(delivery.event, delivery.id, delivery.payload, module)
        await self._store(self._channel.default_exchange, message, _dead(self._name))

    async def _store(self, exchange: AbstractExchange, message: aio_pika.Message, key: str) -> None:
        try:
            await exchange.publish(message, key, mandatory=False, timeout=_PATIENCE_S)
        except (AMQPError, OSError, TimeoutError, RuntimeError):
            raise UnavailableError("broker-unavailable") from None


def _dead(service: str) -> str:
    return f"{service}.dead"


async def _queue(channel: AbstractChannel, service: str) -> aio_pika.abc.AbstractQueue:
    """The queue of a service: kept on several nodes, read by one replica at a time."""
    replicated = {"x-queue-type": "quorum"}
    await channel.declare_queue(_dead(service), durable=True, arguments=dict(replicated))
    return await channel.declare_queue(
        service,
        durable=True,
        arguments={
            **replicated,
            "x-single-active-consumer": True,
            # what was sent again too often is dropped by the queue, unless it has a place to go
            "x-dead-letter-exchange": "",
            "x-dead-letter-routing-key": _dead(service),
        },
    )


def _message(event: str, message_id: str, payload: bytes, module: str = "") -> aio_pika.Message:
    return aio_pika.Message(
        payload,
        type=event,
        message_id=message_id,
        content_type="application/json",
        delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
        headers={"module": module} if module else {},
    )


def _delivery(message: AbstractIncomingMessage) -> Delivery:
    async def done() -> None:
        await message.ack()

    return Delivery(message.type or "", message.message_id or "", message.body, done)
