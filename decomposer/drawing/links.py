"""What connects two services of a cut."""

from collections import defaultdict
from dataclasses import dataclass

from decomposer.criteria.grouping import distinct
from decomposer.graph import Edge, MonolithGraph
from decomposer.partition import Partition


@dataclass(frozen=True, slots=True)
class Link:
    """All calls from one service to another."""

    caller: str
    callee: str
    calls_per_1000: float
    deferred_per_1000: float
    use_cases: tuple[str, ...]

    @property
    def synchronous(self) -> bool:
        """Whether anybody waits for an answer."""
        return self.calls_per_1000 > 0


def links(graph: MonolithGraph, partition: Partition) -> tuple[Link, ...]:
    """The links between services, in the order in which the use cases first need them."""
    found: dict[tuple[str, str], list[Edge]] = defaultdict(list)
    for edge in graph.edges:
        caller, callee = partition.service_of[edge.caller], partition.service_of[edge.callee]
        if caller != callee:
            found[caller, callee].append(edge)
    return tuple(
        Link(
            caller,
            callee,
            sum(edge.calls_per_1000 for edge in edges),
            sum(edge.deferred_per_1000 for edge in edges),
            tuple(distinct(name for edge in edges for name in edge.use_cases)),
        )
        for (caller, callee), edges in found.items()
    )
