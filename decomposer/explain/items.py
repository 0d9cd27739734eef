"""Every piece of evidence that two cuts treat differently, told in groups."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from decomposer.criteria import Evidence, Reason
from decomposer.criteria.grouping import distinct, facts, heeded, subject
from decomposer.explain.difference import Difference
from decomposer.explain.extent import Extent, extent
from decomposer.graph import MonolithGraph
from decomposer.knowledge import Places
from decomposer.partition import Partition

Facts = Mapping[str, str | int | float]
TOLD_AT_ONCE = frozenset(
    {"call", "event", "latency", "traffic", "entity", "transaction", "transaction-span"}
    | {"reference", "lifecycle", "co-change", "import", "loader", "static-call"}
    | {"shared-use", "chance"}
)
"""Told in one sentence that lists the subjects; all other kinds get a sentence per subject."""


def items(
    graph: MonolithGraph, reasons: Iterable[Reason], before: Partition, after: Partition
) -> Iterator[Difference]:
    """A difference for each kind and subject; `<kind>-lost` costs points, `<kind>-won` wins them.

    Where the count of a subject stays as it was and only its parts change, the code ends in
    `-partly`.
    """
    groups: dict[tuple[str, bool, str], list[Reason]] = defaultdict(list)
    distributed = _distributed(graph, before, after)
    for reason in reasons:
        evidence = reason.evidence
        won = heeded(evidence, after)
        if won is heeded(evidence, before):
            continue
        kind = _kind(evidence, distributed)
        # a mixture shows in the cut that has it: won, in the one that goes; lost, in the new one
        about = "" if kind in TOLD_AT_ONCE else subject(evidence, before if won else after)
        groups[kind, won, about].append(reason)
    for (kind, won, about), group in groups.items():
        told = facts([reason.evidence for reason in group], about, after)
        points = sum(reason.points for reason in group)
        found = extent(graph, kind, about, before, after, won=won)
        yield difference(kind, points, told, found, _places(group), won=won)


def difference(
    kind: str,
    points: float,
    told: Facts,
    found: Extent | None,
    places: Places = (),
    *,
    won: bool,
) -> Difference:
    """One group, as a difference that wins the points or loses them."""
    code = f"{kind}-{'won' if won else 'lost'}"
    signed = points if won else -points
    if found is None:
        return Difference(code, signed, told, places)
    unchanged = found.before_n == found.after_n
    params = {**told, **found.params()}
    return Difference(f"{code}-partly" if unchanged else code, signed, params, places)


def _places(group: Iterable[Reason]) -> Places:
    """Where the code says all this; each place once."""
    heaviest = sorted(group, key=lambda reason: -reason.points)
    return tuple(distinct(place for reason in heaviest for place in reason.evidence.places))


def _kind(evidence: Evidence, distributed: Collection[str]) -> str:
    """The kind of evidence; a transaction distributed in both cuts only changes its span."""
    spans = evidence.code == "transaction" and evidence.source in distributed
    return "transaction-span" if spans else evidence.code


def _distributed(graph: MonolithGraph, *cuts: Partition) -> frozenset[str]:
    """The transactions that span services in every one of these cuts."""
    return frozenset(
        use_case.name
        for use_case in graph.use_cases
        if use_case.transaction and min(_span(use_case.participants, cut) for cut in cuts) > 1
    )


def _span(modules: Iterable[str], partition: Partition) -> int:
    return len({partition.service_of[module] for module in modules})
