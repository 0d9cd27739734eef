"""Scaling needs: a service gets replicas for one reason.

Apart: modules of different profiles, by ln(1 + the load of the busier): its replicas would all
carry the other along (Abbott and Fisher, "The Art of Scalability", 2009, the scale cube's Y axis).
Growing alike is no reason to be together: nothing here argues for a merger. What a further service
costs to run counts where somebody pays for it, with the team.
"""

from collections.abc import Iterator
from itertools import combinations
from math import log1p

from decomposer.criteria.characteristics import characteristics
from decomposer.criteria.evidence import Criterion, Direction, Evidence, pair
from decomposer.graph import MonolithGraph, Scaling


def scaling(graph: MonolithGraph) -> Iterator[Evidence]:
    """Why modules belong apart by how they grow, and how available they have to be."""
    yield from _profiles(graph)
    yield from characteristics(graph, Criterion.SCALING)


def _profiles(graph: MonolithGraph) -> Iterator[Evidence]:
    known = [module for module in graph.modules if module.scaling is not Scaling.UNKNOWN]
    for a, b in combinations(known, 2):
        busier = max(a, b, key=lambda module: (graph.load_per_1000[module.name], module.name))
        load = graph.load_per_1000[busier.name]
        if a.scaling is b.scaling or not load:
            continue
        yield Evidence(
            Criterion.SCALING,
            "profiles",
            Direction.APART,
            pair(a.name, b.name),
            log1p(load),
            " + ".join(sorted((a.scaling.value, b.scaling.value))),
            {"busier": busier.name, "per_1000": load},
        )
