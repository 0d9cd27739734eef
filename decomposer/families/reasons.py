"""Evidence that names its pair, piece by piece, with the price it has among all families."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

import numpy as np

from decomposer.criteria import DEFAULT_WEIGHTS, Criterion, Evidence, Reason, Weights
from decomposer.criteria.likeness import TOLD_BY_USE, shared_use
from decomposer.families.pairs import Named, pair_keys
from decomposer.families.pricing import Families, Priced, families
from decomposer.families.telling import named_evidence
from decomposer.graph import MonolithGraph


@lru_cache(maxsize=4)
def named_reasons(graph: MonolithGraph, weights: Weights = DEFAULT_WEIGHTS) -> tuple[Reason, ...]:
    """The reasons that `decomposer.criteria.couplings` lists, as far as they name their pairs."""
    return tuple(_reasons(families(graph, weights), graph))


def _reasons(told: Families, graph: MonolithGraph) -> Iterator[Reason]:
    position = {name: number for number, name in enumerate(told.names)}
    pieces: dict[tuple[Criterion, str], list[Evidence]] = defaultdict(list)
    for item in _evidence(told, graph):
        pieces[item.criterion, item.code].append(item)
    for each in told.priced:
        if isinstance(each.family.pairs, Named):
            found = pieces[each.family.criterion, each.family.code]
            yield from _shared_out(each, each.family.pairs, found, position)


def _evidence(told: Families, graph: MonolithGraph) -> Iterable[Evidence]:
    if not told.against_chance:
        return named_evidence(graph)
    relative = (item for item in named_evidence(graph) if item.code not in TOLD_BY_USE)
    return (*relative, *shared_use(graph)[0])


def _shared_out(
    each: Priced, pairs: Named, pieces: list[Evidence], position: dict[str, int]
) -> Iterator[Reason]:
    """What a pair has, by weight among all that names the pair."""
    ends = [(position[a], position[b]) for a, b in (item.modules for item in pieces)]
    first, second = np.array(ends, dtype=np.int32).T
    weights = np.array([item.weight for item in pieces])
    at = np.searchsorted(pairs.keys, pair_keys(first, second))
    whole = np.bincount(at, weights, len(pairs.keys))[at]
    share = np.divide(weights, whole, out=np.zeros(len(pieces)), where=whole > 0)
    points = each.price * pairs.weights[at] * share
    yield from map(Reason, pieces, points.tolist())
