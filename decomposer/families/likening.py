"""Families where nothing argues for apart: `decomposer.criteria.likeness`, unlisted."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from decomposer.criteria.evidence import Criterion, Direction
from decomposer.criteria.likeness import CHANCE, TOLD_BY_USE, shared_use
from decomposer.families.pairs import Alike, Named, Pairs
from decomposer.families.telling import Family, named_families
from decomposer.graph import MonolithGraph
from decomposer.scale.arrays import Floats, Whole

ROWS = 1000
"""Modules whose pairs are added up at once."""


@dataclass(frozen=True, slots=True, eq=False)
class _About:
    """All that a criterion says for together, by pair and by module."""

    told: tuple[Pairs, ...]
    of_module: Floats

    def either(self, first: Whole, second: Whole) -> Floats:
        """Weight of what is said about either of two modules."""
        both = sum((pairs.between(first, second) for pairs in self.told), np.zeros(len(first)))
        return self.of_module[first] + self.of_module[second] - both


@dataclass(frozen=True, slots=True, eq=False)
class _Shared:
    """A trait's pairs, each by its share of all that is said about either module."""

    alike: Alike
    named: tuple[Named, ...]
    about: _About

    def within(self, labels: Whole) -> float:
        """Half of what all modules have within their own groups."""
        every = np.arange(len(labels), dtype=np.int32)
        return float(self.towards(every, labels, labels).sum() / 2)

    def between(self, first: Whole, second: Whole) -> Floats:
        """The share, 0 where the trait is not common."""
        either = self.about.either(first, second)
        told = self.alike.between(first, second)
        return np.divide(told, either, out=np.zeros(len(first)), where=told > 0)

    def towards(self, modules: Whole, groups: Whole, labels: Whole) -> Floats:
        """All pairs as if nothing named them, and by how much that is wrong for those named.

        A block of rows at a time: the one sum here that grows with the square.
        """
        said, known = self.about.of_module, self.alike.traits >= 0
        found, own = np.zeros(len(modules)), labels[modules] == groups
        for group in np.unique(groups):
            members = said[known & (labels == group)]
            asked = np.flatnonzero((groups == group) & known[modules])
            for start in range(0, len(asked), ROWS):
                rows = asked[start : start + ROWS]
                found[rows] = self._unnamed(said[modules[rows]][:, None], members).sum(axis=1)
        told = said[modules]
        found -= np.where(own & known[modules], self._unnamed(told, told), 0.0)
        return found + self._corrections().towards(modules, groups, labels)

    def _unnamed(self, one: Floats, other: Floats) -> Floats:
        """The share of a pair of whose modules so much is said, if nothing names it."""
        return self.alike.weight / np.maximum(one + other - self.alike.weight, self.alike.weight)

    def _corrections(self) -> Named:
        keys = np.unique(np.concatenate([each.keys for each in self.named] or [np.zeros(0, int)]))
        pairs, said = Named(keys, np.ones(len(keys))), self.about.of_module
        first, second = pairs.first, pairs.second
        common = self.alike.between(first, second) > 0
        unnamed = np.where(common, self._unnamed(said[first], said[second]), 0.0)
        return Named(keys, self.between(first, second) - unnamed)


def likened(graph: MonolithGraph, told: Iterable[Family]) -> Iterator[Family]:
    """What argues for together made relative, and what chance argues against it."""
    whole = np.zeros(len(graph.names), dtype=np.int32)
    by_criterion: dict[Criterion, list[Family]] = defaultdict(list)
    for family in told:
        if family.code not in TOLD_BY_USE:
            by_criterion[family.criterion].append(family)
    for criterion in Criterion:
        found = list(_relative(by_criterion[criterion], len(graph.names)))
        known = _known(by_criterion[criterion], len(graph.names))
        if criterion is Criterion.CAPABILITY:
            evidence, touched = shared_use(graph)
            found += named_families(graph, evidence)
            known |= np.array([name in touched for name in graph.names], dtype=bool)
        yield from found
        if any(family.pairs.within(whole) > 0 for family in found):
            everybody = Alike(np.where(known, 0, -1).astype(np.int32))
            yield Family(criterion, CHANCE, Direction.APART, everybody)


def _known(told: Iterable[Family], modules: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which modules some pair of the families is about."""
    return np.array(_said(told, modules) > 0)


def _said(told: Iterable[Family], modules: int) -> Floats:
    """Weight of all that is said about each module."""
    said = np.zeros(modules)
    for family in told:
        match family.pairs:
            case Named() as pairs:
                for end in (pairs.first, pairs.second):
                    said += np.bincount(end, pairs.weights, modules)
            case Alike(traits, weight):
                known = traits >= 0
                others = np.bincount(traits[known]) - 1
                said[known] += weight * others[traits[known]]
    return said


def _relative(told: list[Family], modules: int) -> Iterator[Family]:
    about = _About(tuple(family.pairs for family in told), _said(told, modules))
    named = tuple(family.pairs for family in told if isinstance(family.pairs, Named))
    for family in told:
        match family.pairs:
            case Named(keys, weights) as pairs:
                shares = weights / about.either(pairs.first, pairs.second)
                yield Family(family.criterion, family.code, family.direction, Named(keys, shares))
            case Alike() as alike:
                shared = _Shared(alike, named, about)
                yield Family(family.criterion, family.code, family.direction, shared)
