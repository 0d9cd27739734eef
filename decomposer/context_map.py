"""The context map of a cut: services as bounded contexts, and who has to follow whom.

Evans, "Domain-Driven Design" (2003), chapter 14; the names of the patterns are those of Context
Mapper (Kapferer and Zimmermann, "Domain-Driven Architecture Modeling and Rapid Prototyping with
Context Mapper", MODELSWARD 2020). A change upstream makes work downstream: whoever calls depends on
the model of whom it calls, and whoever handles an event on the model of whoever publishes it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from decomposer.criteria.grouping import distinct
from decomposer.graph import Access, MonolithGraph, TracedCall, UseCase
from decomposer.partition import Partition

HOST = 2
"""Contexts downstream from which on a context serves them all alike instead of one as it wishes."""

Kind = Literal["call", "event"]


@dataclass(frozen=True, slots=True)
class Relationship:
    """One context follows the model of another."""

    upstream: str
    downstream: str
    kind: Kind
    """Whether downstream calls upstream and waits, or handles upstream's events."""
    use_cases: tuple[str, ...]
    per_1000: float
    """Calls or events per thousand requests."""


@dataclass(frozen=True, slots=True)
class SharedKernel:
    """Data of two contexts that are changed in one transaction today.

    Without a saga the two share a kernel: neither changes its part alone.
    """

    first: str
    second: str
    entities: tuple[str, ...]
    use_cases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContextMap:
    """The contexts of a cut and what holds between them."""

    relationships: tuple[Relationship, ...]
    kernels: tuple[SharedKernel, ...]
    """Two contexts each, those that share most use cases first."""

    @property
    def partnerships(self) -> tuple[tuple[str, str], ...]:
        """Contexts that call each other: they succeed or fail together."""
        calls = {(r.upstream, r.downstream) for r in self.relationships if r.kind == "call"}
        return tuple(sorted((a, b) for a, b in calls if a < b and (b, a) in calls))

    @property
    def open_hosts(self) -> tuple[str, ...]:
        """Contexts that several others call."""
        return self._upstream("call")

    @property
    def published_languages(self) -> tuple[str, ...]:
        """Contexts whose events several others handle."""
        return self._upstream("event")

    def _upstream(self, kind: Kind) -> tuple[str, ...]:
        served = Counter(each.upstream for each in self.relationships if each.kind == kind)
        return tuple(name for name, count in served.items() if count >= HOST)


def context_map(graph: MonolithGraph, partition: Partition) -> ContextMap:
    """Who is upstream of whom, by which use cases, and what is still shared."""
    found: dict[tuple[str, str, Kind], list[TracedCall]] = defaultdict(list)
    for traced in graph.traced_calls():
        caller = partition.service_of[traced.call.caller]
        callee = partition.service_of[traced.call.callee]
        if caller != callee and traced.call.deferred:
            found[caller, callee, "event"].append(traced)
        elif caller != callee:
            found[callee, caller, "call"].append(traced)
    return ContextMap(
        tuple(_relationship(*ends, calls) for ends, calls in found.items()),
        tuple(_kernels(graph, partition)),
    )


def _relationship(
    upstream: str, downstream: str, kind: Kind, calls: list[TracedCall]
) -> Relationship:
    per_1000 = sum(traced.use_case.frequency_per_1000 for traced in calls)
    names = tuple(distinct(traced.use_case.name for traced in calls))
    return Relationship(upstream, downstream, kind, names, per_1000)


def _kernels(graph: MonolithGraph, partition: Partition) -> Iterator[SharedKernel]:
    shared: dict[tuple[str, str], dict[str, tuple[str, ...]]] = defaultdict(dict)
    for use_case in graph.use_cases:
        written = _written(use_case, partition) if use_case.transaction else {}
        for pair in combinations(sorted(written), 2):
            shared[pair][use_case.name] = (*written[pair[0]], *written[pair[1]])
    for (first, second), cases in sorted(shared.items(), key=lambda each: (-len(each[1]), each[0])):
        entities = distinct(entity for held in cases.values() for entity in held)
        yield SharedKernel(first, second, tuple(entities), tuple(cases))


def _written(use_case: UseCase, partition: Partition) -> Mapping[str, tuple[str, ...]]:
    """What a use case writes before it answers, by service."""
    written: dict[str, list[str]] = defaultdict(list)
    if use_case.writes:
        written[partition.service_of[use_case.entry]] += use_case.writes
    for call in use_case.calls:
        if call.access is Access.WRITE and not call.deferred:
            written[partition.service_of[call.callee]] += call.entities
    return {service: tuple(distinct(entities)) for service, entities in written.items()}
