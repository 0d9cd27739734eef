"""The shop with its events on Kafka's protocol, and on RabbitMQ where one is installed.

Kafka is librdkafka's mock cluster here: it keeps everything in memory, so it is not killed.
"""

import asyncio
import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest

from labs.commerce.spec import Spec
from labs.observe.audit import Invariant, audit
from labs.observe.evidence import read_evidence
from labs.supervising.ports import free_ports
from tests.brokers import rabbitmq
from tests.brokers.kafka import MockKafka
from tests.brokers.rabbitmq import RabbitMqServer
from tests.live.commerce.servers import Servers
from tests.live.commerce.shop import SPLIT, Shop
from tests.live.commerce.test_projections import rebuilt, rows
from tests.waiting import eventually

pytestmark = pytest.mark.live

READY_S = 120
ORDERS = 20


@pytest.fixture(scope="module", params=["kafka", "rabbitmq"])
def shop(request: pytest.FixtureRequest, servers: Servers, directory: Path) -> Iterator[Shop]:
    place = directory / f"{request.param}-{uuid4().hex[:8]}"
    server: MockKafka | RabbitMqServer = MockKafka(place.with_suffix(".log"))
    if request.param == "rabbitmq":
        if rabbitmq.program() is None:
            pytest.skip("no RabbitMQ: the package rabbitmq-server is not installed")
        server = RabbitMqServer(*free_ports(3), place)
    process = servers.run(server, READY_S)
    launched = Shop.launch(servers, directory, SPLIT, carrier=(process, server.url))
    yield launched
    launched.stop()


def reported(shop: Shop) -> int:
    """How many orders the sales reports have heard of."""
    ((count,),) = shop.sql("sales-reports", "SELECT count(*) FROM sales_reports.sales")
    return int(count)


def sell(shop: Shop, token: str) -> None:
    """One order, and wait until the reports have heard of it."""
    before = reported(shop)
    assert shop.order(token).body["status"] == "CONFIRMED"
    eventually(lambda: reported(shop) == before + 1)


def outboxes_are_empty(shop: Shop) -> bool:
    return all(shop.sql(m, "SELECT 1 FROM platform.outbox LIMIT 1") == [] for m in shop.spec.peers)


def broken(spec: Spec) -> list[tuple[Invariant, str]]:
    databases = [each.database for each in spec.deployables if each.database]
    findings = audit(asyncio.run(read_evidence(databases)))
    return [(each.invariant, v.detail) for each in findings for v in each.violations]


def test_what_is_sold_while_the_broker_is_held_up_is_told_when_it_goes_on(shop: Shop):
    token = shop.sign_in()
    sell(shop, token)
    before = reported(shop)
    os.kill(shop.broker.pid, signal.SIGSTOP)
    try:
        eventually(lambda: shop.at("orders", "/ready").body["shortfalls"] == ["broker"])
        with ThreadPoolExecutor(4) as pool:
            sold = list(pool.map(lambda _: shop.order(token).body["status"], range(ORDERS)))
    finally:
        os.kill(shop.broker.pid, signal.SIGCONT)
    assert sold == ["CONFIRMED"] * ORDERS
    eventually(lambda: outboxes_are_empty(shop))
    eventually(lambda: reported(shop) == before + ORDERS)
    eventually(lambda: broken(shop.spec) == [])


def test_a_projection_is_made_anew_from_the_log(shop: Shop):
    sell(shop, shop.sign_in())
    before = rows(shop, "sales-reports")
    assert all(before.values())
    assert rebuilt(shop, "sales-reports")["status"] == "done"
    assert rows(shop, "sales-reports") == before
