"""One pass through the stream: what the broker sends, held against its count and its heartbeats."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from labs.commerce.platform.brokers.jetstream.client import JetStreamContext, NotFoundError
from labs.commerce.platform.brokers.port import LOG, Delivery, LogBrokenError
from labs.commerce.platform.events.pacing import Pace

HEARTBEAT_S = 2.0
_SILENCE_S = 3 * HEARTBEAT_S
"""Nothing heard for so long, no heartbeat either: the broker forgot about us."""

_CONTROL = "100"
"""The status of messages that only manage the flow."""


class JetStreamReading:
    """Fulfils `Reading`, by an ephemeral consumer that acknowledges nothing."""

    def __init__(
        self, pace: Pace, jetstream: JetStreamContext, subjects: Sequence[str], after: int
    ) -> None:
        self._pace = pace
        self._jetstream = jetstream
        self._subjects = subjects
        self._position = after
        self._arrived: asyncio.Queue[Any] = asyncio.Queue()
        self._count = 0
        self._heard_at = time.monotonic()
        self._is_broken = False
        self.pending = 0

    async def hear(self, message: Any) -> None:  # noqa: ANN401 - the client's message
        """Take what the broker sends."""
        self._heard_at = time.monotonic()
        self._arrived.put_nowait(message)

    def end(self) -> None:
        """The connection was lost: what arrives from now on may have gaps."""
        self._is_broken = True

    async def next(self, limit: int, patience_s: float) -> list[Delivery]:
        """Take what has arrived, or what arrives first."""
        if self._is_broken or time.monotonic() - self._heard_at > _SILENCE_S:
            raise LogBrokenError
        try:
            async with asyncio.timeout(patience_s):
                first = await self._arrived.get()
        except TimeoutError:
            return []
        if self._arrived.qsize() < limit:
            await asyncio.sleep(self._pace.pause_s())
        batch = await self._taken(first)
        while len(batch) < limit and not self._arrived.empty():
            batch += await self._taken(self._arrived.get_nowait())
        return batch

    async def has_read_all(self) -> bool:
        """Whether the last event of each subject has been taken.

        The stream is asked: what its consumers know of it they know a moment later.
        """
        for subject in self._subjects:
            with suppress(NotFoundError):
                last = await self._jetstream.get_last_msg(LOG, subject)
                if (last.seq or 0) > self._position:
                    return False
        return True

    async def _taken(self, message: Any) -> list[Delivery]:  # noqa: ANN401 - the client's message
        if message.headers and message.headers.get("Status") == _CONTROL:
            # answered only here, so that the broker sends no faster than we handle
            if message.reply:
                await message.respond(b"")
            return []
        sequence = message.metadata.sequence
        self._count += 1
        if sequence.consumer != self._count:
            raise LogBrokenError
        self.pending = message.metadata.num_pending
        self._position = sequence.stream
        event = message.subject.rpartition(".")[2]
        return [Delivery(sequence.stream, event, message.data)]
