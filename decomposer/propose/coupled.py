"""A graph's evidence without a list of pairs that no evidence names: for very many modules.

Calls, accesses, references and common changes name their pairs. That two modules serve one
capability, one team or one zone does not need naming pair by pair: each such group becomes a node
that its modules are tied to, with the weight that its pairs have together (the star expansion of
Zien, Schlag and Chan, "Multilevel Spectral Hypergraph Partitioning with Arbitrary Vertex Sizes",
IEEE Transactions on CAD 18, 1999). Nothing here argues for keeping modules apart: that is left to
what chance would tie together, given how coupled each module is.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from decomposer.criteria import Criterion, Evidence, Weights
from decomposer.families.telling import TRAITS
from decomposer.graph import UNKNOWN, MonolithGraph
from decomposer.scale import ArrayGraph, array_graph

Tie = tuple[int, int, float]


@dataclass(frozen=True, slots=True)
class _Star:
    """Modules that share a trait."""

    criterion: Criterion
    members: tuple[int, ...]
    weight: float
    """Of a pair."""

    @property
    def mass(self) -> float:
        """Of all its pairs."""
        return self.weight * len(self.members) * (len(self.members) - 1) / 2


def coupled(graph: MonolithGraph, evidence: Iterable[Evidence], weights: Weights) -> ArrayGraph:
    """The modules as nodes, in their order, and behind them a node of no size for each group.

    As in `decomposer.criteria.pricing`, all evidence of a criterion has the criterion's share.
    """
    told, stars = tuple(evidence), tuple(_stars(graph))
    mass: dict[Criterion, float] = defaultdict(float)
    for item in told:
        mass[item.criterion] += item.weight
    for star in stars:
        mass[star.criterion] += star.mass
    price = {each: weights.share(each) / total for each, total in mass.items() if total}
    modules = len(graph.names)
    ties = [*_named(graph, told, price), *_starred(stars, modules, price)]
    first, second, weight = np.array(ties).reshape(-1, 3).T
    sizes = np.zeros(modules + len(stars))
    sizes[:modules] = 1.0
    return replace(array_graph(len(sizes), first, second, weight), sizes=sizes)


def _stars(graph: MonolithGraph) -> Iterator[_Star]:
    for criterion, trait, _, weight in TRAITS:
        members: dict[str, list[int]] = defaultdict(list)
        for position, module in enumerate(graph.modules):
            members[getattr(module, trait)].append(position)
        members.pop(UNKNOWN, None)
        yield from (_Star(criterion, tuple(m), weight) for m in members.values() if len(m) > 1)


def _named(
    graph: MonolithGraph, evidence: Iterable[Evidence], price: Mapping[Criterion, float]
) -> Iterator[Tie]:
    position = {name: number for number, name in enumerate(graph.names)}
    weight: dict[tuple[int, int], float] = defaultdict(float)
    for item in evidence:
        one, other = item.modules
        weight[position[one], position[other]] += item.weight * price[item.criterion]
    return ((one, other, told) for (one, other), told in weight.items() if told > 0)


def _starred(
    stars: Iterable[_Star], modules: int, price: Mapping[Criterion, float]
) -> Iterator[Tie]:
    for hub, star in enumerate(stars, modules):
        tie = star.mass * price[star.criterion] / len(star.members)
        yield from ((member, hub, tie) for member in star.members if tie > 0)
