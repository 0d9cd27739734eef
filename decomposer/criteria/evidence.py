"""Evidence: why two modules belong together, or apart."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from decomposer.knowledge import Places


class Criterion(StrEnum):
    """The four questions a boundary answers."""

    CAPABILITY = "capability"
    DATA = "data"
    TEAM = "team"
    SCALING = "scaling"


class Direction(StrEnum):
    """Which way a piece of evidence argues."""

    TOGETHER = "together"
    APART = "apart"


class Pair(NamedTuple):
    """Two modules, in alphabetical order."""

    first: str
    second: str


def pair(a: str, b: str) -> Pair:
    """The pair of two modules, whichever is named first."""
    return Pair(a, b) if a < b else Pair(b, a)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason about one pair of modules.

    A partition *heeds* it when it puts the pair where `direction` says; otherwise it pays for it.
    """

    criterion: Criterion
    code: str
    """What kind of reason: `call`, `entity`, `transaction`, `team`, …"""
    direction: Direction
    modules: Pair
    weight: float
    """Positive; comparable within a criterion and a direction only."""
    source: str
    """The use case, entity, capability, team, profile or sensitive module it comes from."""
    params: Mapping[str, str | int | float] = field(default_factory=dict)
    places: Places = ()
