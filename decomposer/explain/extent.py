"""How far something is mixed or spread in either of two cuts, as one number each."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from decomposer.criteria.grouping import MIXTURES, distinct, listed
from decomposer.graph import UNKNOWN, Module, MonolithGraph
from decomposer.partition import Partition

TRAITS = {
    "capabilities": "capability",
    "teams": "team",
    "profiles": "scaling",
    "zones": "zone",
    "capability": "capability",
    "team": "team",
    "zone": "zone",
}
"""Which property of a module the evidence of a kind is about."""


@dataclass(frozen=True, slots=True)
class Extent:
    """Counts before and after, and the names behind the larger one."""

    before_n: int
    after_n: int
    names: str

    def params(self) -> Mapping[str, str | int]:
        """The places it fills in a sentence."""
        return {"before_n": self.before_n, "after_n": self.after_n, "names": self.names}


def extent(
    graph: MonolithGraph, code: str, about: str, before: Partition, after: Partition, *, won: bool
) -> Extent | None:
    """The extent of what `about` names, for the kinds of evidence that have one.

    What was won shows in the cut that goes, what was lost in the cut that comes: there the mixing
    service is looked up.
    """
    if code not in TRAITS:
        return None
    if code in MIXTURES:
        modules = (before if won else after).services[about]
        return _mixture(graph, code, modules, before, after)
    return _spread(graph, code, about, before, after)


def _trait(module: Module, code: str) -> str:
    """What evidence of a kind compares a module by; empty where nobody has said."""
    value = str(getattr(module, TRAITS[code]))
    return "" if value == UNKNOWN else value


def _mixture(
    graph: MonolithGraph,
    code: str,
    modules: tuple[str, ...],
    before: Partition,
    after: Partition,
) -> Extent:
    """How many capabilities, teams or profiles these modules mix in one service, at most."""
    counts = [_most_together(graph, code, modules, cut) for cut in (before, after)]
    names = distinct(filter(None, (_trait(graph.module(name), code) for name in modules)))
    return Extent(counts[0], counts[1], listed(names))


def _most_together(
    graph: MonolithGraph, code: str, modules: tuple[str, ...], cut: Partition
) -> int:
    mixed: dict[str, set[str]] = defaultdict(set)
    for name in modules:
        if value := _trait(graph.module(name), code):
            mixed[cut.service_of[name]].add(value)
    return max((len(values) for values in mixed.values()), default=0)


def _spread(
    graph: MonolithGraph, code: str, value: str, before: Partition, after: Partition
) -> Extent:
    """Over how many services a capability or a team's work is spread."""
    modules = graph.sharing[TRAITS[code], value]
    was, now = (distinct(cut.service_of[name] for name in modules) for cut in (before, after))
    return Extent(len(was), len(now), listed(now))
