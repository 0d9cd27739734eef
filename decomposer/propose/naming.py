"""Names for services that an optimiser has put together."""

from collections import Counter
from collections.abc import Sequence

from decomposer.graph import MonolithGraph


def service_names(graph: MonolithGraph, groups: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """A name for each group, in the order given.

    A module alone keeps its name. Otherwise the capability of most modules names the service, the
    busier capability where two are level; groups that share one are told apart by their busiest
    modules, and the largest keeps the capability.
    """
    wished = [_wish(graph, group) for group in groups]
    by_size = sorted(range(len(groups)), key=lambda i: (-len(groups[i]), i))
    taken: dict[str, int] = {}
    for i in by_size:
        choices = (wished[i], *_by_load(graph, groups[i]))
        name = next(choice for choice in choices if choice not in taken)
        taken[name] = i
    names = {i: name for name, i in taken.items()}
    return tuple(names[i] for i in range(len(groups)))


def _wish(graph: MonolithGraph, group: tuple[str, ...]) -> str:
    if len(group) == 1:
        return group[0]
    counts = Counter(graph.module(name).capability for name in group)
    load: Counter[str] = Counter()
    for name in group:
        load[graph.module(name).capability] += round(graph.load_per_1000[name])
    return max(counts, key=lambda capability: (counts[capability], load[capability]))


def _by_load(graph: MonolithGraph, group: tuple[str, ...]) -> list[str]:
    return sorted(group, key=lambda name: (-graph.load_per_1000[name], name))
