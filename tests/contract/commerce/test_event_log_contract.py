"""What every broker of the shop promises: NATS JetStream, Kafka, RabbitMQ.

Kafka is played by librdkafka's own mock cluster. RabbitMQ is a real one, and skipped by name where
its package is not installed.
"""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import aio_pika
import pytest

from labs.commerce.platform.brokers.choosing import broker_at
from labs.commerce.platform.brokers.port import LOG, Broker, Delivery, NotStoredError, Reading
from labs.local.servers.nats import Nats
from labs.local.supervisor.server_process import ServerProcess
from labs.supervising.ports import free_ports
from tests.brokers import rabbitmq
from tests.brokers.kafka import MockKafka
from tests.brokers.rabbitmq import RabbitMqServer
from tests.waiting import eventually, until

pytestmark = pytest.mark.live

READY_S = 120
MANY = 200


@dataclass
class Server:
    made: Nats | MockKafka | RabbitMqServer
    process: ServerProcess

    @property
    def keeps(self) -> bool:
        """Whether it has after a crash what it had before."""
        return not isinstance(self.made, MockKafka)

    async def start(self) -> None:
        await self.process.start(READY_S)

    async def crash(self) -> None:
        os.kill(self.process.pid, signal.SIGKILL)
        await until(self.process.has_ended)


def nats(directory: Path) -> Nats:
    return Nats(free_ports(1)[0], directory / "nats", directory / "nats.log", "secret")


def kafka(directory: Path) -> MockKafka:
    return MockKafka(directory / "kafka.log")


def rabbit(directory: Path) -> RabbitMqServer:
    if rabbitmq.program() is None:
        pytest.skip("no RabbitMQ: the package rabbitmq-server is not installed")
    return RabbitMqServer(*free_ports(3), directory / "rabbitmq")


@pytest.fixture(scope="module", params=[nats, kafka, rabbit], ids=["nats", "kafka", "rabbitmq"])
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    make: Callable[[Path], Nats | MockKafka | RabbitMqServer] = request.param
    made = make(tmp_path_factory.mktemp("broker"))
    running = Server(made, ServerProcess(made, lambda _: None))
    asyncio.run(running.start())
    yield running
    running.process.stop()
    eventually(running.process.has_ended)


@pytest.fixture
async def broker(server: Server) -> AsyncIterator[Broker]:
    async with opened(server) as one:
        yield one


@asynccontextmanager
async def opened(server: Server) -> AsyncIterator[Broker]:
    one = broker_at(server.made.url, longest_pause_s=0.01)
    await one.open("test")
    try:
        yield one
    finally:
        await one.close()


def kinds() -> tuple[str, str]:
    """Two subjects that no other test uses."""
    tag = uuid4().hex[:8]
    return f"events.Told{tag}", f"events.Untold{tag}"


async def tell(broker: Broker, subject: str, *texts: str) -> None:
    for text in texts:
        await broker.publish(subject, str(uuid4()), text.encode())


async def told(reading: Reading, count: int, limit: int = 100) -> list[Delivery]:
    """The next events, in however many batches they come."""
    found: list[Delivery] = []

    async def have_come() -> bool:
        batch = await reading.next(limit, 0.5)
        assert len(batch) <= limit
        found.extend(batch)
        return len(found) >= count

    await until(have_come)
    return found


async def kept(broker: Broker, subject: str) -> set[str]:
    """All that the log has of a subject."""
    async with broker.read([subject], 0) as reading:
        return set(texts(await rest(reading)))


async def rest(reading: Reading) -> list[Delivery]:
    """All that a reading has not given yet."""
    found: list[Delivery] = []

    async def is_all() -> bool:
        found.extend(await reading.next(100, 0.1))
        return await reading.has_read_all()

    await until(is_all)
    return found


def texts(deliveries: list[Delivery]) -> list[str]:
    return [each.data.decode() for each in deliveries]


async def test_what_was_published_is_read_in_order_and_only_what_is_asked_for(broker: Broker):
    wanted, other = kinds()
    async with broker.read([wanted], 0) as reading:
        for number in range(3):
            await tell(broker, wanted, f"{number}")
            await tell(broker, other, "nobody's")
        found = await told(reading, 3)
    assert texts(found) == ["0", "1", "2"]
    assert {f"events.{each.event}" for each in found} == {wanted}


