"""The score of any cut of any number of modules: the formula of `decomposer.criteria.pricing`."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from decomposer.criteria.evidence import Criterion, Direction
from decomposer.criteria.pricing import DEFAULT_WEIGHTS, FULL, STRANGERS
from decomposer.criteria.weights import Weights
from decomposer.families.likening import likened
from decomposer.families.pairs import Acquainted
from decomposer.families.telling import (
    Family,
    acquaintances,
    named_evidence,
    named_families,
    reasons_for_apart,
    shared_traits,
)
from decomposer.graph import MonolithGraph
from decomposer.partition import Partition
from decomposer.scale.arrays import Floats, Whole

BLOCK = 2**18
"""Modules, each with a group, that are priced at once."""


@dataclass(frozen=True, slots=True)
class Priced:
    """A family with the points that a unit of its weight is worth."""

    family: Family
    mass: float
    """Weight of all its pairs."""
    price: float
    """Points of the total per unit of weight."""


@dataclass(frozen=True, slots=True)
class Families:
    """All evidence about a graph, priced."""

    names: tuple[str, ...]
    against_chance: bool
    priced: tuple[Priced, ...]
    shares: Mapping[Criterion, float]

    def criteria(self, labels: Whole) -> dict[Criterion, float]:
        """What each criterion gives a cut, from 0 to 100."""
        lost = dict.fromkeys(Criterion, 0.0)
        for each in self.priced:
            heard = _heard(each, labels)
            lost[each.family.criterion] += (each.mass - heard) * each.price
        shares = self.shares
        return {c: FULL - (lost[c] / shares[c] if shares[c] else 0.0) for c in Criterion}

    def kinds(self, labels: Whole) -> dict[str, float]:
        """Each kind of evidence there is: what part of its weight is heeded, from 0 to 100."""
        heard: dict[str, float] = defaultdict(float)
        told: dict[str, float] = defaultdict(float)
        for each in self.priced:
            told[each.family.code] += each.mass
            heard[each.family.code] += _heard(each, labels)
        return {code: FULL * heard[code] / weight for code, weight in told.items()}

    def stakes(self, first: Whole, second: Whole) -> tuple[Floats, Floats]:
        """Points of the total that speak for each of these pairs together, and for it apart."""
        told = {direction: np.zeros(len(first)) for direction in Direction}
        for each in self.priced:
            weights = each.family.pairs.between(first, second)
            told[each.family.direction] += each.price * weights
        return told[Direction.TOGETHER], told[Direction.APART]

    def wins(self, modules: Whole, groups: Whole, labels: Whole) -> Floats:
        """Points that each module wins by sharing the group beside it, a row for each family."""
        signs = {Direction.TOGETHER: 1.0, Direction.APART: -1.0}
        found = np.zeros((len(self.priced), len(modules)))
        for row, each in enumerate(self.priced):
            told = each.family.pairs.towards(modules, groups, labels)
            found[row] = signs[each.family.direction] * each.price * told
        return found

    def between(self, labels: Whole) -> Floats:
        """Points that each two groups win by merging; with itself, a group has twice its own."""
        count, modules = int(labels.max(initial=-1)) + 1, np.arange(len(labels), dtype=np.int32)
        found = np.zeros((count, count))
        at_once = max(1, BLOCK // max(1, len(labels)))
        for begin in range(0, count, at_once):
            groups = np.arange(begin, min(begin + at_once, count), dtype=np.int32)
            towards = np.repeat(groups, len(labels))
            wins = self.wins(np.tile(modules, len(groups)), towards, labels).sum(axis=0)
            for group, own in zip(groups, wins.reshape(len(groups), -1), strict=True):
                found[group] = np.bincount(labels, own, count)
        return found

    def labels(self, partition: Partition) -> Whole:
        """A cut as numbers."""
        numbers = {service: number for number, service in enumerate(partition.services)}
        home = partition.service_of
        return np.array([numbers[home[name]] for name in self.names], dtype=np.int32)


@lru_cache(maxsize=4)
def families(graph: MonolithGraph, weights: Weights = DEFAULT_WEIGHTS) -> Families:
    """Derive and price all evidence of a graph, in time and room that grow as the graph does."""
    together = [*named_families(graph, named_evidence(graph)), *shared_traits(graph)]
    whole = np.zeros(len(graph.names), dtype=np.int32)
    apart = [each for each in reasons_for_apart(graph) if each.pairs.within(whole) > 0]
    if apart:
        met = acquaintances(graph)
        told = together + [
            Family(f.criterion, f.code, f.direction, Acquainted(f.pairs, met, STRANGERS))
            for f in apart
        ]
    else:
        told = list(likened(graph, together))
    shares = {criterion: weights.share(criterion) for criterion in Criterion}
    return Families(graph.names, not apart, _priced(told, whole, shares), shares)


def _priced(
    told: list[Family], whole: Whole, shares: Mapping[Criterion, float]
) -> tuple[Priced, ...]:
    weighed = [(family, family.pairs.within(whole)) for family in told]
    mass: dict[tuple[Criterion, Direction], float] = defaultdict(float)
    for family, weight in weighed:
        mass[family.criterion, family.direction] += weight
    found = []
    for family, weight in weighed:
        halves = sum(mass[family.criterion, each] > 0 for each in Direction)
        if weight > 0:
            half = mass[family.criterion, family.direction]
            price = shares[family.criterion] * FULL / halves / half
            found.append(Priced(family, weight, price))
    return tuple(found)


def _heard(each: Priced, labels: Whole) -> float:
    inside = each.family.pairs.within(labels)
    return inside if each.family.direction is Direction.TOGETHER else each.mass - inside
