"""What two cuts of very many modules treat differently: the same groups, no pairs listed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from decomposer.criteria import Weights
from decomposer.explain.difference import Difference
from decomposer.explain.extent import extent
from decomposer.explain.items import TOLD_AT_ONCE, difference, items
from decomposer.families import families, named_reasons
from decomposer.families.changing import Change, changes
from decomposer.graph import MonolithGraph
from decomposer.partition import Partition


def items_large(
    graph: MonolithGraph, before: Partition, after: Partition, weights: Weights
) -> Iterator[Difference]:
    """A difference for each kind and subject, as `decomposer.explain.items` tells them."""
    yield from items(graph, named_reasons(graph, weights), before, after)
    for change in _at_once(changes(families(graph, weights), graph, before, after)):
        code, won, told = change.code, change.won, change.facts(graph, after)
        found = extent(graph, code, change.subject, before, after, won=won)
        yield difference(code, change.points, told, found, won=won)


def _at_once(found: Iterable[Change]) -> Iterator[Change]:
    """What is told in one sentence, added up."""
    groups: dict[tuple[str, bool], list[Change]] = defaultdict(list)
    for change in found:
        if change.code in TOLD_AT_ONCE:
            groups[change.code, change.won].append(change)
        else:
            yield change
    for (code, won), group in groups.items():
        points, weight = (sum(getattr(c, name) for c in group) for name in ("points", "weight"))
        modules = tuple(dict.fromkeys(module for change in group for module in change.modules))
        yield Change(group[0].criterion, code, won, "", points, weight, modules)
