"""Hard constraints: what has to share a service and what must not, and which cuts break that."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from decomposer.graph import MonolithGraph
from decomposer.knowledge import Constraints
from decomposer.partition import Partition


@dataclass(frozen=True, slots=True)
class Broken:
    """A constraint that a partition breaks. Words: `broken-<kind>`."""

    kind: Literal["together", "apart"]
    modules: tuple[str, ...]
    """The constraint's own list, or the pair of it that shares a service."""


def broken(constraints: Constraints, partition: Partition) -> tuple[Broken, ...]:
    """Every constraint that the partition does not honour."""
    return (*_torn(constraints, partition), *_joined(constraints, partition))


def constrained(graph: MonolithGraph, more: Constraints) -> MonolithGraph:
    """The graph with further constraints before its own."""
    own = graph.constraints
    both = Constraints(together=more.together + own.together, apart=more.apart + own.apart)
    return graph.model_copy(update={"constraints": both})


def bundles(constraints: Constraints, names: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """Every module once, with all that must share its service, in the order of `names`."""
    bundle_of = {name: [name] for name in names}
    for group in constraints.together:
        first, *others = group
        for other in others:
            _merge(bundle_of, first, other)
    order = {name: position for position, name in enumerate(bundle_of)}
    distinct = {id(bundle): bundle for bundle in bundle_of.values()}
    return tuple(tuple(sorted(bundle, key=order.__getitem__)) for bundle in distinct.values())


def apart_pairs(constraints: Constraints) -> Iterator[tuple[str, str]]:
    """Every pair that must not share a service."""
    for group in constraints.apart:
        yield from combinations(group, 2)


def _merge(bundle_of: dict[str, list[str]], a: str, b: str) -> None:
    kept, gone = bundle_of[a], bundle_of[b]
    if kept is not gone:
        kept += gone
        for name in gone:
            bundle_of[name] = kept


def _torn(constraints: Constraints, partition: Partition) -> Iterator[Broken]:
    for group in constraints.together:
        if len({partition.service_of[name] for name in group}) > 1:
            yield Broken("together", group)


def _joined(constraints: Constraints, partition: Partition) -> Iterator[Broken]:
    for a, b in dict.fromkeys(apart_pairs(constraints)):
        if partition.together(a, b):
            yield Broken("apart", (a, b))
