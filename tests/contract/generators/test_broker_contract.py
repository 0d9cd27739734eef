"""What every broker of a generated service promises: in memory, NATS, Kafka, RabbitMQ, SNS and SQS.

Kafka is played by librdkafka's own mock cluster, SNS and SQS by `moto`: the adapters' libraries
talk to both over real sockets. RabbitMQ is skipped by name where none can be reached.
"""

import asyncio
import tempfile
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from generators.render.service.templates.platform.broker import Broker, Delivery, Outgoing
from tests.contract.generators.brokers import PLACES, READER, Place, UnreachableError

pytestmark = pytest.mark.live

WITHIN_S = 40
SENT = [
    Outgoing(kind, f"{kind}-{number}", "7", f'{{"n": {number}}}'.encode())
    for number, kind in enumerate(("Placed", "Unheard", "Paid", "Placed"))
]


@dataclass
class Journey:
    """What became of four events: the first was handled, the third buried, the last left."""

    answered: tuple[bool, bool]
    """Before the adapter was opened, and after."""
    arrived: list[Delivery]
    letters: list[tuple[str, bytes]]
    again: list[Delivery]
    """What came to the next reader."""


@pytest.fixture(scope="module")
def journeys() -> dict[str, Journey | BaseException]:
    """All brokers at the same time: most of the time is spent waiting for them."""

    async def travel() -> list[Journey | BaseException]:
        made = [journey(name) for name in PLACES]
        return await asyncio.gather(*made, return_exceptions=True)

    return dict(zip(PLACES, asyncio.run(travel()), strict=True))


@pytest.fixture(params=PLACES)
def travelled(request: pytest.FixtureRequest, journeys: dict[str, Journey]) -> Journey:
    found = journeys[request.param]
    if isinstance(found, UnreachableError):
        pytest.skip(str(found))
    if isinstance(found, BaseException):
        raise found
    return found


async def journey(name: str) -> Journey:
    with tempfile.TemporaryDirectory(prefix="broker-") as directory:
        async with asyncio.timeout(WITHIN_S), PLACES[name](Path(directory)) as place:
            return await there_and_back(place)


async def there_and_back(place: Place) -> Journey:
    answered = [await place.made().answers()]
    async with opened(place) as broker:
        answered.append(await broker.answers())
        for each in SENT:
            await broker.publish(each)
        async with reading(broker) as deliveries:
            first = await anext(deliveries)
            await first.done()
            second = await anext(deliveries)
            await broker.bury("payments", second)
            await second.done()
            third = await anext(deliveries)
            await third.hold()
        letters = await place.letters()
    again = [] if place.forgets else [await next_reader(place)]
    return Journey((answered[0], answered[1]), [first, second, third], letters, again)


async def next_reader(place: Place) -> Delivery:
    async with opened(place) as broker, reading(broker) as deliveries:
        found = await anext(deliveries)
        await found.done()
        return found


@asynccontextmanager
async def opened(place: Place) -> AsyncIterator[Broker]:
    broker = place.made()
    await broker.open(READER)
    try:
        yield broker
    finally:
        await broker.close()


@asynccontextmanager
async def reading(broker: Broker) -> AsyncIterator[AsyncGenerator[Delivery, None]]:
    async with aclosing(broker.deliveries(READER, ["Paid", "Placed"])) as deliveries:
        yield deliveries


def test_what_was_published_arrives_in_order_and_only_what_is_asked_for(travelled: Journey):
    told = [(each.event, each.payload) for each in travelled.arrived]
    assert told == [(each.event, each.payload) for each in SENT if each.event != "Unheard"]


def test_every_delivery_can_be_told_from_the_others(travelled: Journey):
    assert len({each.id for each in travelled.arrived}) == len(travelled.arrived)


def test_what_was_dealt_with_never_comes_again_and_what_was_left_does(travelled: Journey):
    for found in travelled.again:
        assert (found.event, found.payload) == ("Placed", SENT[3].payload)


def test_what_cannot_be_handled_is_set_aside_where_it_can_be_found(travelled: Journey):
    assert travelled.letters == [("Paid", SENT[2].payload)]


def test_a_broker_answers_once_it_is_opened(travelled: Journey):
    before, after = travelled.answered
    assert after
    assert before == (not travelled.again)  # memory is always there
