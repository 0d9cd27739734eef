"""The catalogue in PostgreSQL: a JSONB document per product, indexed by content."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from labs.commerce.listing.facets import Facets
from labs.commerce.listing.narrowing import Wanted
from labs.commerce.listing.postgresql import Conditions
from labs.commerce.modules.products.api import Product
from labs.commerce.modules.products.store import Sort
from labs.commerce.platform.database import Database

_decode = msgspec.json.Decoder(Product).decode

_KEYS: dict[Sort, str] = {
    "number": "product_id",
    "price": "price_minor",
    "-price": "price_minor",
    "-rating": "coalesce(rating, 0)",
}

_PUT = """
    INSERT INTO products.documents AS d (product_id, document) VALUES ($1, $2::jsonb)
    ON CONFLICT (product_id) DO UPDATE SET document = d.document
        || (excluded.document - '{available,rating,reviews}'::text[])
        || jsonb_build_object('version', (d.document ->> 'version')::int + 1)
    RETURNING document
"""

_STAND = """
    UPDATE products.documents SET document = document || $2::jsonb
        || jsonb_build_object('version', (document ->> 'version')::int + 1)
    WHERE product_id = $1 AND NOT document @> $2::jsonb RETURNING document
"""


class PostgresProducts:
    """Fulfils `ProductsStore` in the deployable's own database."""

    joins_transactions = True

    def __init__(self, database: Database) -> None:
        self._database = database

    async def fill(self, products: Iterable[Product]) -> None:
        """Hold these products and no others."""
        await self._database.execute("DELETE FROM products.documents")
        await self._database.execute_many(
            "INSERT INTO products.documents (product_id, document) VALUES ($1, $2::jsonb)",
            [(product.product_id, _json(product)) for product in products],
        )
        await self._database.fetch(
            "SELECT setval('products.numbers', coalesce(max(product_id), 0) + 1, false)"
            " FROM products.documents"
        )

    async def find(self, product_ids: Sequence[int]) -> dict[int, Product]:
        """Products by number; those that do not exist are left out."""
        rows = await self._database.fetch(
            "SELECT product_id, document FROM products.documents WHERE product_id = ANY($1::int[])",
            product_ids,
        )
        return {row["product_id"]: _decode(row["document"]) for row in rows}

    async def page(self, wanted: Wanted, sort: Sort, after: int, limit: int) -> list[msgspec.Raw]:
        """The products that follow `after` in a list, handed on as they are kept."""
        conditions = Conditions(wanted)
        follows = _follows(sort, conditions.value(after)) if after else "true"
        direction = "DESC" if sort.startswith("-") else "ASC"
        rows = await self._database.fetch(
            "SELECT document FROM products.documents"  # noqa: S608 - of constants and places
            f" WHERE {conditions.all()} AND {follows}"
            f" ORDER BY {_KEYS[sort]} {direction}, product_id {direction}"
            f" LIMIT {conditions.value(limit)}",
            *conditions.values,
        )
        return [msgspec.Raw(row["document"]) for row in rows]

    async def facets(self, wanted: Wanted) -> Facets:
        """What is in a list."""
        conditions = Conditions(wanted)
        return await conditions.counted(
            self._database, f"products.documents WHERE {conditions.category}"
        )

    async def next_id(self) -> int:
        """A number for a new product; one that comes to nothing is never used again."""
        row = await self._database.fetch_one("SELECT nextval('products.numbers') AS number")
        return int(row["number"])

    async def put(self, product: Product) -> Product:
        """Add a product, or change one."""
        row = await self._database.fetch_one(_PUT, product.product_id, _json(product))
        return _decode(row["document"])

    async def stand_available(self, product_id: int, *, available: bool) -> Product | None:
        """Note whether any are left."""
        return await self._stand(product_id, {"available": available})

    async def stand_rated(
        self, product_id: int, mean: float | None, reviews: int
    ) -> Product | None:
        """Note what reviews come to."""
        return await self._stand(product_id, {"rating": mean, "reviews": reviews})

    async def count(self) -> int:
        """The number of products."""
        row = await self._database.fetch_one("SELECT count(*) AS n FROM products.documents")
        return int(row["n"])

    async def unannounced(self, _limit: int) -> list[Product]:
        """None: a change and its announcement are one transaction."""
        return []

    async def announced(self, product: Product) -> None:
        """It always was."""

    async def _stand(self, product_id: int, standing: Mapping[str, object]) -> Product | None:
        told = msgspec.json.encode(standing).decode()
        row = await self._database.fetch_one(_STAND, product_id, told)
        return None if row is None else _decode(row["document"])


def _follows(sort: Sort, after: str) -> str:
    if sort == "number":
        return f"product_id > {after}"
    key = _KEYS[sort]
    comparison = "<" if sort.startswith("-") else ">"
    place = f"SELECT {key}, product_id FROM products.documents WHERE product_id = {after}"  # noqa: S608
    return f"({key}, product_id) {comparison} ({place})"


def _json(product: Product) -> str:
    return msgspec.json.encode(product).decode()
