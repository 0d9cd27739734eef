"""Values of YAML that know where they stand, whatever their shape."""

import re
from typing import NamedTuple, Union

import msgspec

_INTEGER = re.compile(r"[-+]?[0-9]+")
_TRUE, _FALSE = frozenset({"true", "yes", "on"}), frozenset({"false", "no", "off"})


class Place(NamedTuple):
    """Where something stands; line and column count from 1."""

    file: str
    line: int
    column: int


class Value(msgspec.Struct, frozen=True, eq=False):
    """A value of a manifest, or its absence: reading on from what is absent is absence again."""

    content: Union[str, dict[str, "Value"], list["Value"], None]  # noqa: UP007 - refers to itself
    place: Place
    """For a mapping or a list under a key: the key's. For what is absent: its parent's."""
    plain: bool = False
    """A scalar without quotes: it may be a number, a truth value or nothing."""
    present: bool = True

    def __bool__(self) -> bool:
        return self.present

    def get(self, *keys: str) -> "Value":
        """The value under keys of nested mappings."""
        value = self
        for key in keys:
            content = value.content
            found = content.get(key) if isinstance(content, dict) else None
            value = found if found is not None else Value(None, value.place, present=False)
        return value

    def items(self) -> list["Value"]:
        """The items of a list; none where it is no list."""
        return self.content if isinstance(self.content, list) else []

    def entries(self) -> list[tuple[str, "Value"]]:
        """The keys and values of a mapping; none where it is no mapping."""
        return list(self.content.items()) if isinstance(self.content, dict) else []

    def text(self, default: str = "") -> str:
        """The scalar as it is written."""
        return self.content if isinstance(self.content, str) else default

    def number(self) -> int | None:
        """The value as a whole number, if it is one."""
        is_number = self.plain and _INTEGER.fullmatch(self.text()) is not None
        return int(self.text()) if is_number else None

    def truth(self) -> bool | None:
        """The value as a truth value, if it is one."""
        word = self.text().lower() if self.plain else ""
        return True if word in _TRUE else False if word in _FALSE else None

    def labels(self) -> dict[str, str]:
        """The value as a mapping of texts."""
        return {key: value.text() for key, value in self.entries()}
