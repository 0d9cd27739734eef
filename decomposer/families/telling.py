"""All evidence about a graph as families: what `decomposer.criteria` says of pairs, unlisted."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from decomposer.criteria.capability import SAME_CAPABILITY, called
from decomposer.criteria.changes import changes
from decomposer.criteria.characteristics import CHARACTERISTICS, SAME_ZONE, level
from decomposer.criteria.data import HARM, accessed
from decomposer.criteria.evidence import Criterion, Direction, Evidence
from decomposer.criteria.relations import relations
from decomposer.criteria.team import SAME_TEAM
from decomposer.families.pairs import (
    Alike,
    Burdened,
    Leveled,
    Named,
    Pairs,
    Unlike,
    pair_keys,
)
from decomposer.graph import UNKNOWN, Module, MonolithGraph, Scaling
from decomposer.knowledge import Level
from decomposer.scale.arrays import Floats, Whole

NAMED: tuple[Callable[[MonolithGraph], Iterator[Evidence]], ...] = (
    called,
    accessed,
    relations,
    changes,
)
"""What names its pairs: as much as there is of it, however many modules."""
TRAITS = (
    (Criterion.CAPABILITY, "capability", "capabilities", SAME_CAPABILITY),
    (Criterion.TEAM, "team", "teams", SAME_TEAM),
    (Criterion.DATA, "zone", "zones", SAME_ZONE),
)
"""The question a trait answers, its evidence for together and for apart, and a pair's weight."""


@dataclass(frozen=True, slots=True, eq=False)
class Family:
    """Evidence of one kind, about all its pairs."""

    criterion: Criterion
    code: str
    direction: Direction
    pairs: Pairs


def named_evidence(graph: MonolithGraph) -> tuple[Evidence, ...]:
    """All evidence that names its pair."""
    return tuple(evidence for derive in NAMED for evidence in derive(graph))


def named_families(graph: MonolithGraph, evidence: Iterable[Evidence]) -> Iterator[Family]:
    """Such evidence, that of a kind as one family."""
    position = {name: number for number, name in enumerate(graph.names)}
    told: dict[tuple[Criterion, str], list[tuple[int, int, float]]] = defaultdict(list)
    for item in evidence:
        one, other = item.modules
        told[item.criterion, item.code].append((position[one], position[other], item.weight))
    for (criterion, code), items in told.items():
        yield Family(criterion, code, Direction.TOGETHER, _named(items))


def shared_traits(graph: MonolithGraph) -> Iterator[Family]:
    """What modules have in common, as reasons for together."""
    for criterion, code, _, weight in TRAITS:
        traits = numbered_traits(graph, code)
        yield Family(criterion, code, Direction.TOGETHER, Alike(traits, weight))


def reasons_for_apart(graph: MonolithGraph) -> Iterator[Family]:
    """What sets modules apart."""
    for criterion, code, mixture, _ in TRAITS:
        yield Family(criterion, mixture, Direction.APART, Unlike(numbered_traits(graph, code)))
    yield from _isolation(graph)
    for code, (criterion, _) in CHARACTERISTICS.items():
        yield Family(criterion, code, Direction.APART, _leveled(graph, code))
    yield Family(Criterion.SCALING, "profiles", Direction.APART, _burdened(graph))


def acquaintances(graph: MonolithGraph) -> Named:
    """The pairs that some use case brings together."""
    position = {name: number for number, name in enumerate(graph.names)}
    met: set[tuple[int, int]] = set()
    for use_case in graph.use_cases:
        touched = {use_case.entry, *(call.callee for call in use_case.calls)}
        met.update(combinations(sorted(position[name] for name in touched), 2))
    return _named([(one, other, 1.0) for one, other in met])


def numbered_traits(graph: MonolithGraph, trait: str) -> Whole:
    """Each module's value of a trait as a number; -1 where nobody knows it."""
    return _numbered(graph, lambda module: getattr(module, trait), UNKNOWN)


def _named(items: list[tuple[int, int, float]]) -> Named:
    first, second, weights = np.array(items).reshape(-1, 3).T
    keys = pair_keys(first.astype(np.int32), second.astype(np.int32))
    distinct, at = np.unique(keys, return_inverse=True)
    return Named(distinct, np.bincount(at, weights, len(distinct)).astype(float))


def _numbered(
    graph: MonolithGraph, trait: Callable[[Module], Hashable], unknown: Hashable
) -> Whole:
    numbers: dict[Hashable, int] = {}
    values = map(trait, graph.modules)
    found = [-1 if v == unknown else numbers.setdefault(v, len(numbers)) for v in values]
    return np.array(found, dtype=np.int32)


def _isolation(graph: MonolithGraph) -> Iterator[Family]:
    """A family for each kind of sensitive data: its holders, and all that hold less harmful."""
    kinds = list(HARM)
    levels = np.array([kinds.index(m.sensitivity) for m in graph.modules], dtype=np.int32)
    harm = np.array(list(HARM.values()))
    for rank, held in enumerate(kinds):
        prices = np.zeros((len(kinds), len(kinds)))
        prices[rank, :rank] = prices[:rank, rank] = harm[rank] - harm[:rank]
        pairs = Leveled(levels, prices)
        yield Family(Criterion.DATA, f"exposure-{held.value}", Direction.APART, pairs)


def _leveled(graph: MonolithGraph, code: str) -> Leveled:
    told = (level(module, code) for module in graph.modules)
    levels = np.array([-1 if each is None else each.rank for each in told], dtype=np.int32)
    ranks = np.arange(len(Level))
    return Leveled(levels, np.abs(ranks[:, None] - ranks[None, :]).astype(float))


def _burdened(graph: MonolithGraph) -> Burdened:
    profiles = _numbered(graph, lambda module: module.scaling, Scaling.UNKNOWN)
    loads: Floats = np.array([graph.load_per_1000[name] for name in graph.names])
    return Burdened(profiles, loads)
