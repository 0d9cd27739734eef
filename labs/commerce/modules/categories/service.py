"""Arranging the catalogue."""

import re

from labs.commerce.modules.categories.api import Category, CategoryRef
from labs.commerce.modules.categories.store import CategoriesStore
from labs.commerce.platform.errors import InvalidError, NotFoundError
from labs.commerce.seed.catalogue import CATEGORIES

_SLUG = re.compile(r"[a-z0-9-]{1,40}")


class CategoriesService:
    """Fulfils the contract of categories."""

    def __init__(self, store: CategoriesStore) -> None:
        self._store = store

    async def all(self) -> list[Category]:
        """Every category."""
        return await self._store.all()

    async def find(self, message: CategoryRef) -> Category:
        """One category."""
        category = await self._store.find(message.slug)
        if category is None:
            raise NotFoundError("category-unknown", slug=message.slug)
        return category

    async def put(self, category: Category) -> Category:
        """Add a category, or rename it."""
        if not _SLUG.fullmatch(category.slug):
            raise InvalidError("slug-malformed", slug=category.slug)
        await self._store.put([category])
        return category

    async def seed(self) -> None:
        """Add the demonstration catalogue's categories."""
        await self._store.put(Category(slug=c.slug, title=c.title) for c in CATEGORIES)
