"""Events over NATS JetStream, used as a log: durable, in one order, readable from any position."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any, NamedTuple

from labs.commerce.platform.errors import UnavailableError
from labs.commerce.platform.messages import DEAD, SUBJECTS
from labs.commerce.platform.nats_client import (
    AckPolicy,
    BadRequestError,
    Client,
    ConsumerConfig,
    ConsumerInfo,
    DeliverPolicy,
    NatsError,
    StreamConfig,
    connect,
)
from labs.commerce.platform.pacing import SHORTEST_S, Pace
from labs.commerce.platform.publishing import Publisher

STREAM = "SHOP"
_ANSWER_S = 0.5
_HEARTBEAT_S = 2.0
_SILENCE_S = 3 * _HEARTBEAT_S
"""Nothing heard for so long, no heartbeat either: the broker forgot about us."""

_CONTROL = "100"
"""The status of messages that only manage the flow."""


class Delivery(NamedTuple):
    """An event as the log has it."""

    position: int
    """In the log; grows, with gaps where others' events are."""
    event: str
    data: bytes
    pending: int
    """How many more the log has for this reading."""


class LogBrokenError(UnavailableError):
    """A reading of the log cannot go on; another can begin where this one got to."""

    def __init__(self) -> None:
        super().__init__("event-log-broken")


class Reading:
    """One pass through the log, in its order, without gaps. Whoever reads keeps the position.

    Nothing is acknowledged: a gap ends the reading, and the next one begins before the gap.
    """

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._arrived: asyncio.Queue[Any] = asyncio.Queue()
        self._count = 0
        self._heard_at = time.monotonic()
        self._is_broken = False
        self.name = ""
        """What the broker calls it."""

    async def hear(self, message: Any) -> None:  # noqa: ANN401 - the client's message
        """Take what the broker sends."""
        self._heard_at = time.monotonic()
        self._arrived.put_nowait(message)

    def end(self) -> None:
        """The connection was lost: what arrives from now on may have gaps."""
        self._is_broken = True

    def is_complete(self, info: ConsumerInfo) -> bool:
        """Whether all that the log has for this reading, as the broker tells, has been taken."""
        sent = info.delivered.consumer_seq if info.delivered else 0
        return info.num_pending == 0 and sent == self._count

    async def next(self, limit: int, patience_s: float) -> list[Delivery]:
        """The next events of the log; none when nothing came for a while.

        Raises:
            LogBrokenError: begin another reading.
        """
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
        event = message.subject.rpartition(".")[2]
        pending = message.metadata.num_pending
        return [Delivery(sequence.stream, event, message.data, pending)]


class JetStream:
    """The shop's connection to its broker."""

    def __init__(self, url: str, longest_pause_s: float = SHORTEST_S) -> None:
        self._pace = Pace(longest_pause_s)
        self._url = url
        self._client = Client()
        self._readings: set[Reading] = set()

    async def answers(self) -> bool:
        """Whether the broker is there now: a connection outlives a broker that hangs."""
        if not self._client.is_connected:
            return False
        try:
            # not a flush: one that is given up makes the client deaf to all that follows
            await self._client.request("$JS.API.INFO", timeout=_ANSWER_S)
        except (OSError, NatsError):
            return False
        return True

    async def open(self, name: str) -> None:
        """Connect, and keep reconnecting for as long as the process lives."""
        self._client = await connect(
            self._url,
            name=name,
            max_reconnect_attempts=-1,
            reconnect_time_wait=0.25,
            allow_reconnect=True,
            error_cb=_ignore,
            reconnected_cb=self._end_readings,
        )
        self._jetstream = self._client.jetstream(timeout=2)
        self._publisher = Publisher(self._client)
        await self._publisher.open()
        try:
            subjects = [f"{SUBJECTS}.>", f"{DEAD}.>"]
            await self._jetstream.add_stream(StreamConfig(name=STREAM, subjects=subjects))
        except BadRequestError:
            # another deployable made it first, with its own idea of the settings
            await self._jetstream.stream_info(STREAM)

    async def close(self) -> None:
        """Disconnect."""
        if self._client.is_connected:
            await self._client.close()

    async def publish(self, subject: str, event_id: str, payload: bytes) -> None:
        """Store an event. Safe to repeat: the broker drops ids that it has seen of late."""
        await self._publisher.publish(subject, event_id, payload)

    @asynccontextmanager
    async def read(self, subjects: Sequence[str], after: int) -> AsyncIterator[Reading]:
        """Read `subjects` from the position behind `after`."""
        reading, inbox = Reading(self._pace), self._client.new_inbox()
        subscription = await self._client.subscribe(inbox, cb=reading.hear)
        self._readings.add(reading)
        try:
            made = await self._jetstream.add_consumer(
                STREAM,
                ConsumerConfig(
                    deliver_subject=inbox,
                    deliver_policy=DeliverPolicy.BY_START_SEQUENCE,
                    opt_start_seq=after + 1,
                    filter_subjects=list(subjects),
                    ack_policy=AckPolicy.NONE,
                    mem_storage=True,
                    flow_control=True,
                    idle_heartbeat=_HEARTBEAT_S,
                ),
            )
            reading.name = made.name
            yield reading
        finally:
            self._readings.discard(reading)
            with suppress(Exception):  # the connection may be gone, and the reading with it
                await subscription.unsubscribe()

    async def has_read_all(self, reading: Reading) -> bool:
        """Whether a reading has given all that was in the log when this was asked."""
        return reading.is_complete(await self._jetstream.consumer_info(STREAM, reading.name))

    async def _end_readings(self) -> None:
        for reading in self._readings:
            reading.end()


async def _ignore(_error: Exception) -> None:
    """Readiness reports a lost broker; the client's own print would not be structured."""
