"""The tables of products."""

from collections.abc import Iterable, Sequence
from typing import Any

from labs.commerce.modules.products.api import Product
from labs.commerce.platform.database import Database
from labs.commerce.platform.messages import Text

_COLUMNS = "product_id, category, name_ru, name_en, description_ru, description_en, price_minor"


class ProductsStore:
    """Products by number."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(self, category: str | None, after: int, limit: int) -> list[Product]:
        """Products in the order of their numbers, from the one after `after`."""
        rows = await self._database.fetch(
            f"SELECT {_COLUMNS} FROM products.products"  # noqa: S608 - a constant
            " WHERE product_id > $1 AND ($2::text IS NULL OR category = $2)"
            " ORDER BY product_id LIMIT $3",
            after,
            category,
            limit,
        )
        return [_product(row) for row in rows]

    async def find(self, product_ids: Sequence[int]) -> dict[int, Product]:
        """Products by number; those that do not exist are left out."""
        rows = await self._database.fetch(
            f"SELECT {_COLUMNS} FROM products.products WHERE product_id = ANY($1::int[])",  # noqa: S608
            product_ids,
        )
        return {row["product_id"]: _product(row) for row in rows}

    async def next_id(self) -> int:
        """A number for a new product. Holds off other newcomers until the transaction ends."""
        await self._database.execute("LOCK TABLE products.products IN SHARE ROW EXCLUSIVE MODE")
        row = await self._database.fetch_one(
            "SELECT coalesce(max(product_id), 0) + 1 AS id FROM products.products"
        )
        return int(row["id"])

    async def put(self, products: Iterable[Product]) -> None:
        """Add products, or change them."""
        await self._database.execute_many(
            f"INSERT INTO products.products ({_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7)"  # noqa: S608
            " ON CONFLICT (product_id) DO UPDATE SET category = excluded.category,"
            " name_ru = excluded.name_ru, name_en = excluded.name_en,"
            " description_ru = excluded.description_ru, description_en = excluded.description_en,"
            " price_minor = excluded.price_minor",
            [_row(product) for product in products],
        )

    async def count(self) -> int:
        """The number of products."""
        row = await self._database.fetch_one("SELECT count(*) AS n FROM products.products")
        return int(row["n"])


def _row(product: Product) -> tuple[object, ...]:
    return (
        product.product_id,
        product.category,
        product.name.ru,
        product.name.en,
        product.description.ru,
        product.description.en,
        product.price_minor,
    )


def _product(row: Any) -> Product:  # noqa: ANN401 - a driver's row
    return Product(
        product_id=row["product_id"],
        category=row["category"],
        name=Text(ru=row["name_ru"], en=row["name_en"]),
        description=Text(ru=row["description_ru"], en=row["description_en"]),
        price_minor=row["price_minor"],
    )
