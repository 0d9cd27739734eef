"""What `/health` and `/ready` say when a server is gone, hangs, or comes back."""

import asyncio
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live.commerce.servers import Servers
from tests.live.commerce.shop import Shop
from tests.waiting import eventually

pytestmark = pytest.mark.live

CATALOGUE = {"catalogue": ["products", "categories"]}


@pytest.fixture(scope="module")
def own_servers(directory: Path) -> Iterator[Servers]:
    """Nobody else's: they are stopped."""
    place = directory / "own"
    place.mkdir(mode=0o755)
    running = Servers.start(place)
    yield running
    running.stop()


@pytest.fixture(scope="module")
def shop(own_servers: Servers, directory: Path) -> Iterator[Shop]:
    running = Shop.launch(own_servers, directory, CATALOGUE)
    yield running
    running.stop()


def lacks(shop: Shop) -> list[str]:
    found: list[str] = shop.at("products", "/ready").body["shortfalls"]
    return found


def test_without_its_database_a_replica_is_alive_and_not_ready(
    shop: Shop, own_servers: Servers
) -> None:
    postgres = own_servers.processes[0]
    postgres.stop()
    eventually(postgres.has_ended)
    try:
        eventually(lambda: lacks(shop) == ["database"])
        assert shop.at("products", "/ready").status == 503
        assert shop.at("products", "/health").status == 200
    finally:
        asyncio.run(postgres.start(20))
    eventually(lambda: lacks(shop) == [])
    assert shop.request("GET", "/api/v1/products/1").status == 200


def test_a_database_that_hangs_is_no_database(shop: Shop, own_servers: Servers) -> None:
    postgres = own_servers.processes[0]
    postgres.pause()
    try:
        eventually(lambda: lacks(shop) == ["database"])
        assert shop.at("products", "/health").status == 200
    finally:
        postgres.resume()
    eventually(lambda: lacks(shop) == [])
    assert shop.request("GET", "/api/v1/products/1").status == 200


def test_a_broker_that_hangs_is_no_broker_though_the_connection_stands(shop: Shop) -> None:
    shop.broker.pause()
    try:
        eventually(lambda: lacks(shop) == ["broker"])
        assert shop.at("products", "/health").status == 200
    finally:
        shop.broker.resume()
    eventually(lambda: lacks(shop) == [])


def test_without_its_broker_a_replica_is_not_ready_until_it_is_back(shop: Shop) -> None:
    shop.broker.stop()
    eventually(shop.broker.has_ended)
    eventually(lambda: lacks(shop) == ["broker"])
    assert shop.at("products", "/health").status == 200
    asyncio.run(shop.broker.start(20))
    eventually(lambda: lacks(shop) == [])
    assert shop.at("products", "/ready").status == 200


def test_a_replica_that_drains_wants_no_more_and_serves_what_comes(
    own_servers: Servers, directory: Path
) -> None:
    shop = Shop.launch(own_servers, directory, CATALOGUE, drain_ms=60_000)
    try:
        shop.signal("catalogue-1", signal.SIGTERM)
        eventually(lambda: lacks(shop) == ["draining"])
        assert shop.request("GET", "/api/v1/products/1").status == 200
    finally:
        shop.stop()
