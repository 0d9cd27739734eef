"""The brokers that the adapters of a generated service are tried on, each a server of its own."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import aio_pika
import pytest
from aiobotocore.session import get_session
from confluent_kafka import Consumer, Producer, TopicPartition
from moto.server import ThreadedMotoServer

from generators.render.service.templates.platform import kafka_broker, nats_broker, sns_sqs_broker
from generators.render.service.templates.platform.broker import Broker, MemoryBroker
from generators.render.service.templates.platform.kafka_broker import KafkaBroker
from generators.render.service.templates.platform.nats_broker import NatsBroker
from generators.render.service.templates.platform.rabbitmq_broker import RabbitBroker
from generators.render.service.templates.platform.sns_sqs_broker import SnsSqsBroker
from generators.render.service.templates.platform.topics import Topics
from labs.local.servers.nats import Nats
from labs.local.supervisor.server_process import ServerProcess
from labs.supervising.ports import free_ports
from tests.waiting import until

RABBITMQ = "WORKBENCH_TEST_RABBITMQ_URL"
READER = "order"
AGAIN_S = 1
"""So soon a broker sends again what nobody has dealt with."""


class UnreachableError(Exception):
    """This machine has no such broker."""


@dataclass
class Place:
    """A broker of one's own, and how to see what its adapter does."""

    made: Callable[[], Broker]
    """Another adapter to the same broker, not opened."""
    letters: Callable[[], Awaitable[list[tuple[str, bytes]]]]
    """What was set aside: the event and its payload."""
    forgets: bool = False
    """Whether what was not dealt with is gone with the adapter."""


def topics(name: str = "orders") -> Topics:
    carriers = dict.fromkeys(("Placed", "Paid", "Unheard"), name)
    return Topics(carriers, {name: (READER,)})


@asynccontextmanager
async def memory(_: Path) -> AsyncIterator[Place]:
    broker = MemoryBroker()

    async def letters() -> list[tuple[str, bytes]]:
        return [(letter.event, letter.payload) for _, letter in broker.buried]

    yield Place(lambda: broker, letters, forgets=True)


@asynccontextmanager
async def nats(directory: Path) -> AsyncIterator[Place]:
    server = Nats(free_ports(1)[0], directory / "nats", directory / "nats.log", "secret")
    process = ServerProcess(server, lambda _: None)
    await process.start(20)

    async def letters() -> list[tuple[str, bytes]]:
        broker = NatsBroker(server.url)
        await broker.open("letters")
        reading = await broker._jetstream.subscribe("dead.>", ordered_consumer=True)
        message = await reading.next_msg(timeout=10)
        await broker.close()
        return [(message.subject.rpartition(".")[2], message.data)]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(nats_broker, "_ACK_WAIT_S", AGAIN_S)
        try:
            yield Place(lambda: NatsBroker(server.url), letters)
        finally:
            process.stop()
            # it writes into its folder until it has ended
            await until(process.has_ended)


@asynccontextmanager
async def kafka(_: Path) -> AsyncIterator[Place]:
    """The mock cluster of librdkafka: real sockets and the real protocol, kept in memory."""
    cluster = Producer({"test.mock.num.brokers": 1, "bootstrap.servers": "mock", "log_level": 0})
    (broker,) = cluster.list_topics(timeout=10).brokers.values()
    address = f"{broker.host}:{broker.port}"

    async def letters() -> list[tuple[str, bytes]]:
        consumer = Consumer({"bootstrap.servers": address, "group.id": "letters"})
        found = consumer.list_topics(f"{READER}-dead", timeout=10).topics[f"{READER}-dead"]
        consumer.assign([TopicPartition(found.topic, each, 0) for each in found.partitions])
        (message,) = await asyncio.to_thread(consumer.consume, 1, 20)
        consumer.close()
        return [(dict(message.headers() or [])["event"].decode(), message.value())]

    with pytest.MonkeyPatch.context() as patched:
        # the mock forgets who left only when it has not heard of them for so long, and takes
        # three seconds for letting the first one in
        patched.setattr(kafka_broker, "_SESSION_MS", 4000)
        yield Place(lambda: KafkaBroker(f"kafka://{address}", topics()), letters)


@asynccontextmanager
async def rabbitmq(_: Path) -> AsyncIterator[Place]:
    url = os.environ.get(RABBITMQ)
    if url is None:
        raise UnreachableError(f"no RabbitMQ could be reached: set {RABBITMQ} to the URL of one")
    name = f"orders-{uuid4().hex}"
    async with await aio_pika.connect(url) as connection:
        channel = await connection.channel()
        for queue in (READER, f"{READER}.dead"):
            await channel.queue_delete(queue)

        async def letters() -> list[tuple[str, bytes]]:
            queue = await channel.get_queue(f"{READER}.dead")
            message = await queue.get(no_ack=True)
            return [(str(message.type), message.body)]

        yield Place(lambda: RabbitBroker(url, topics(name)), letters)


@asynccontextmanager
async def sns_sqs(_: Path) -> AsyncIterator[Place]:
    server = ThreadedMotoServer("127.0.0.1", 0)
    server.start()
    host, port = server.get_host_and_port()
    environment = {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_DEFAULT_REGION": "eu-central-1",
        "AWS_ACCESS_KEY_ID": "example",
        "AWS_SECRET_ACCESS_KEY": "example",
    }
    with pytest.MonkeyPatch.context() as patched:
        for name, value in environment.items():
            patched.setenv(name, value)
        patched.setattr(sns_sqs_broker, "_POLL_S", 1)
        patched.setattr(sns_sqs_broker, "_HOLD_S", AGAIN_S)
        dead = await provided()

        async def letters() -> list[tuple[str, bytes]]:
            async with get_session().create_client("sqs") as sqs:
                told = await sqs.receive_message(QueueUrl=dead, MessageAttributeNames=["event"])
            return [
                (each["MessageAttributes"]["event"]["StringValue"], each["Body"].encode())
                for each in told["Messages"]
            ]

        try:
            yield Place(lambda: SnsSqsBroker("sns-sqs://shop-test", topics()), letters)
        finally:
            server.stop()


async def provided() -> str:
    """A topic and its queues as the generated Terraform makes them. Returns the dead letters'."""
    session: Any = get_session()
    async with session.create_client("sns") as sns, session.create_client("sqs") as sqs:
        topic = await sns.create_topic(Name="shop-test-orders")
        queue = await sqs.create_queue(
            QueueName=f"shop-test-orders-{READER}",
            Attributes={"VisibilityTimeout": str(AGAIN_S)},
        )
        dead = await sqs.create_queue(QueueName=f"shop-test-orders-{READER}-dead")
        told = await sqs.get_queue_attributes(
            QueueUrl=queue["QueueUrl"], AttributeNames=["QueueArn"]
        )
        await sns.subscribe(
            TopicArn=topic["TopicArn"],
            Protocol="sqs",
            Endpoint=told["Attributes"]["QueueArn"],
            Attributes={"RawMessageDelivery": "true"},
        )
    return str(dead["QueueUrl"])


PLACES: Mapping[str, Callable[[Path], Any]] = {
    "memory": memory,
    "nats": nats,
    "kafka": kafka,
    "rabbitmq": rabbitmq,
    "sns-sqs": sns_sqs,
}
