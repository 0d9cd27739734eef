"""Apache Kafka as the log: one topic of one partition, read from offsets that readers keep."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from confluent_kafka import KafkaError, KafkaException
from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewTopic

from labs.commerce.platform.brokers.kafka.publishing import Publisher
from labs.commerce.platform.brokers.kafka.reading import KafkaReading
from labs.commerce.platform.brokers.kafka.settings import PATIENCE_S, settings
from labs.commerce.platform.brokers.port import LOG, NotStoredError
from labs.commerce.platform.events.pacing import SHORTEST_S, Pace

_ANSWER_S = 0.5
_PAUSE_S = 0.25
_AS_THE_BROKER_HAS_IT = -1


class Kafka:
    """Fulfils `Broker`."""

    system = "kafka"

    def __init__(self, url: str, longest_pause_s: float = SHORTEST_S) -> None:
        self._pace = Pace(longest_pause_s)
        self._url = url
        self._settings = settings(url, "")
        self._publisher: Publisher | None = None

    async def open(self, name: str) -> None:
        """Wait for a broker, and make the topic where nobody has yet: it keeps everything."""
        self._settings = settings(self._url, name)
        while not await asyncio.to_thread(self._has_topic):  # noqa: ASYNC110 - a server's coming
            await asyncio.sleep(_PAUSE_S)
        self._publisher = Publisher(self._settings)

    async def close(self) -> None:
        """Give up what is on its way: it is in the outbox still."""
        self._publisher = None

    async def answers(self) -> bool:
        """Ask a broker: the clients outlive all of them."""
        if self._publisher is None:
            return False
        try:
            await asyncio.to_thread(self._publisher.producer.list_topics, LOG, _ANSWER_S)
        except KafkaException:
            return False
        return True

    async def publish(self, subject: str, event_id: str, payload: bytes) -> None:
        """Store an event; one that is repeated stands in the log twice, by the same id."""
        if self._publisher is None:
            raise NotStoredError(subject)
        await self._publisher.publish(subject, event_id, payload)

    @asynccontextmanager
    async def read(self, subjects: Sequence[str], after: int) -> AsyncIterator[KafkaReading]:
        """Read `subjects` from the position behind `after`; others are sent, and dropped."""
        reading = KafkaReading(self._settings, subjects, self._pace)
        try:
            await reading.begin(after)
            yield reading
        finally:
            await reading.end()

    def _has_topic(self) -> bool:
        """Whether the topic is there; it is made by whoever comes first."""
        client = AdminClient(self._settings)
        kept = NewTopic(LOG, 1, _AS_THE_BROKER_HAS_IT, config={"retention.ms": "-1"})
        try:
            if LOG not in client.list_topics(timeout=PATIENCE_S).topics:
                client.create_topics([kept], request_timeout=PATIENCE_S)[LOG].result()
        except KafkaException as error:
            return bool(error.args[0].code() == KafkaError.TOPIC_ALREADY_EXISTS)
        return True
