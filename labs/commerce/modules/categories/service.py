"""Arranging the catalogue."""

import re
from collections.abc import Iterator

from msgspec.structs import replace

from labs.commerce.modules.categories.api import (
    Attribute,
    AttributeValue,
    Category,
    CategoryRef,
)
from labs.commerce.modules.categories.store import CategoriesStore
from labs.commerce.platform.errors import DomainError, InvalidError, NotFoundError
from labs.commerce.seed.attributes import attributes
from labs.commerce.seed.catalogue import CATEGORIES, SECTIONS

_SLUG = re.compile(r"[a-z0-9-]{1,40}")
_CODE = re.compile(r"[a-z0-9]{1,40}")
DEPTH_MAX = 5


class CategoriesService:
    """Fulfils the contract of categories."""

    def __init__(self, store: CategoriesStore) -> None:
        self._store = store

    async def all(self) -> list[Category]:
        """The whole tree; each category follows the one that holds it."""
        return await self._store.all()

    async def find(self, message: CategoryRef) -> Category:
        """One category."""
        category = await self._store.find(message.slug)
        if category is None:
            raise NotFoundError("category-unknown", slug=message.slug)
        return category

    async def put(self, category: Category) -> Category:
        """Add a category, or change what it is called and what its products have.

        Raises:
            InvalidError: a name that cannot stand in an address, or a tree that is too deep.
            NotFoundError: there is no such parent.
            DomainError: it would move to another parent, where its products would not follow.
        """
        _check_codes(category)
        known = await self._store.find(category.slug)
        if known is not None and known.parent != category.parent:
            raise DomainError("category-has-another-parent", parent=known.parent)
        placed = replace(category, path=(*await self._way_to(category.parent), category.slug))
        if len(placed.path) > DEPTH_MAX:
            raise InvalidError("category-too-deep", limit=DEPTH_MAX)
        await self._store.put([placed])
        return placed

    async def seed(self) -> None:
        """Add the demonstration catalogue's categories."""
        await self._store.put(_seeded())

    async def _way_to(self, parent: str) -> tuple[str, ...]:
        return (await self.find(CategoryRef(slug=parent))).path if parent else ()


def _check_codes(category: Category) -> None:
    if not _SLUG.fullmatch(category.slug):
        raise InvalidError("slug-malformed", slug=category.slug)
    for attribute in category.attributes:
        for code in (attribute.code, *(value.code for value in attribute.values)):
            if not _CODE.fullmatch(code):
                raise InvalidError("attribute-malformed", attribute=code)


def _seeded() -> Iterator[Category]:
    for section in SECTIONS:
        yield Category(slug=section.slug, title=section.title, path=(section.slug,))
    for category in CATEGORIES:
        yield Category(
            slug=category.slug,
            title=category.title,
            parent=category.section,
            path=category.path,
            attributes=tuple(
                Attribute(
                    code=a.code,
                    title=a.title,
                    values=tuple(
                        AttributeValue(code=code, title=t) for code, t in a.values.items()
                    ),
                )
                for a in attributes(category.slug)
            ),
        )
