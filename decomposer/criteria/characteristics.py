"""Characteristics and security zones: what differs in kind is better run apart.

Service Cutter's compatibility criteria (Gysel et al., ESOCC 2016): modules that differ in how often
they change, how consistent, available or large they must be pull a shared service to the stricter
end of each. The weight is the distance between the levels.
"""

from collections.abc import Iterator
from itertools import combinations

from decomposer.criteria.evidence import Criterion, Direction, Evidence, pair
from decomposer.graph import UNKNOWN, Module, MonolithGraph
from decomposer.knowledge import Level

CHARACTERISTICS = {
    "structural-volatility": (Criterion.TEAM, "structural_volatility"),
    "content-volatility": (Criterion.DATA, "content_volatility"),
    "consistency": (Criterion.DATA, "consistency"),
    "storage": (Criterion.DATA, "storage"),
    "availability": (Criterion.SCALING, "availability"),
}
"""Kind of evidence -> the question it answers, and the characteristic it compares."""
SAME_ZONE = 1.0
OTHER_ZONE = 1.0


def level(module: Module, code: str) -> Level | None:
    """How much a module has of what a kind of evidence compares."""
    _, characteristic = CHARACTERISTICS[code]
    found: Level | None = getattr(module.characteristics, characteristic)
    return found


def characteristics(graph: MonolithGraph, criterion: Criterion) -> Iterator[Evidence]:
    """Why modules belong apart by what sets them apart, as far as it answers `criterion`."""
    for code, (question, _) in CHARACTERISTICS.items():
        if question is criterion:
            yield from _differences(graph, code, criterion)


def _differences(graph: MonolithGraph, code: str, criterion: Criterion) -> Iterator[Evidence]:
    levels = [(module.name, level(module, code)) for module in graph.modules]
    known = [(name, found) for name, found in levels if found is not None]
    for (a, one), (b, other) in combinations(known, 2):
        distance = abs(one.rank - other.rank)
        if distance:
            source = " + ".join(each.value for each in sorted((one, other), key=lambda x: x.rank))
            yield Evidence(criterion, code, Direction.APART, pair(a, b), float(distance), source)


def zones(graph: MonolithGraph) -> Iterator[Evidence]:
    """Why modules belong together or apart by the people they work for (CC-14)."""
    known = [module for module in graph.modules if module.zone != UNKNOWN]
    for a, b in combinations(known, 2):
        names = pair(a.name, b.name)
        if a.zone == b.zone:
            yield Evidence(Criterion.DATA, "zone", Direction.TOGETHER, names, SAME_ZONE, a.zone)
        else:
            source = " + ".join(sorted((a.zone, b.zone)))
            yield Evidence(Criterion.DATA, "zones", Direction.APART, names, OTHER_ZONE, source)
