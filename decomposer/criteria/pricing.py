"""All evidence about a graph, priced in points of the total score.

The score is a sum over pairs of modules; that is what makes exact optimisation possible. Per
criterion c

    score_c = 50 * (weight of heeded `together` evidence) / (weight of all of it)
            + 50 * (weight of heeded `apart` evidence) / (weight of all of it)

so that, where both kinds of evidence exist, one giant service and a service per module score 50
each: either heeds one half and ignores the other. A half without evidence gives its 50 points to
the other half; a criterion without any evidence scores 100. The total is the mean of the criteria
by their weights. This is weighted correlation clustering (Bansal, Blum and Chawla, "Correlation
Clustering", Machine Learning 56, 2004) in its form that maximises agreements, with both kinds of
agreement given equal say.

Keeping strangers apart is no achievement: two modules that no use case brings together count a
quarter as `apart` evidence. There are so many such pairs that they would drown the others. Where a
graph argues for together only, `decomposer.criteria.likeness` says what stands against it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations

from decomposer.criteria.capability import capability
from decomposer.criteria.data import data
from decomposer.criteria.evidence import Criterion, Direction, Evidence, Pair, pair
from decomposer.criteria.likeness import against_chance, argues_apart
from decomposer.criteria.scaling import scaling
from decomposer.criteria.team import team
from decomposer.criteria.weights import Weights
from decomposer.graph import MonolithGraph
from decomposer.partition import Partition

CRITERIA = {
    Criterion.CAPABILITY: capability,
    Criterion.DATA: data,
    Criterion.TEAM: team,
    Criterion.SCALING: scaling,
}
Told = Mapping[Criterion, tuple[Evidence, ...]]
DEFAULT_WEIGHTS = Weights()
FULL = 100.0
STRANGERS = 0.25
LARGE = 500
"""Modules; of more, pairs are too many to list, and `decomposer.families` adds them up."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A piece of evidence and its price."""

    evidence: Evidence
    points: float
    """What a partition loses of the total when it does not heed the evidence."""


@dataclass(frozen=True, slots=True)
class Couplings:
    """The priced evidence of a graph, and the same summed per pair."""

    names: tuple[str, ...]
    against_chance: bool
    """Nothing in the graph argues for apart, so chance does (`decomposer.criteria.likeness`)."""
    reasons: tuple[Reason, ...]
    shares: Mapping[Criterion, float]
    """Each criterion's part of the total, from 0 to 1."""
    gains: Mapping[Criterion, Mapping[Pair, float]]
    """Points of the criterion that keeping a pair together wins over keeping it apart."""
    apart: Mapping[Criterion, float]
    """What each criterion gives to a service per module."""

    def pair_gains(self) -> dict[Pair, float]:
        """Points of the total that keeping a pair together wins, over all criteria.

        A partition's total is that of a service per module, and the sum of these over all pairs
        that share a service.
        """
        totals: dict[Pair, float] = {}
        for criterion, gains in self.gains.items():
            for names, gain in gains.items():
                totals[names] = totals.get(names, 0.0) + self.shares[criterion] * gain
        return totals

    def criteria(self, partition: Partition) -> dict[Criterion, float]:
        """What each criterion gives a partition, from 0 to 100."""
        return {
            criterion: self.apart[criterion]
            + sum(gain for (a, b), gain in gains.items() if partition.together(a, b))
            for criterion, gains in self.gains.items()
        }


@lru_cache(maxsize=8)
def couplings(graph: MonolithGraph, weights: Weights = DEFAULT_WEIGHTS) -> Couplings:
    """Derive and price all evidence of a graph."""
    shares = {criterion: weights.share(criterion) for criterion in Criterion}
    told = {criterion: tuple(derive(graph)) for criterion, derive in CRITERIA.items()}
    one_sided = not any(map(argues_apart, told.values()))
    priced = {
        criterion: tuple(_priced(evidence))
        for criterion, evidence in (_likened if one_sided else _weighed)(graph, told).items()
    }
    return Couplings(
        names=graph.names,
        against_chance=one_sided,
        reasons=tuple(
            replace(reason, points=reason.points * shares[criterion])
            for criterion, reasons in priced.items()
            for reason in reasons
        ),
        shares=shares,
        gains={criterion: _gains(reasons) for criterion, reasons in priced.items()},
        apart={
            criterion: FULL - _points(reasons, Direction.TOGETHER)
            for criterion, reasons in priced.items()
        },
    )


def _acquaintances(graph: MonolithGraph) -> Iterator[Pair]:
    for use_case in graph.use_cases:
        modules = {use_case.entry, *(call.callee for call in use_case.calls)}
        yield from (pair(a, b) for a, b in combinations(modules, 2))


def _weighed(graph: MonolithGraph, told: Told) -> Told:
    """Evidence as it is told, strangers counting less."""
    met = frozenset(_acquaintances(graph))
    return {criterion: _discounted(evidence, met) for criterion, evidence in told.items()}


def _likened(graph: MonolithGraph, told: Told) -> Told:
    return {
        criterion: tuple(against_chance(graph, criterion, evidence))
        for criterion, evidence in told.items()
    }


def _discounted(evidence: Iterable[Evidence], met: frozenset[Pair]) -> tuple[Evidence, ...]:
    return tuple(
        item
        if item.direction is Direction.TOGETHER or item.modules in met
        else replace(item, weight=item.weight * STRANGERS)
        for item in evidence
    )


def _priced(evidence: tuple[Evidence, ...]) -> Iterator[Reason]:
    """Price evidence in points of its criterion."""
    mass = dict.fromkeys(Direction, 0.0)
    for item in evidence:
        mass[item.direction] += item.weight
    halves = sum(1 for weight in mass.values() if weight > 0)
    for item in evidence:
        yield Reason(item, FULL / halves * item.weight / mass[item.direction])


def _gains(reasons: tuple[Reason, ...]) -> dict[Pair, float]:
    gains: dict[Pair, float] = {}
    for reason in reasons:
        sign = 1.0 if reason.evidence.direction is Direction.TOGETHER else -1.0
        names = reason.evidence.modules
        gains[names] = gains.get(names, 0.0) + sign * reason.points
    return gains


def _points(reasons: tuple[Reason, ...], direction: Direction) -> float:
    return sum(reason.points for reason in reasons if reason.evidence.direction is direction)
