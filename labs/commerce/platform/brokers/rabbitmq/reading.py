"""One pass through the stream: consumed from an offset, on a channel of its own."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence

from aio_pika.abc import AbstractIncomingMessage

from labs.commerce.platform.brokers.port import Delivery, LogBrokenError
from labs.commerce.platform.brokers.rabbitmq.connecting import LOST
from labs.commerce.platform.events.pacing import Pace

OFFSET = "x-stream-offset"
MARK = "mark"
"""What stands in the log for nobody but the reading that put it there."""
AHEAD = 512
"""So many messages the broker sends before it hears that we have taken them."""
_MARK_S = 2.0

PutMark = Callable[[], Awaitable[str]]
"""Stores a mark behind everything else. Returns its id."""


class RabbitReading:
    """Fulfils `Reading`. A position is the offset behind an event, so that 0 is before all."""

    def __init__(self, subjects: Sequence[str], pace: Pace, put_mark: PutMark) -> None:
        self._events = {subject: subject.rpartition(".")[2] for subject in subjects}
        self._pace = pace
        self._put_mark = put_mark
        self._arrived: deque[AbstractIncomingMessage] = deque()
        self._news = asyncio.Event()
        self._ahead: list[Delivery] = []
        self._mark = ""
        self._is_broken = False

    async def hear(self, message: AbstractIncomingMessage) -> None:
        """Take what the broker sends."""
        self._arrived.append(message)
        self._news.set()

    def end(self, *_: object) -> None:
        """The channel is gone: nothing arrives any more."""
        self._is_broken = True
        self._news.set()

    @property
    def pending(self) -> int:
        """How many more have been sent, for whomever; what else there is, nobody tells in time."""
        return len(self._ahead) + len(self._arrived)

    async def next(self, limit: int, patience_s: float) -> list[Delivery]:
        """Take what has arrived, or what arrives first."""
        until = time.monotonic() + patience_s
        while not self._ahead and await self._has_arrived(until):
            if len(self._arrived) < limit:
                await asyncio.sleep(self._pace.pause_s())
            await self._take(limit)
        taken, self._ahead = self._ahead[:limit], self._ahead[limit:]
        return taken

    async def has_read_all(self) -> bool:
        """Whether nothing that is wanted comes before a mark that is put at the end now.

        Where a stream ends, this broker tells seconds later.
        """
        if self._ahead:
            return False
        mark, until = await self._put_mark(), time.monotonic() + _MARK_S
        while self._mark != mark and not self._ahead:
            if not await self._has_arrived(until):
                raise LogBrokenError
            await self._take(AHEAD)
        return not self._ahead

    async def _has_arrived(self, until: float) -> bool:
        """Wait for a message, up to a moment.

        Raises:
            LogBrokenError: none will come.
        """
        if self._is_broken:
            raise LogBrokenError
        if not self._arrived:
            self._news.clear()
            try:
                async with asyncio.timeout(until - time.monotonic()):
                    await self._news.wait()
            except TimeoutError:
                return False
        return bool(self._arrived)

    async def _take(self, limit: int) -> None:
        """Sort what has arrived, and let the broker send as much again: that is all an ack says."""
        messages = [self._arrived.popleft() for _ in range(min(limit, len(self._arrived)))]
        for message in messages:
            if message.type == MARK:
                self._mark = message.message_id or ""
            elif event := self._events.get(message.type or ""):
                self._ahead.append(Delivery(_position(message), event, message.body))
        try:
            await messages[-1].ack(multiple=True)
        except LOST:
            raise LogBrokenError from None


def _position(message: AbstractIncomingMessage) -> int:
    return int(str(message.headers[OFFSET])) + 1
