"""Kafka as the broker: events of one key share a partition, the service is one consumer group."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from urllib.parse import unquote, urlsplit

from confluent_kafka import KafkaError, KafkaException, Message, Producer, TopicPartition
from confluent_kafka.aio import AIOConsumer

from .broker import Delivery, Outgoing
from .errors import UnavailableError
from .topics import Topics

_ANSWER_S = 0.5
_PATIENCE_S = 5.0
_POLL_S = 0.5
_SESSION_MS = 10_000
"""Not heard for so long, a replica is taken for dead, and others read its partitions."""

Settings = dict[str, str | int | bool | Callable[[str], tuple[str, float]]]
"""The client's own; what is called gives a token, and until when it counts."""


class KafkaBroker:
    """Fulfils `Broker`. The client reconnects by itself, and finds new leaders."""

    def __init__(self, url: str, topics: Topics) -> None:
        self._settings = _settings(url)
        self._topics = topics
        self._name = ""
        self._producer: Producer | None = None

    async def open(self, name: str) -> None:
        """Connects when it is first used."""
        self._name = name
        self._settings["client.id"] = name
        # made in a thread, since whoever signs in by a token waits here for the first
        self._producer = await asyncio.to_thread(
            Producer,
            {
                **self._settings,
                # every replica in sync has it, and a repeated request stores it once
                "acks": "all",
                "enable.idempotence": True,
                "delivery.timeout.ms": int(_PATIENCE_S * 1000),
            },
        )

    async def close(self) -> None:
        """What was published is stored, or its publisher knows that it is not."""
        self._producer = None

    async def answers(self) -> bool:
        """Ask a broker: a client outlives all of them."""
        if self._producer is None:
            return False
        try:
            await asyncio.to_thread(self._producer.list_topics, self._dead, _ANSWER_S)
        except KafkaException:
            return False
        return True

    async def publish(self, event: Outgoing) -> None:
        """To the partition of its key. One that is repeated stands there twice, by the same id."""
        topic = self._topics.carrier(event.event)
        if topic is not None:
            told = {"event": event.event, "id": event.id}
            await self._store(topic, event.key, event.payload, told)

    async def deliveries(
        self, consumer: str, events: Sequence[str]
    ) -> AsyncGenerator[Delivery, None]:
        """From each partition what the group has not committed, in order."""
        reader = AIOConsumer(
            {
                **self._settings,
                "group.id": consumer,
                "auto.offset.reset": "earliest",
                "enable.auto.commit": False,
                "session.timeout.ms": _SESSION_MS,
                "heartbeat.interval.ms": _SESSION_MS // 5,
                "partition.assignment.strategy": "cooperative-sticky",
            },
            max_workers=2,
        )
        try:
            await reader.subscribe(self._topics.carrying(events))
            while True:
                message = await reader.poll(_POLL_S)
                if message is not None and _is_whole(message):
                    delivery = _delivery(reader, message)
                    if delivery.event in events:
                        yield delivery
                    else:
                        await delivery.done()
        finally:
            await reader.close()

    async def bury(self, module: str, delivery: Delivery) -> None:
        """On the service's own topic of dead letters."""
        told = {"event": delivery.event, "module": module, "from": delivery.id}
        await self._store(self._dead, delivery.id, delivery.payload, told)

    @property
    def _dead(self) -> str:
        return f"{self._name}-dead"

    async def _store(self, topic: str, key: str, payload: bytes, told: Mapping[str, str]) -> None:
        outcomes: list[KafkaError | None] = []
        if self._producer is None:
            raise UnavailableError("broker-closed")
        self._producer.produce(
            topic,
            payload,
            key,
            headers=dict(told),
            on_delivery=lambda error, _: outcomes.append(error),
        )
        await asyncio.to_thread(self._producer.flush, _PATIENCE_S + 1)
        if outcomes != [None]:
            raise UnavailableError("broker-unavailable")


def _settings(url: str) -> Settings:
    """`kafka://host:port,…`; with `kafka+tls` and a user, signed in over TLS."""
    parts = urlsplit(url)
    credentials, _, hosts = parts.netloc.rpartition("@")
    settings: Settings = {"bootstrap.servers": hosts}
    if parts.scheme == "kafka+tls":
        settings["security.protocol"] = "ssl"
    if credentials:
        user, _, password = credentials.partition(":")
        settings |= {
            "security.protocol": "sasl_ssl" if parts.scheme == "kafka+tls" else "sasl_plaintext",
            "sasl.mechanism": "SCRAM-SHA-512",
            "sasl.username": unquote(user),
            "sasl.password": unquote(password),
        }
    return settings


def _is_whole(message: Message) -> bool:
    """False for news of a topic that nobody has made yet.

    Raises:
        KafkaException: the reading cannot go on.
    """
    error = message.error()
    if error is not None and error.code() != KafkaError.UNKNOWN_TOPIC_OR_PART:
        raise KafkaException(error)
    return error is None


def _delivery(reader: AIOConsumer, message: Message) -> Delivery:
    place = TopicPartition(str(message.topic()), message.partition() or 0, message.offset() or 0)

    async def done() -> None:
        following = TopicPartition(place.topic, place.partition, place.offset + 1)
        await reader.commit(offsets=[following], asynchronous=False)

    async def hold() -> None:
        # whoever polls is alive, and what is paused gives nothing
        held = await reader.assignment()
        await reader.pause(held)
        await reader.poll(0)
        await reader.resume(await reader.assignment())

    event = dict(message.headers() or []).get("event")
    name = event.decode() if isinstance(event, bytes) else ""
    identity = f"{place.topic}-{place.partition}-{place.offset}"
    return Delivery(name, identity, message.value() or b"", done, hold)
