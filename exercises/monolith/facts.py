"""What is known for certain about the shop before it is cut, and about the services of a cut."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from content.monolith import monolith_path, partition_path
from decomposer.criteria.data import HARM
from decomposer.graph import Module, MonolithGraph, UseCase
from decomposer.importers.boundaries import load_boundaries
from decomposer.importers.monolith import load_graph
from decomposer.partition import Partition


@dataclass(frozen=True, slots=True)
class Facts:
    """The graph, seen through one cut."""

    graph: MonolithGraph
    cut: Partition

    def modules(self, service: str) -> tuple[Module, ...]:
        """The modules that a service holds."""
        return tuple(self.graph.module(name) for name in self.cut.services[service])

    def teams(self, service: str) -> tuple[str, ...]:
        """The teams that develop a service."""
        return tuple(dict.fromkeys(module.team for module in self.modules(service)))

    def profiles(self, service: str) -> tuple[str, ...]:
        """How the modules of a service scale."""
        return tuple(dict.fromkeys(module.scaling.value for module in self.modules(service)))

    def capabilities(self, service: str) -> tuple[str, ...]:
        """What a service does for the business."""
        return tuple(dict.fromkeys(module.capability for module in self.modules(service)))

    def harm(self, service: str) -> float:
        """How harmful the most sensitive data of a service would be in the wrong hands."""
        return max(HARM[module.sensitivity] for module in self.modules(service))

    def holder(self, entity: str) -> str | None:
        """The service that owns an entity."""
        owner = self.graph.owners.get(entity)
        return self.cut.service_of[owner] if owner else None

    def entity_harm(self, entity: str) -> float:
        """How harmful the data of the entity's module would be in the wrong hands."""
        return self.module_harm(self.graph.owners[entity])

    def module_harm(self, module: str) -> float:
        """How harmful the data of a module would be in the wrong hands."""
        return HARM[self.graph.module(module).sensitivity]

    def joint_transactions(self, one: str, other: str) -> Iterator[UseCase]:
        """The use cases that change data of both services in one transaction today."""
        for use_case in self.graph.use_cases:
            services = {self.cut.service_of[module] for module in use_case.participants}
            if {one, other} <= services:
                yield use_case

    def coupled(self, one: str, other: str) -> bool:
        """Whether either service calls the other."""
        return any(
            {self.cut.service_of[edge.caller], self.cut.service_of[edge.callee]} == {one, other}
            for edge in self.graph.edges
        )


@cache
def monolith_graph() -> MonolithGraph:
    """The course's monolith."""
    return load_graph(monolith_path())


@cache
def reference_facts() -> Facts:
    """The monolith through the eleven services of the capstone."""
    graph = monolith_graph()
    return Facts(graph, load_boundaries(partition_path("reference"), graph))
