"""The tables of categories."""

from collections.abc import Iterable
from typing import Any

from labs.commerce.modules.categories.api import Category
from labs.commerce.platform.database import Database
from labs.commerce.platform.messages import Text


class CategoriesStore:
    """Categories by slug."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> list[Category]:
        """Every category, by slug."""
        rows = await self._database.fetch(
            "SELECT slug, title_ru, title_en FROM categories.categories ORDER BY slug"
        )
        return [_category(row) for row in rows]

    async def find(self, slug: str) -> Category | None:
        """One category."""
        row = await self._database.fetch_one(
            "SELECT slug, title_ru, title_en FROM categories.categories WHERE slug = $1", slug
        )
        return None if row is None else _category(row)

    async def put(self, categories: Iterable[Category]) -> None:
        """Add categories, or rename them."""
        await self._database.execute_many(
            "INSERT INTO categories.categories (slug, title_ru, title_en) VALUES ($1, $2, $3)"
            " ON CONFLICT (slug) DO UPDATE"
            " SET title_ru = excluded.title_ru, title_en = excluded.title_en",
            [(c.slug, c.title.ru, c.title.en) for c in categories],
        )


def _category(row: Any) -> Category:  # noqa: ANN401 - a driver's row
    return Category(slug=row["slug"], title=Text(ru=row["title_ru"], en=row["title_en"]))
