"""Handing events to Kafka, and hearing what became of them."""

import asyncio
from functools import partial

from confluent_kafka import KafkaError, KafkaException, Message, Producer

from labs.commerce.platform.brokers.kafka.settings import PARTITION, PATIENCE_S, SUBJECT, Settings
from labs.commerce.platform.brokers.port import LOG, NotStoredError

_ROUND_S = 0.001
_REFUSED = frozenset(
    {
        KafkaError.MSG_SIZE_TOO_LARGE,
        KafkaError.INVALID_RECORD,
        KafkaError.TOPIC_AUTHORIZATION_FAILED,
        KafkaError.UNKNOWN_TOPIC_OR_PART,
        KafkaError._UNKNOWN_TOPIC,  # noqa: SLF001 - how the client spells what it says itself
        KafkaError._UNKNOWN_PARTITION,  # noqa: SLF001
        KafkaError._FATAL,  # noqa: SLF001
    }
)
"""What is said of events that certainly are not stored; of all others nobody knows."""

Outcome = asyncio.Future[KafkaError | None]


class Publisher:
    """One producer for all that a process publishes: what it gave up, it never sends later."""

    def __init__(self, settings: Settings) -> None:
        self._settings: Settings = {
            **settings,
            # every replica in sync has it, and a repeated request stores it once
            "acks": "all",
            "enable.idempotence": True,
            "delivery.timeout.ms": int(PATIENCE_S * 1000),
            "linger.ms": 0,
        }
        self.producer = Producer(self._settings)
        self._is_spent = False
        self._in_flight = 0
        self._hearing: asyncio.Task[None] | None = None

    async def publish(self, subject: str, event_id: str, payload: bytes) -> None:
        """Store an event.

        Raises:
            NotStoredError: it certainly is not stored.
            TimeoutError: nobody knows.
        """
        outcome: Outcome = asyncio.get_running_loop().create_future()
        try:
            self._hand_over(subject, event_id, payload, outcome)
        except BufferError:
            raise NotStoredError(subject) from None
        except KafkaException as refusal:
            outcome.set_result(refusal.args[0])
        error = await outcome
        if error is None:
            return
        self._is_spent = self._is_spent or error.fatal()
        raise NotStoredError(subject) if error.code() in _REFUSED else TimeoutError(str(error))

    def _hand_over(self, subject: str, event_id: str, payload: bytes, outcome: Outcome) -> None:
        if self._is_spent and not self._in_flight:
            self.producer, self._is_spent = Producer(self._settings), False
        self.producer.produce(
            LOG,
            payload,
            partition=PARTITION,
            headers={SUBJECT: subject, "id": event_id},
            on_delivery=partial(self._told, outcome),
        )
        self._in_flight += 1
        if self._hearing is None or self._hearing.done():
            self._hearing = asyncio.create_task(self._hear())

    async def _hear(self) -> None:
        """The client tells only whoever asks it, and nobody asks while nothing is on its way."""
        while self._in_flight:
            self.producer.poll(0)
            await asyncio.sleep(_ROUND_S)

    def _told(self, outcome: Outcome, error: KafkaError | None, _message: Message) -> None:
        self._in_flight -= 1
        if not outcome.done():
            outcome.set_result(error)
