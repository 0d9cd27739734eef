"""RabbitMQ as the log: a stream, read over AMQP from offsets that readers keep."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from uuid import uuid4

from aio_pika import DeliveryMode, Message
from aio_pika.exceptions import PublishError

from labs.commerce.platform.brokers.port import LOG, LogBrokenError, NotStoredError
from labs.commerce.platform.brokers.rabbitmq.connecting import LOST, Lines
from labs.commerce.platform.brokers.rabbitmq.reading import AHEAD, MARK, OFFSET, RabbitReading
from labs.commerce.platform.events.pacing import SHORTEST_S, Pace

_ANSWER_S = 0.5
_PATIENCE_S = 2.0
_PAUSE_S = 0.25


class RabbitMq:
    """Fulfils `Broker`."""

    system = "rabbitmq"

    def __init__(self, url: str, longest_pause_s: float = SHORTEST_S) -> None:
        self._pace = Pace(longest_pause_s)
        self._lines = Lines(url)

    async def open(self, name: str) -> None:
        """Wait for the broker."""
        self._lines.name = name
        while not await self._is_there():  # noqa: ASYNC110 - a server's coming
            await asyncio.sleep(_PAUSE_S)

    async def close(self) -> None:
        """Disconnect."""
        with suppress(*LOST):
            await self._lines.close()

    async def answers(self) -> bool:
        """Ask it for a channel: a connection outlives a broker that hangs."""
        if not self._lines.name:
            return False
        try:
            async with asyncio.timeout(_ANSWER_S):
                line = await self._lines.line()
                async with line.connection.channel():
                    return True
        except LOST:
            return False

    async def publish(self, subject: str, event_id: str, payload: bytes) -> None:
        """Store an event; one that is repeated stands in the log twice, by the same id."""
        try:
            async with asyncio.timeout(_PATIENCE_S):
                line = await self._lines.line()
        except LOST:
            raise NotStoredError(subject) from None
        message = Message(
            payload,
            type=subject,
            message_id=event_id,
            content_type="application/json",
            delivery_mode=DeliveryMode.PERSISTENT,
        )
        try:
            await line.publishing.default_exchange.publish(message, LOG, timeout=_PATIENCE_S)
        except PublishError:
            raise NotStoredError(subject) from None
        except LOST as error:
            raise TimeoutError from error

    @asynccontextmanager
    async def read(self, subjects: Sequence[str], after: int) -> AsyncIterator[RabbitReading]:
        """Read `subjects` from the position behind `after`; others are sent, and dropped."""
        reading = RabbitReading(subjects, self._pace, self._put_mark)
        try:
            line = await self._lines.line()
            channel = await line.connection.channel(publisher_confirms=False)
            channel.close_callbacks.add(reading.end)
            await channel.set_qos(AHEAD)
            queue = await channel.get_queue(LOG, ensure=False)
            await queue.consume(reading.hear, arguments={OFFSET: after})
        except LOST:
            raise LogBrokenError from None
        try:
            yield reading
        finally:
            with suppress(*LOST):  # the connection may be gone, and the channel with it
                await channel.close()

    async def _is_there(self) -> bool:
        try:
            await self._lines.line()
        except LOST:
            return False
        return True

    async def _put_mark(self) -> str:
        mark = uuid4().hex
        await self.publish(MARK, mark, b"")
        return mark
