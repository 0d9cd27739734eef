"""The whole shop with its catalogue in MongoDB and its search in Elasticsearch.

Both are stand-ins here, and come only when the shop has missed them.
"""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from uuid import uuid4

import pytest

from labs.commerce.listing.narrowing import Wanted
from labs.commerce.modules.products.mongodb import MongoProducts, open_database
from labs.commerce.modules.search.elasticsearch import ElasticSearch, open_client
from labs.commerce.platform.errors import UnavailableError
from labs.commerce.seed.products import products
from labs.commerce.spec import Stores
from labs.supervising.ports import free_ports
from tests.live.commerce.servers import Servers
from tests.live.commerce.shop import Shop
from tests.shops import MONOLITH
from tests.stand_ins.elasticsearch import running_elasticsearch
from tests.stand_ins.mongodb import running_mongodb
from tests.waiting import eventually

pytestmark = pytest.mark.live


def says(logs: Path, reason: str) -> bool:
    told = (log.read_text() for log in logs.glob("*-shop.log"))
    return any(f'"reason":"{reason}"' in text for text in told)


@pytest.fixture(scope="module")
def shop(servers: Servers, directory: Path) -> Iterator[Shop]:
    catalogue, search = free_ports(2)
    logs = directory / f"late-{uuid4().hex[:8]}"
    logs.mkdir()
    with ExitStack() as late:

        def come() -> None:
            eventually(lambda: says(logs, "catalogue-unavailable"))
            late.enter_context(running_mongodb(catalogue))
            eventually(lambda: says(logs, "search-unavailable"))
            late.enter_context(running_elasticsearch(search))

        threading.Thread(target=come, daemon=True).start()
        stores = Stores(f"mongodb://127.0.0.1:{catalogue}", f"http://127.0.0.1:{search}", "shop")
        launched = Shop.launch(servers, logs, MONOLITH, "acid", stores=stores)
        yield launched
        launched.stop()


def found(shop: Shop, word: str) -> list[int]:
    hits = shop.request("GET", f"/api/v1/search?q={word}").body["hits"]
    return [hit["productId"] for hit in hits]


def test_a_shop_that_missed_its_stores_has_its_catalogue_and_finds(shop: Shop):
    assert shop.request("GET", "/api/v1/products/facets").body["total"] == 100
    eventually(lambda: set(found(shop, "headphones")) == set(range(1, 11)))


def test_a_change_of_a_document_reaches_search_and_the_checkout(shop: Shop):
    admin, customer = shop.sign_in("admin@shop.example"), shop.sign_in()
    known = shop.request("GET", "/api/v1/products/1").body
    changed = {key: known[key] for key in ("category", "description", "brand", "attributes")}
    changed |= {"name": {"ru": "Зонт", "en": "Umbrella"}, "priceMinor": 777}
    assert shop.request("PUT", "/api/v1/products/1", changed, admin).status == 200
    eventually(lambda: found(shop, "umbrellas") == [1])
    assert shop.order(customer).body["totalMinor"] == 2 * 777


async def test_what_is_asked_of_a_store_that_is_away_was_certainly_not_done():
    (port,) = free_ports(1)
    client = open_client(f"http://127.0.0.1:{port}")
    catalogue = MongoProducts(open_database(f"mongodb://127.0.0.1:{port}", "shop"))
    search = ElasticSearch(client, "products")
    known = next(iter(products(7)))
    answers = await asyncio.gather(
        catalogue.fill([known]),
        catalogue.page(Wanted(), "price", 1, 10),
        catalogue.facets(Wanted()),
        catalogue.next_id(),
        catalogue.put(known),
        catalogue.stand_available(1, available=False),
        catalogue.count(),
        search.fill([known]),
        search.put([known]),
        search.replace_after(0, [known]),
        search.replace_after(0, []),
        return_exceptions=True,
    )
    await client.close()
    assert {type(answer) for answer in answers} == {UnavailableError}
