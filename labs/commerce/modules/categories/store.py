"""The tables of categories."""

from collections.abc import Iterable
from typing import Any

import msgspec

from labs.commerce.modules.categories.api import Attribute, Category
from labs.commerce.platform.database import Database
from labs.commerce.platform.messages import Text

_COLUMNS = "slug, title_ru, title_en, parent, path, attributes"

_attributes = msgspec.json.Decoder(tuple[Attribute, ...]).decode


class CategoriesStore:
    """Categories by slug."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> list[Category]:
        """Every category; each follows the one that holds it."""
        rows = await self._database.fetch(
            f"SELECT {_COLUMNS} FROM categories.categories ORDER BY path"  # noqa: S608 - a constant
        )
        return [_category(row) for row in rows]

    async def find(self, slug: str) -> Category | None:
        """One category."""
        row = await self._database.fetch_one(
            f"SELECT {_COLUMNS} FROM categories.categories WHERE slug = $1",  # noqa: S608
            slug,
        )
        return None if row is None else _category(row)

    async def put(self, categories: Iterable[Category]) -> None:
        """Add categories, or change what they are called and what their products have."""
        await self._database.execute_many(
            f"INSERT INTO categories.categories ({_COLUMNS})"  # noqa: S608 - a constant
            " VALUES ($1, $2, $3, nullif($4, ''), $5, $6::jsonb) ON CONFLICT (slug) DO UPDATE"
            " SET title_ru = excluded.title_ru, title_en = excluded.title_en,"
            " attributes = excluded.attributes",
            [
                (c.slug, c.title.ru, c.title.en, c.parent, c.path, _json(c.attributes))
                for c in categories
            ],
        )


def _json(attributes: tuple[Attribute, ...]) -> str:
    return msgspec.json.encode(attributes).decode()


def _category(row: Any) -> Category:  # noqa: ANN401 - a driver's row
    return Category(
        slug=row["slug"],
        title=Text(ru=row["title_ru"], en=row["title_en"]),
        parent=row["parent"] or "",
        path=tuple(row["path"]),
        attributes=_attributes(row["attributes"]),
    )