async def test_a_reading_begins_behind_any_position_and_positions_grow(broker: Broker):
    wanted, other = kinds()
    await tell(broker, wanted, "first")
    await tell(broker, other, "nobody's")
    await tell(broker, wanted, "second", "third")
    async with broker.read([wanted], 0) as reading:
        first, second, third = await told(reading, 3)
    assert 0 < first.position < second.position < third.position
    for after, rest in ((first, ["second", "third"]), (second, ["third"])):
        async with broker.read([wanted], after.position) as reading:
            assert texts(await told(reading, len(rest))) == rest


async def test_a_batch_is_as_large_as_asked_at_most_and_nothing_is_left_out(broker: Broker):
    wanted, _ = kinds()
    await tell(broker, wanted, *"abcde")
    async with broker.read([wanted], 0) as reading:
        assert "".join(texts(await told(reading, 5, limit=2))) == "abcde"


async def test_where_nothing_comes_a_reading_says_so_and_goes_on(broker: Broker):
    wanted, other = kinds()
    async with broker.read([wanted], 0) as reading:
        await tell(broker, other, "nobody's")
        assert await reading.next(10, 0.2) == []
        await tell(broker, wanted, "late")
        assert texts(await told(reading, 1)) == ["late"]


async def test_a_reading_knows_when_it_has_read_all_whoever_has_the_last_word(broker: Broker):
    wanted, other = kinds()
    await tell(broker, wanted, *(str(number) for number in range(MANY)))
    await tell(broker, other, "nobody's")
    async with broker.read([wanted], 0) as reading:
        assert not await reading.has_read_all()
        found = await told(reading, MANY)
        assert len(found) == MANY
        assert await reading.next(10, 0.2) == []
        assert await reading.has_read_all()
        assert reading.pending == 0


async def test_what_comes_after_a_reading_had_read_all_is_known_to_be_missing(broker: Broker):
    wanted, _ = kinds()
    async with broker.read([wanted], 0) as reading:
        assert await rest(reading) == []
        await tell(broker, wanted, "more")
        assert not await reading.has_read_all()
        assert texts(await told(reading, 1)) == ["more"]


async def test_readings_at_the_same_time_do_not_take_from_each_other(broker: Broker):
    wanted, _ = kinds()
    async with broker.read([wanted], 0) as first, broker.read([wanted], 0) as second:
        await tell(broker, wanted, "one", "two")
        assert texts(await told(first, 2)) == texts(await told(second, 2)) == ["one", "two"]


async def test_a_broker_answers_once_it_is_opened(server: Server):
    unopened = broker_at(server.made.url, longest_pause_s=0.01)
    assert not await unopened.answers()
    async with opened(server) as one:
        assert await one.answers()


async def test_one_that_hangs_does_not_answer_and_of_what_it_is_given_nobody_knows(server: Server):
    wanted, _ = kinds()
    async with opened(server) as broker:
        await tell(broker, wanted, "before")
        server.process.pause()
        try:
            assert not await broker.answers()
            with pytest.raises(TimeoutError):
                await tell(broker, wanted, "meanwhile")
        finally:
            server.process.resume()
        await until(broker.answers)
        await tell(broker, wanted, "after")
        assert {"before", "after"} <= await kept(broker, wanted)


async def test_what_is_certainly_not_stored_is_told_so(server: Server):
    wanted, _ = kinds()
    async with opened(server) as broker:
        subject, payload = wanted, b""
        if isinstance(server.made, Nats):
            subject = "nobodys.Rang"
        elif isinstance(server.made, MockKafka):
            payload = bytes(2_000_000)
        else:
            await lose_the_log(server.made.url)
        with pytest.raises(NotStoredError):
            await broker.publish(subject, str(uuid4()), payload)


async def lose_the_log(url: str) -> None:
    async with await aio_pika.connect(url) as connection, connection.channel() as channel:
        await channel.queue_delete(LOG)


async def test_through_a_crash_whatever_was_stored_stays_and_everybody_finds_back(server: Server):
    if not server.keeps:
        pytest.skip("librdkafka's mock cluster keeps nothing")
    wanted, _ = kinds()
    stored: set[str] = set()

    async def publish(text: str) -> None:
        try:
            await tell(broker, wanted, text)
        except (NotStoredError, TimeoutError):
            return
        stored.add(text)

    async with opened(server) as broker:
        await asyncio.gather(*(publish(f"before {number}") for number in range(MANY)))
        under_way = [asyncio.ensure_future(publish(f"at {number}")) for number in range(MANY)]
        await asyncio.sleep(0)
        await server.crash()
        await asyncio.gather(*under_way)
        assert not await broker.answers()
        await server.start()
        await until(broker.answers)
        await tell(broker, wanted, "after")
        assert len(stored) >= MANY
        assert stored | {"after"} <= await kept(broker, wanted)
