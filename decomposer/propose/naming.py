"""Names for services that an optimiser has put together."""

from collections import Counter
from collections.abc import Sequence

from decomposer.graph import UNKNOWN, MonolithGraph


def service_names(graph: MonolithGraph, groups: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """A name for each group, in the order given.

    A module alone keeps its name. Otherwise the capability of most modules names the service, the
    busier capability where two are level. The largest group of a capability keeps it, the others
    are named after their busiest modules; so is a group whose capability nobody knows, or is called
    like a module that another group holds.
    """
    home = {module: i for i, group in enumerate(groups) for module in group}
    names: dict[int, str] = {}
    for i in sorted(range(len(groups)), key=lambda i: (-len(groups[i]), i)):
        wish = _wish(graph, groups[i])
        free = wish not in names.values() and home.get(wish, i) == i
        names[i] = wish if free else _busiest(graph, groups[i])
    return tuple(names[i] for i in range(len(groups)))


def _wish(graph: MonolithGraph, group: tuple[str, ...]) -> str:
    if len(group) == 1:
        return group[0]
    known = [name for name in group if graph.module(name).capability != UNKNOWN]
    if not known:
        return _busiest(graph, group)
    counts = Counter(graph.module(name).capability for name in known)
    load: Counter[str] = Counter()
    for name in known:
        load[graph.module(name).capability] += round(graph.load_per_1000[name])
    return max(counts, key=lambda capability: (counts[capability], load[capability]))


def _busiest(graph: MonolithGraph, group: tuple[str, ...]) -> str:
    return min(group, key=lambda name: (-graph.load_per_1000[name], name))
