"""What a partition makes distributed: plain counts, in the graph's own terms."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from decomposer.graph import UNKNOWN, MonolithGraph
from decomposer.partition import Partition


@dataclass(frozen=True, slots=True)
class CrossingCall:
    """A call of a use case that leaves its service."""

    use_case: str
    caller: str
    callee: str
    deferred: bool
    per_1000: float


@dataclass(frozen=True, slots=True)
class DistributedTransaction:
    """A use case whose writes are atomic today and would span services."""

    use_case: str
    modules: tuple[str, ...]
    services: tuple[str, ...]
    per_1000: float


@dataclass(frozen=True, slots=True)
class SharedEntity:
    """An entity that a module of another service needs."""

    entity: str
    owner: str
    user: str


@dataclass(frozen=True, slots=True)
class Crossing:
    """Everything that runs across boundaries, and who releases what is inside one."""

    calls: tuple[CrossingCall, ...]
    transactions: tuple[DistributedTransaction, ...]
    shared: tuple[SharedEntity, ...]
    teams_of: dict[str, tuple[str, ...]]
    """The teams that release a service together."""

    @property
    def synchronous(self) -> tuple[CrossingCall, ...]:
        """The crossing calls that somebody waits for."""
        return tuple(call for call in self.calls if not call.deferred)

    @property
    def calls_per_1000(self) -> float:
        """Synchronous calls over the network per thousand requests."""
        return sum(call.per_1000 for call in self.synchronous)

    @property
    def transactions_per_1000(self) -> float:
        """Distributed transactions per thousand requests."""
        return sum(transaction.per_1000 for transaction in self.transactions)

    @property
    def shared_entities(self) -> tuple[str, ...]:
        """The entities that more than one service needs."""
        return tuple(dict.fromkeys(item.entity for item in self.shared))

    @property
    def hand_offs(self) -> int:
        """Team pairs that have to agree on a release, summed over the services."""
        return sum(len(teams) * (len(teams) - 1) // 2 for teams in self.teams_of.values())


def crossing(graph: MonolithGraph, partition: Partition) -> Crossing:
    """Count what crosses the boundaries of a partition."""
    return Crossing(
        calls=tuple(_calls(graph, partition)),
        transactions=tuple(_transactions(graph, partition)),
        shared=tuple(dict.fromkeys(_shared(graph, partition))),
        teams_of={
            service: _known(graph.module(module).team for module in modules)
            for service, modules in partition.services.items()
        },
    )


def _known(traits: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(trait for trait in traits if trait != UNKNOWN))


def _calls(graph: MonolithGraph, partition: Partition) -> Iterator[CrossingCall]:
    for traced in graph.traced_calls():
        call, use_case = traced.call, traced.use_case
        if not partition.together(call.caller, call.callee):
            yield CrossingCall(
                use_case.name,
                call.caller,
                call.callee,
                call.deferred,
                use_case.frequency_per_1000,
            )


def _transactions(graph: MonolithGraph, partition: Partition) -> Iterator[DistributedTransaction]:
    for use_case in graph.use_cases:
        modules = use_case.participants
        services = tuple(dict.fromkeys(partition.service_of[module] for module in modules))
        if len(services) > 1:
            yield DistributedTransaction(
                use_case.name, modules, services, use_case.frequency_per_1000
            )


def _shared(graph: MonolithGraph, partition: Partition) -> Iterator[SharedEntity]:
    for traced in graph.traced_calls():
        call = traced.call
        if not call.deferred and not partition.together(call.caller, call.callee):
            for entity in call.entities:
                yield SharedEntity(entity, call.callee, call.caller)
