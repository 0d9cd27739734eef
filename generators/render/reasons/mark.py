"""Marks on plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Param = str | int | float


@dataclass(frozen=True, slots=True)
class Mark:
    """Why a block is as it is."""

    code: str
    """Its words: `reason-<code>` in the catalogue."""
    places: tuple[str, ...] = ()
    """The choices in the blueprint that made it so, the decisive one first."""
    params: Mapping[str, str] = field(default_factory=dict)
    """What the words name."""


class Because(dict[str, Any]):
    """A block with its marks: those of the whole block, and those of single entries by key."""

    __slots__ = ("entries", "whole")

    def __init__(self, block: Mapping[str, Any]) -> None:
        super().__init__(block)
        self.whole: tuple[Mark, ...] = block.whole if isinstance(block, Because) else ()
        self.entries: dict[str, Mark] = dict(block.entries) if isinstance(block, Because) else {}


def because(
    block: Mapping[str, Any], code: str, *places: str, key: str | None = None, **params: Param
) -> Because:
    """The block, marked; with `key` the mark is that entry's alone, where there is one."""
    marked = Because(block)
    mark = Mark(
        code, tuple(filter(None, places)), {name: str(value) for name, value in params.items()}
    )
    if key is None:
        marked.whole += (mark,)
    else:
        marked.entries[key] = mark
    return marked
