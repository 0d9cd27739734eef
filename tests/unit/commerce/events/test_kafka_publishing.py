"""What becomes of events that Kafka's client does not take, or gives back."""

from collections import deque
from collections.abc import Callable
from typing import Any

import pytest
from confluent_kafka import KafkaError, KafkaException

from labs.commerce.platform.brokers.kafka import publishing
from labs.commerce.platform.brokers.kafka.publishing import Publisher
from labs.commerce.platform.brokers.port import NotStoredError

STORED = None
LATE = KafkaError(KafkaError._MSG_TIMED_OUT)
TOO_LARGE = KafkaError(KafkaError.MSG_SIZE_TOO_LARGE)
SPENT = KafkaError(KafkaError._FATAL, "out of sequence", fatal=True)


class Client:
    """Answers in turn what it is told to."""

    made = 0

    def __init__(self, _settings: object) -> None:
        Client.made += 1
        self._waiting: deque[Callable[[Any, Any], None]] = deque()

    def produce(self, *_: object, on_delivery: Callable[[Any, Any], None], **__: object) -> None:
        if ANSWERS[0] is BufferError:
            ANSWERS.popleft()
            raise BufferError
        if ANSWERS[0] is SPENT:
            raise KafkaException(ANSWERS.popleft())
        self._waiting.append(on_delivery)

    def poll(self, _: float) -> None:
        while self._waiting:
            self._waiting.popleft()(ANSWERS.popleft(), None)


ANSWERS: deque[Any] = deque()


@pytest.fixture
def publisher(monkeypatch: pytest.MonkeyPatch) -> Publisher:
    monkeypatch.setattr(publishing, "Producer", Client)
    ANSWERS.clear()
    Client.made = 0
    return Publisher({})


async def outcome(publisher: Publisher, answer: object) -> type[Exception] | None:
    ANSWERS.append(answer)
    try:
        await publisher.publish("events.Rang", "1", b"{}")
    except (NotStoredError, TimeoutError) as error:
        return type(error)
    return None


@pytest.mark.parametrize(
    ("answer", "raised"),
    [
        (STORED, None),
        (LATE, TimeoutError),
        (TOO_LARGE, NotStoredError),
        (BufferError, NotStoredError),
        (SPENT, NotStoredError),
    ],
)
async def test_only_what_certainly_is_not_stored_is_said_to_be_so(publisher, answer, raised):
    assert await outcome(publisher, answer) is raised


async def test_a_producer_that_takes_nothing_more_is_replaced(publisher):
    assert await outcome(publisher, SPENT) is NotStoredError
    assert Client.made == 1
    assert await outcome(publisher, STORED) is None
    assert Client.made == 2
