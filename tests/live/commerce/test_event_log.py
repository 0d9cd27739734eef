"""Events read as a log: in the order of their key, each once, whatever fails on the way."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from uuid import uuid4

import msgspec
import nats
import pytest

from labs.commerce.platform.brokers.jetstream import JetStream
from labs.commerce.platform.brokers.port import NotStoredError
from labs.commerce.platform.events import encode_envelope
from labs.commerce.platform.events.deferring import Buried
from labs.commerce.platform.events.relay import Relay
from labs.commerce.platform.messages import Envelope
from labs.commerce.platform.telemetry import Metrics
from tests.live.commerce.event_stand import Ear, Stand, stand
from tests.live.commerce.servers import Servers
from tests.unit.commerce.fakes import log
from tests.waiting import until

pytestmark = pytest.mark.live

FIVE = (1, 2, 3, 4, 5)
MIXED = tuple((bell, number) for number in FIVE for bell in ("a", "b"))
FOR_EVER = 1_000_000


@pytest.fixture
def broker_url(servers: Servers) -> Iterator[str]:
    process, url = servers.broker(uuid4().hex[:8])
    yield url
    process.stop()


@pytest.fixture
async def bells(servers: Servers, broker_url: str) -> AsyncIterator[Stand]:
    async with stand(servers, broker_url) as running:
        yield running


def envelope(data: bytes, version: int) -> bytes:
    return encode_envelope(
        Envelope(
            id=uuid4(),
            event="Rang",
            version=version,
            key="a",
            at=datetime.now(UTC),
            request_id="r",
            data=msgspec.Raw(data),
        )
    )


async def test_what_a_crash_of_the_database_takes_back_is_read_again_by_a_reader_that_lived_on(
    bells: Stand,
) -> None:
    ear = Ear()
    bells.listen(ear)
    await bells.ring(("a", 1), ("a", 2))
    await until(lambda: ear.numbers("a") == [1, 2])
    # a commit that did not wait for the disk: the note and what it caused are gone together
    await bells.database.execute("UPDATE platform.cursors SET position = 0")
    await bells.database.execute("DELETE FROM platform.inbox")
    ear.heard.clear()
    await bells.ring(("a", 3))
    await until(lambda: ear.numbers("a") == [1, 2, 3])


async def test_an_event_that_fails_is_overtaken_by_other_keys_and_never_by_its_own(
    bells: Stand,
) -> None:
    ear = Ear(failures={("a", 2): 3})
    bells.listen(ear)
    await bells.ring(*MIXED)
    await until(lambda: len(ear.heard) == len(MIXED))
    assert (ear.numbers("a"), ear.numbers("b")) == ([*FIVE], [*FIVE])
    assert ear.heard.index(("b", 5)) < ear.heard.index(("a", 2))


async def test_what_comes_later_waits_behind_an_event_that_failed_before(bells: Stand) -> None:
    ear = Ear(failures={("a", 1): 3})
    bells.listen(ear)
    await bells.ring(("a", 1))
    await until(lambda: ear.failures["a", 1] < 3)
    await bells.ring(("a", 2), ("b", 1))
    await until(lambda: len(ear.heard) == 3)
    assert ear.heard == [("b", 1), ("a", 1), ("a", 2)]


async def test_a_dead_letter_holds_up_its_key_alone_until_it_is_replayed(bells: Stand) -> None:
    ear = Ear(failures={("a", 2): FOR_EVER})
    subscription = bells.listen(ear)
    letters = subscription.deferred.letters
    await bells.ring(*MIXED)

    async def is_dead() -> bool:
        return bool(await letters())

    await until(is_dead)
    (letter,) = await letters()
    assert (letter.consumer, letter.key, letter.attempts, letter.behind) == ("ear", "a", 5, 3)
    assert "deaf" in letter.error
    assert (ear.numbers("a"), ear.numbers("b")) == ([1], [*FIVE])
    ear.failures.clear()
    assert await subscription.deferred.replay("ear") == 1
    assert await subscription.deferred.replay("ear") == 0
    await until(lambda: ear.numbers("a") == [*FIVE])
    assert not await letters()


async def test_what_waits_behind_a_discarded_letter_goes_on_without_it(bells: Stand) -> None:
    ear = Ear(failures={("a", 2): FOR_EVER})
    subscription = bells.listen(ear)
    await bells.ring(*MIXED)

    async def is_dead() -> bool:
        return bool(await subscription.deferred.letters())

    await until(is_dead)
    (letter,) = await subscription.deferred.letters()
    await subscription.deferred.discard("ear", letter.event_id)
    await until(lambda: ear.numbers("a") == [1, 3, 4, 5])
    assert ear.numbers("b") == [*FIVE]
    assert not await subscription.deferred.letters()


async def test_the_dead_letter_topic_says_who_failed_and_why(bells: Stand) -> None:
    ear = Ear(failures={("a", 1): FOR_EVER})
    subscription = bells.listen(ear)
    await bells.ring(("a", 1))

    async def is_dead() -> bool:
        return bool(await subscription.deferred.letters())

    await until(is_dead)
    await Relay(bells.database, bells.broker, log(), bells.metrics).relay_batch()
    async with bells.broker.read(["dead.ear.Rang"], 0) as topic:
        (told,) = await topic.next(1, 5)
    buried = msgspec.json.decode(told.data, type=Buried)
    assert (buried.consumer, buried.event) == ("ear", "Rang")
    assert "deaf" in buried.reason


async def test_versions_of_yesterday_are_read_and_those_of_tomorrow_set_aside(
    bells: Stand,
) -> None:
    ear = Ear()
    subscription = bells.listen(ear)
    yesterday = envelope(b'{"bell": "a", "number": 1}', version=1)
    tomorrow = envelope(b'{"chime": "z"}', version=3)
    await bells.broker.publish("events.Rang", str(uuid4()), yesterday)
    await bells.broker.publish("events.Rang", str(uuid4()), tomorrow)
    await bells.broker.publish("events.Rang", str(uuid4()), b"no envelope")
    await bells.ring(("b", 1))
    await until(lambda: len(ear.heard) == 2)
    assert ear.heard == [("a", 1), ("b", 1)]
    assert ear.loudness == {"soft", "loud"}
    dead = await subscription.deferred.letters()
    assert [letter.attempts for letter in dead] == [1, 1]
    assert "version 3" in dead[0].error


async def test_of_two_replicas_one_reads_and_the_other_takes_over(bells: Stand) -> None:
    first, second = Ear(), Ear()
    bells.listen(first, "ear-1")
    await bells.ring(*MIXED)
    await until(lambda: len(first.heard) == len(MIXED))
    bells.listen(second, "ear-2")
    await bells.ring(("a", 6))
    await until(lambda: first.numbers("a")[-1] == 6)
    assert second.heard == []
    await bells.fall_silent("ear-1")
    await bells.ring(("a", 7), ("b", 6))
    await until(lambda: len(second.heard) == 2)
    assert second.heard == [("a", 7), ("b", 6)]


async def test_what_the_log_has_twice_is_handled_once(bells: Stand) -> None:
    ear = Ear()
    bells.listen(ear)
    twice = envelope(b'{"bell": "a", "number": 1, "loudness": "loud"}', version=2)
    for _ in range(2):
        await bells.broker.publish("events.Rang", str(uuid4()), twice)
    await bells.ring(("a", 2))
    await until(lambda: ear.numbers("a")[-1:] == [2])
    assert ear.numbers("a") == [1, 2]


async def test_what_nobody_stores_is_not_published(bells: Stand) -> None:
    with pytest.raises(NotStoredError):
        await bells.broker.publish("nobodys.Rang", str(uuid4()), b"")


async def test_reading_goes_on_after_the_connection_was_lost(bells: Stand) -> None:
    ear = Ear()
    bells.listen(ear)
    await bells.ring(("a", 1))
    await until(lambda: ear.numbers("a") == [1])
    await _cut(bells.broker)
    await until(lambda: bells.broker._client.is_connected)
    await bells.ring(("a", 2))
    await until(lambda: 2 in ear.numbers("a"))
    assert ear.numbers("a") == [1, 2]


async def _cut(broker: JetStream) -> None:
    """Lose the connection as a broker that dies loses it."""
    client: nats.NATS = broker._client
    client._transport.close()


class StumblingBroker(JetStream):
    """Refuses the first publication of an event, after which it takes every one."""

    def __init__(self, refuses: bytes) -> None:
        self._refuses = refuses
        self.stored: list[bytes] = []

    async def publish(self, _subject: str, _event_id: str, payload: bytes) -> None:
        if self._refuses and self._refuses in payload:
            self._refuses = b""
            raise TimeoutError
        self.stored.append(payload)


async def test_an_event_that_could_not_be_published_is_not_overtaken_by_its_own_key(
    bells: Stand,
) -> None:
    broker = StumblingBroker(b'"bell":"a","number":1')
    relay = Relay(bells.database, broker, log(), Metrics())
    bells.broker, real = broker, bells.broker
    await bells.ring(("a", 1), ("b", 1), ("a", 2))
    while await relay.relay_batch():
        pass
    bells.broker = real
    told = [msgspec.json.decode(payload)["data"] for payload in broker.stored]
    assert [(ring["bell"], ring["number"]) for ring in told] == [("b", 1), ("a", 1), ("a", 2)]
