"""The contract of categories."""

from typing import Protocol

from labs.commerce.platform.contract import idempotent
from labs.commerce.platform.messages import Message, Text


class CategoryRef(Message, frozen=True):
    """Names a category."""

    slug: str


class Category(Message, frozen=True):
    """A part of the catalogue."""

    slug: str
    title: Text


class Categories(Protocol):
    """Knows how the catalogue is arranged."""

    @idempotent
    async def find(self, message: CategoryRef) -> Category:
        """One category.

        Raises:
            NotFoundError: there is no such category.
        """
        ...
