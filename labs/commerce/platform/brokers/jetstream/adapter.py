"""NATS JetStream as the log: a stream, read by consumers that live as long as a reading."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

from labs.commerce.platform.brokers.jetstream.client import (
    AckPolicy,
    BadRequestError,
    Client,
    ConsumerConfig,
    DeliverPolicy,
    NatsError,
    StreamConfig,
    connect,
)
from labs.commerce.platform.brokers.jetstream.publishing import Publisher
from labs.commerce.platform.brokers.jetstream.reading import HEARTBEAT_S, JetStreamReading
from labs.commerce.platform.brokers.port import LOG
from labs.commerce.platform.events.pacing import SHORTEST_S, Pace
from labs.commerce.platform.messages import DEAD, SUBJECTS

_ANSWER_S = 0.5


class JetStream:
    """Fulfils `Broker`. The broker itself drops ids that it has seen of late."""

    system = "nats"

    def __init__(self, url: str, longest_pause_s: float = SHORTEST_S) -> None:
        self._pace = Pace(longest_pause_s)
        self._url = url
        self._client = Client()
        self._readings: set[JetStreamReading] = set()

    async def answers(self) -> bool:
        """Ask the server: the connection outlives one that hangs."""
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
            await self._jetstream.add_stream(StreamConfig(name=LOG, subjects=subjects))
        except BadRequestError:
            # another deployable made it first, with its own idea of the settings
            await self._jetstream.stream_info(LOG)

    async def close(self) -> None:
        """Disconnect."""
        if self._client.is_connected:
            await self._client.close()

    async def publish(self, subject: str, event_id: str, payload: bytes) -> None:
        """Store an event, unless the broker has one of that id."""
        await self._publisher.publish(subject, event_id, payload)

    @asynccontextmanager
    async def read(self, subjects: Sequence[str], after: int) -> AsyncIterator[JetStreamReading]:
        """Read `subjects` from the position behind `after`."""
        inbox = self._client.new_inbox()
        reading = JetStreamReading(self._pace, self._jetstream, subjects, after)
        subscription = await self._client.subscribe(inbox, cb=reading.hear)
        self._readings.add(reading)
        try:
            await self._jetstream.add_consumer(
                LOG,
                ConsumerConfig(
                    deliver_subject=inbox,
                    deliver_policy=DeliverPolicy.BY_START_SEQUENCE,
                    opt_start_seq=after + 1,
                    filter_subjects=list(subjects),
                    ack_policy=AckPolicy.NONE,
                    mem_storage=True,
                    flow_control=True,
                    idle_heartbeat=HEARTBEAT_S,
                ),
            )
            yield reading
        finally:
            self._readings.discard(reading)
            with suppress(Exception):  # the connection may be gone, and the reading with it
                await subscription.unsubscribe()

    async def _end_readings(self) -> None:
        for reading in self._readings:
            reading.end()


async def _ignore(_error: Exception) -> None:
    """Readiness reports a lost broker; the client's own print would not be structured."""
