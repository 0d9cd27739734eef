"""Every piece of evidence that two cuts treat differently, told in groups."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from decomposer.criteria import Evidence, Reason
from decomposer.criteria.grouping import facts, heeded, subject
from decomposer.explain.difference import Difference
from decomposer.explain.extent import extent
from decomposer.graph import MonolithGraph
from decomposer.partition import Partition

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
    for reason in reasons:
        evidence = reason.evidence
        won = heeded(evidence, after)
        if won is heeded(evidence, before):
            continue
        kind = _kind(graph, evidence, before, after)
        # a mixture shows in the cut that has it: won, in the one that goes; lost, in the new one
        about = "" if kind in TOLD_AT_ONCE else subject(evidence, before if won else after)
        groups[kind, won, about].append(reason)
    for (kind, won, about), group in groups.items():
        told = facts([reason.evidence for reason in group], about, after)
        points = sum(reason.points for reason in group) * (1 if won else -1)
        code = f"{kind}-{'won' if won else 'lost'}"
        found = extent(graph, kind, about, before, after, won=won)
        if found is None:
            yield Difference(code, points, told)
        else:
            unchanged = found.before_n == found.after_n
            code = f"{code}-partly" if unchanged else code
            yield Difference(code, points, {**told, **found.params()})


def _kind(graph: MonolithGraph, evidence: Evidence, before: Partition, after: Partition) -> str:
    """The kind of evidence; a transaction distributed in both cuts only changes its span."""
    if evidence.code != "transaction":
        return evidence.code
    use_case = next(u for u in graph.use_cases if u.name == evidence.source)
    spans = (_span(use_case.participants, cut) for cut in (before, after))
    return "transaction" if min(spans) == 1 else "transaction-span"


def _span(modules: Iterable[str], partition: Partition) -> int:
    return len({partition.service_of[module] for module in modules})
