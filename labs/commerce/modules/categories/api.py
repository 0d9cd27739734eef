"""The contract of categories."""

from typing import Protocol

from labs.commerce.platform.calls.contract import idempotent
from labs.commerce.platform.messages import Message, Text


class CategoryRef(Message, frozen=True):
    """Names a category."""

    slug: str


class AttributeValue(Message, frozen=True):
    """One of the values that an attribute can have."""

    code: str
    title: Text


class Attribute(Message, frozen=True):
    """A property that tells a category's products apart."""

    code: str
    title: Text
    values: tuple[AttributeValue, ...]


class Category(Message, frozen=True):
    """A part of the catalogue."""

    slug: str
    title: Text
    parent: str = ""
    """The category that holds it; empty at the root of the tree."""
    path: tuple[str, ...] = ()
    """The way to it from the root, itself included."""
    attributes: tuple[Attribute, ...] = ()


class Categories(Protocol):
    """Knows how the catalogue is arranged."""

    @idempotent
    async def find(self, message: CategoryRef) -> Category:
        """One category.

        Raises:
            NotFoundError: there is no such category.
        """
        ...
