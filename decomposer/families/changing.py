"""What two cuts treat differently of the evidence that lists no pairs, by what a sentence is about.

As `decomposer.criteria.grouping` groups pieces of evidence: a mixture is about the service that
mixes, a shared trait about the trait, sensitive data about the module that holds it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from decomposer.criteria import Criterion, Direction
from decomposer.criteria.grouping import MIXTURES, distinct, told
from decomposer.families.pairs import Leveled, Named, Pairs, plain
from decomposer.families.pricing import Families, Priced
from decomposer.families.telling import TRAITS
from decomposer.graph import MonolithGraph
from decomposer.partition import Partition
from decomposer.scale.arrays import Floats, Whole

MIXED = {mixture: trait for _, trait, mixture, _ in TRAITS} | {"profiles": "scaling"}
"""What a mixture is one of."""
ROUNDING = 1e-9
"""Weight; less is none."""


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """Evidence of one kind about one subject that is heeded in one of two cuts only."""

    criterion: Criterion
    code: str
    won: bool
    """It is heeded in the later cut."""
    subject: str
    points: float
    """Of the total, positive."""
    weight: float
    modules: tuple[str, ...]
    """All that have a part in it."""

    def facts(self, graph: MonolithGraph, cut: Partition) -> Mapping[str, str | int | float]:
        """What a sentence can name, and count."""
        items = round(self.weight)
        return told(self.subject, self._sources(graph), self.modules, cut, items=items)

    def _sources(self, graph: MonolithGraph) -> list[str]:
        trait = MIXED.get(self.code)
        if trait is None:
            return [self.subject]
        return distinct(str(getattr(graph.module(name), trait)) for name in self.modules)


@dataclass(frozen=True, slots=True, eq=False)
class _Parting:
    """Pairs that share a group of one cut and none of another."""

    home: Whole
    both: Whole
    """Labels of what shares a group in either cut."""

    def weights(self, pairs: Pairs) -> Floats:
        """What each module has with those it parts from."""
        every = np.arange(len(self.home), dtype=np.int32)
        inside = pairs.towards(every, self.both, self.both)
        return pairs.towards(every, self.home, self.home) - inside


def changes(
    told: Families, graph: MonolithGraph, before: Partition, after: Partition
) -> Iterator[Change]:
    """Everything but what names its pairs (`named_reasons`)."""
    labels = told.labels(before), told.labels(after)
    both = np.unique(np.stack(labels), axis=1, return_inverse=True)[1].astype(np.int32)
    for each in told.priced:
        if isinstance(each.family.pairs, Named):
            continue
        together = each.family.direction is Direction.TOGETHER
        for home, cut, comes in ((labels[0], before, False), (labels[1], after, True)):
            parting = _Parting(home, both.reshape(-1))
            yield from _told(each, graph, parting, cut, won=comes is together)


def unheeded(told: Families, graph: MonolithGraph, cut: Partition) -> Iterator[Change]:
    """The same of what a cut does not heed."""
    labels = told.labels(cut)
    every = np.arange(len(labels), dtype=np.int32)
    for each in told.priced:
        if isinstance(each.family.pairs, Named):
            continue
        torn = each.family.direction is Direction.TOGETHER
        parting = _Parting(0 * labels, labels) if torn else _Parting(labels, every)
        yield from _told(each, graph, parting, cut, won=False)


def _told(
    each: Priced, graph: MonolithGraph, parting: _Parting, cut: Partition, *, won: bool
) -> Iterator[Change]:
    code = each.family.code
    weights = parting.weights(each.family.pairs)
    if weights.sum() <= ROUNDING:
        return
    if isinstance(pairs := plain(each.family.pairs), Leveled) and code not in MIXTURES:
        yield from _held(each, graph, parting, pairs, won=won)
        return
    mixed = code in MIXTURES
    subjects = list(cut.services) if mixed else [getattr(m, code) for m in graph.modules]
    kinds, of_module = (subjects, parting.home) if mixed else _numbered(subjects)
    sums = np.bincount(of_module, weights, len(kinds)) / 2
    order = np.argsort(of_module, kind="stable")
    starts = np.searchsorted(of_module[order], np.arange(len(kinds) + 1))
    for number in np.flatnonzero(sums > ROUNDING).tolist():
        members = order[starts[number] : starts[number + 1]]
        part = [graph.names[m] for m in members[weights[members] > ROUNDING].tolist()]
        weight = float(sums[number])
        yield _change(each, str(kinds[number]), weight, part, won=won)


def _held(
    each: Priced, graph: MonolithGraph, parting: _Parting, levels: Leveled, *, won: bool
) -> Iterator[Change]:
    """Sensitive data, holder by holder; the others are those of less harm that it parts from."""
    rank = int(np.flatnonzero(levels.prices.sum(axis=0)).max())
    held = levels.levels == rank
    told = np.where(held, parting.weights(each.family.pairs), 0.0)
    for holder in np.flatnonzero(told > ROUNDING).tolist():
        near = (parting.home == parting.home[holder]) & (parting.both != parting.both[holder])
        others = np.flatnonzero(near & (levels.levels < rank)).tolist()
        names = [graph.names[each] for each in (holder, *others)]
        yield _change(each, graph.names[holder], float(told[holder]), names, won=won)


def _change(each: Priced, subject: str, weight: float, modules: list[str], *, won: bool) -> Change:
    family = each.family
    points = weight * each.price
    return Change(family.criterion, family.code, won, subject, points, weight, tuple(modules))


def _numbered(values: list[str]) -> tuple[list[str], Whole]:
    distinct = {value: number for number, value in enumerate(dict.fromkeys(values))}
    return list(distinct), np.array([distinct[value] for value in values], dtype=np.int32)
