"""What every store of the catalogue promises: in memory, in PostgreSQL and in MongoDB.

Where no MongoDB can be reached, `mongomock` stands in for it behind MongoDB's wire protocol: the
same driver and the same commands, another engine.
"""

import asyncio
import itertools
import os
from collections.abc import AsyncIterator, Iterator
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from labs.commerce.listing.facets import Facets
from labs.commerce.listing.narrowing import Wanted
from labs.commerce.modules.products.api import Product
from labs.commerce.modules.products.mongodb import MongoProducts, open_database
from labs.commerce.modules.products.postgresql import PostgresProducts
from labs.commerce.modules.products.store import SORTS, ProductsStore, Sort
from labs.commerce.platform.module import schema_of
from tests.contract.labs.catalogues import LISTS, product, seeded
from tests.contract.labs.conftest import MONGODB, must_reach, opened, reachable
from tests.contract.labs.memory_products import MemoryProducts
from tests.stand_ins.mongodb import running_mongodb

MONGOMOCK = "mongodb-stand-in-mongomock"


@pytest.fixture(scope="session")
def mongomock() -> Iterator[str]:
    with running_mongodb() as url:
        yield url


@pytest.fixture(
    params=[
        "memory",
        pytest.param("postgresql", marks=pytest.mark.live),
        pytest.param("mongodb" if reachable(MONGODB) else MONGOMOCK, marks=pytest.mark.live),
    ]
)
def place(request: pytest.FixtureRequest) -> tuple[str, Any]:
    """Which adapter, and what it needs."""
    needs = {
        "memory": lambda: None,
        "postgresql": lambda: request.getfixturevalue("servers"),
        "mongodb": lambda: os.environ[MONGODB],
        MONGOMOCK: lambda: request.getfixturevalue("mongomock"),
    }
    return request.param, needs[request.param]()


@pytest.fixture
async def store(place: tuple[str, Any]) -> AsyncIterator[ProductsStore]:
    adapter, needed = place
    if adapter == "memory":
        yield MemoryProducts()
    elif adapter.startswith("mongodb"):
        mongodb = open_database(needed, "workbench-contract")
        yield MongoProducts(mongodb)
        await mongodb.client.close()
    else:
        async with opened(needed, schema_of("labs.commerce.modules.products")) as database:
            yield PostgresProducts(database)


@pytest.fixture
async def filled(store: ProductsStore) -> ProductsStore:
    await store.fill(seeded())
    return store


@pytest.fixture
async def plain() -> MemoryProducts:
    """The same catalogue where the port's words can be read off the code."""
    memory = MemoryProducts()
    await memory.fill(seeded())
    return memory


async def listed(
    store: ProductsStore, wanted: Wanted, sort: Sort, after: int, limit: int
) -> list[Product]:
    page = await store.page(wanted, sort, after, limit)
    return [msgspec.json.decode(product, type=Product) for product in page]


async def test_the_suite_was_tried_on_mongodb():
    must_reach(MONGODB, "MongoDB")
    async with open_database(os.environ[MONGODB], "workbench-contract").client as client:
        assert (await client.server_info())["version"]


async def test_a_product_is_found_as_it_was_put(filled):
    found = await filled.find([3, 1, 9999])
    assert found == {p.product_id: p for p in seeded() if p.product_id in (1, 3)}
    assert await filled.count() == 100


@pytest.mark.parametrize("wanted", LISTS, ids=lambda wanted: repr(wanted)[7:60])
@pytest.mark.parametrize("sort", SORTS)
async def test_page_after_page_makes_the_whole_list_in_order(filled, plain, wanted, sort):
    whole = [p.product_id for p in await listed(plain, wanted, sort, 0, 1000)]
    walked: list[int] = []
    while part := await listed(filled, wanted, sort, walked[-1] if walked else 0, 7):
        walked += [p.product_id for p in part]
    assert walked == whole


@pytest.mark.parametrize("wanted", LISTS, ids=lambda wanted: repr(wanted)[7:60])
async def test_facets_count_what_every_other_choice_leaves(filled, plain, wanted):
    assert await filled.facets(wanted) == await plain.facets(wanted)


