"""A catalogue of twenty thousand products in PostgreSQL: found by index, not by reading it all."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from labs.commerce.listing.narrowing import Wanted
from labs.commerce.listing.postgresql import Conditions
from labs.commerce.modules.products.postgresql import PostgresProducts
from labs.commerce.modules.search.postgresql import PostgresSearch
from labs.commerce.modules.search.store import Query
from labs.commerce.platform.database import Database
from labs.commerce.platform.module import schema_of
from tests.contract.labs.catalogues import grown
from tests.contract.labs.conftest import opened
from tests.live.commerce.servers import Servers

pytestmark = pytest.mark.live

SIZE = 20_000
SCHEMAS = "\n".join(schema_of(f"labs.commerce.modules.{m}") for m in ("products", "search"))


@pytest.fixture(scope="module")
def full(servers: Servers) -> Servers:
    """Filled once: it takes seconds."""

    async def fill() -> None:
        async with opened(servers, SCHEMAS) as database:
            products = grown(SIZE)
            search = PostgresSearch(database)
            await search.fill(products)
            await PostgresProducts(database).fill(products)
            await database.execute("ANALYZE search.documents; ANALYZE products.documents")

    asyncio.run(fill())
    return servers


@pytest.fixture
async def database(full: Servers) -> AsyncIterator[Database]:
    async with opened(full, "") as database:
        yield database


async def scans(database: Database, index: str) -> int:
    """How often an index was used so far."""
    row = await database.fetch_one(
        "SELECT sum(idx_scan) AS n FROM pg_stat_user_indexes WHERE indexrelname = $1", index
    )
    return int(row["n"])


async def test_words_typing_errors_and_beginnings_are_found_by_their_indexes(database: Database):
    store = PostgresSearch(database)
    asked = {
        "documents_by_words": lambda: store.by_words(Query(text="наушников aurora 00700")),
        "documents_by_trigrams": lambda: store.by_likeness(Query(text="headphnoes")),
        "documents_by_beginnings": lambda: store.suggest("нау 0070", 5),
    }
    for index, ask in asked.items():
        before = await scans(database, index)
        # in one transaction, so that the same session counts and tells
        async with database.transaction():
            assert await ask(), index
            await database.execute("SELECT pg_stat_force_next_flush()")
        assert await scans(database, index) > before, index


async def test_a_rare_choice_and_a_page_are_found_by_their_indexes(database: Database):
    rare = Wanted(category="tents", attributes=(("colour", ("red",)), ("places", ("3",))))
    plan = await explained(database, rare, "product_id")
    assert "documents_by_content" in plan or "documents_pkey" in plan
    assert "Seq Scan" not in plan
    assert "documents_by_price" in await explained(database, Wanted(), "price_minor, product_id")


async def explained(database: Database, wanted: Wanted, order: str) -> str:
    conditions = Conditions(wanted)
    rows = await database.fetch(
        f"EXPLAIN SELECT document FROM products.documents WHERE {conditions.all()}"  # noqa: S608
        f" ORDER BY {order} LIMIT 20",
        *conditions.values,
    )
    return "\n".join(row[0] for row in rows)
