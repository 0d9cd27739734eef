"""One pass through the topic: read from an offset, without a group, and without commits."""

import asyncio
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from confluent_kafka import Consumer, KafkaException, Message, TopicPartition

from labs.commerce.platform.brokers.kafka.settings import PARTITION, PATIENCE_S, SUBJECT, Settings
from labs.commerce.platform.brokers.port import LOG, Delivery, LogBrokenError
from labs.commerce.platform.events.pacing import Pace

_POLL_S = 0.25
"""So long the end of a reading may take."""
_BUFFERED_KB = 4096

P = ParamSpec("P")
R = TypeVar("R")


class KafkaReading:
    """Fulfils `Reading`. A position is the offset behind an event, so that 0 is before all.

    The client's calls wait: they have a thread of their own, one after the other. It reconnects by
    itself and goes on where it was.
    """

    def __init__(self, settings: Settings, subjects: Sequence[str], pace: Pace) -> None:
        self._consumer = Consumer(
            {
                **settings,
                # a name is asked for; nobody joins
                "group.id": f"{LOG}-unused",
                "enable.auto.commit": False,
                # what is not there any more, or not yet, is no place to begin at
                "auto.offset.reset": "error",
                "fetch.error.backoff.ms": 100,
                "queued.max.messages.kbytes": _BUFFERED_KB,
            }
        )
        self._subjects = {subject.encode(): subject.rpartition(".")[2] for subject in subjects}
        self._pace = pace
        self._thread = ThreadPoolExecutor(1)
        self._position = 0
        self._end = 0

    async def begin(self, after: int) -> None:
        """Go to the position behind `after`, or to the first that is left behind it.

        Raises:
            LogBrokenError: nobody answers.
        """
        first = await self._measure()
        self._position = max(after, first)
        self._consumer.assign([TopicPartition(LOG, PARTITION, self._position)])

    async def end(self) -> None:
        """Let go of the client, once it has come back from what it is asked."""
        await self._called(self._consumer.close)
        self._thread.shutdown(wait=False)

    @property
    def pending(self) -> int:
        """How many more the log has, for whomever."""
        return max(0, self._end - self._position)

    async def next(self, limit: int, patience_s: float) -> list[Delivery]:
        """Take what has arrived, or what arrives first."""
        until = time.monotonic() + patience_s
        while (left_s := until - time.monotonic()) > 0:
            messages = await self._called(self._arrived, limit, min(left_s, _POLL_S))
            if wanted := [each for each in map(self._taken, messages) if each]:
                return wanted
        return []

    async def has_read_all(self) -> bool:
        """Whether the end of the log, as the broker tells it now, has been come to."""
        position = self._position
        await self._measure()
        return position >= self._end

    def _arrived(self, limit: int, patience_s: float) -> list[Message]:
        first = self._consumer.poll(patience_s)
        if first is None:
            return []
        time.sleep(self._pace.pause_s())
        return [first, *self._consumer.consume(limit - 1, 0)]

    def _taken(self, message: Message) -> Delivery | None:
        """What of a message is for us.

        Raises:
            LogBrokenError: it says that the reading cannot go on.
        """
        offset = message.offset()
        if message.error() is not None or offset is None:
            raise LogBrokenError
        self._position = offset + 1
        self._end = max(self._end, self._position)
        event = self._subjects.get(_subject(message))
        return Delivery(self._position, event, message.value() or b"") if event else None

    async def _measure(self) -> int:
        """Ask where the log ends. Returns where it begins: it may have been told to forget."""
        place = TopicPartition(LOG, PARTITION)
        try:
            found = await self._called(self._consumer.get_watermark_offsets, place, PATIENCE_S)
        except KafkaException:
            raise LogBrokenError from None
        if found is None:
            raise LogBrokenError
        first, self._end = found
        return first

    async def _called(self, call: Callable[P, R], *given: P.args, **named: P.kwargs) -> R:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, lambda: call(*given, **named))


def _subject(message: Message) -> bytes:
    told = dict(message.headers() or ()).get(SUBJECT)
    return told if isinstance(told, bytes) else b""