async def test_choosing_what_a_facet_offers_gives_as_many_products_as_it_said(filled):
    wanted = Wanted(category="electronics", brands=("Ostrov",), available=True)
    offered = _of(await filled.facets(wanted), "brand")
    assert len(offered) > 1
    for brand, count in offered.items():
        page = await listed(filled, replace(wanted, brands=(brand,)), "number", 0, 100)
        assert len(page) == count


async def test_a_product_that_is_gone_is_followed_by_nothing_but_by_number(filled):
    assert await listed(filled, Wanted(), "price", 9999, 5) == []
    assert [p.product_id for p in await listed(filled, Wanted(), "number", 97, 5)] == [98, 99, 100]


async def test_a_change_counts_the_version_and_leaves_the_standing(filled):
    await filled.stand_rated(1, 4.5, 2)
    await filled.stand_available(1, available=False)
    known = (await filled.find([1]))[1]
    changed = await filled.put(
        replace(known, price_minor=5, available=True, rating=None, reviews=0)
    )
    assert changed == replace(known, price_minor=5, version=known.version + 1)
    assert (changed.available, changed.rating, changed.reviews) == (False, 4.5, 2)
    assert (await filled.find([1]))[1] == changed


async def test_what_a_product_no_longer_has_is_gone(filled):
    known = (await filled.find([1]))[1]
    changed = await filled.put(replace(known, attributes={"colour": "red"}))
    assert changed.attributes == {"colour": "red"}


async def test_changes_at_the_same_moment_all_count(filled):
    known = (await filled.find([1]))[1]
    prices = range(1, 21)
    await asyncio.gather(*(filled.put(replace(known, price_minor=price)) for price in prices))
    assert (await filled.find([1]))[1].version == known.version + len(prices)


async def test_a_new_product_starts_at_version_one_without_a_standing(filled):
    added = await filled.put(product(await filled.next_id(), "Ёлка", "Fir tree"))
    assert (added.version, added.available, added.reviews) == (1, False, 0)
    assert added.product_id == 101
    assert (await filled.find([101]))[101] == added


async def test_a_new_standing_is_a_change_and_the_same_one_again_is_none(filled):
    known = (await filled.find([1]))[1]
    assert known.available
    assert await filled.stand_available(1, available=True) is None
    sold = await filled.stand_available(1, available=False)
    assert sold == replace(known, available=False, version=known.version + 1)
    rated = await filled.stand_rated(1, 4.5, 2)
    assert rated == replace(sold, rating=4.5, reviews=2, version=known.version + 2)
    assert await filled.stand_rated(1, 4.5, 2) is None
    assert (await filled.find([1]))[1] == rated
    waiting = [] if filled.joins_transactions else [rated]
    assert await filled.unannounced(10) == waiting


async def test_standing_of_an_unknown_product_is_no_product(filled):
    assert await filled.stand_available(9999, available=True) is None
    assert await filled.stand_rated(9999, 5.0, 1) is None
    assert await filled.find([9999]) == {}


async def test_what_is_not_undone_with_a_transaction_waits_to_be_announced(filled):
    assert await filled.unannounced(10) == []
    first = await filled.put((await filled.find([1]))[1])
    if filled.joins_transactions:
        assert await filled.unannounced(10) == []
        return
    second = await filled.put(first)
    assert await filled.unannounced(10) == [second]
    await filled.announced(first)
    assert await filled.unannounced(10) == [second]
    await filled.announced(second)
    assert await filled.unannounced(10) == []


@pytest.mark.parametrize("text", ["' OR 1=1 --", '"', "$where", "a.b", "\\", "{}", "%"])
async def test_whatever_is_chosen_is_data(filled, text):
    for wanted in (Wanted(category=text), Wanted(brands=(text,)), _coloured(text)):
        assert await listed(filled, wanted, "number", 0, 5) == []
        assert (await filled.facets(wanted)).total == 0


async def test_the_whole_list_can_be_walked_by_number(filled):
    pages = [await listed(filled, Wanted(), "number", after, 30) for after in (0, 30, 60, 90)]
    walked = [p.product_id for p in itertools.chain(*pages)]
    assert walked == list(range(1, 101))


def _coloured(text: str) -> Wanted:
    return Wanted(attributes=(("colour", (text,)),))


def _of(facets: Facets, name: str) -> dict[str, int]:
    (facet,) = (facet for facet in facets.facets if facet.name == name)
    return {value.value: value.products for value in facet.values}
