"""What was observed of a running monolith: who called whom how often, and for which use cases."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from decomposer.partition import Partition

ROOT = "root"
"""Whoever drives the traced application is written down as a class called so, in any case."""

ClassPair = frozenset[str]
"""Two classes that call each other, in either direction; one class when it calls itself."""


@dataclass(frozen=True)
class Observation:
    """Traces of a monolith, summed up per class and per pair of classes."""

    use_cases_of: Mapping[str, tuple[str, ...]]
    """The business use cases in which a class was seen."""
    volume: Mapping[tuple[str, str], int]
    """Calls from one class to another while the traces were taken."""

    @cached_property
    def classes(self) -> tuple[str, ...]:
        """Every class that was seen, without the driver."""
        called = (name for pair in self.volume for name in pair)
        return tuple(dict.fromkeys(n for n in (*self.use_cases_of, *called) if not is_root(n)))

    @cached_property
    def linked(self) -> frozenset[ClassPair]:
        """The pairs with a call between them; a class that calls itself is a pair of one."""
        return frozenset(frozenset(pair) for pair in self.volume)

    @cached_property
    def calls(self) -> Mapping[tuple[str, str], int]:
        """The calls between two different classes, the driver's left out."""
        return {
            pair: volume
            for pair, volume in self.volume.items()
            if pair[0] != pair[1] and not any(is_root(name) for name in pair)
        }

    def unplaced(self, partition: Partition) -> tuple[str, ...]:
        """The classes that a partition says nothing about; no metric counts their calls."""
        return tuple(name for name in self.classes if name not in partition.service_of)

    def placed_calls(self, partition: Partition) -> Mapping[tuple[str, str], int]:
        """The calls between two different classes that the partition places."""
        placed = partition.service_of.keys()
        return {pair: volume for pair, volume in self.calls.items() if placed >= set(pair)}


def is_root(name: str) -> bool:
    """Whether a class is the driver of the traces."""
    return name.strip("$").lower() == ROOT
