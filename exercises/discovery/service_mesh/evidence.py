"""The learner's calls and rules, beside the calls that the shop really makes."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from decomposer.documents import Source
from decomposer.graph import Access, UseCase
from decomposer.partition import Partition
from exercises.answer import Answer
from exercises.grading.blueprints import read_blueprint
from exercises.monolith.facts import Facts, monolith_graph
from generators.blueprint import Blueprint
from generators.blueprint.communication import Communication, Edge
from generators.blueprint.mesh import Mesh

GATEWAY = "gateway"
ORDER_FLOW = "checkout"
"""The use case that the customer waits for longest."""

Ends = tuple[str, str]
"""Caller and callee."""


@dataclass(frozen=True)
class MeshEvidence:
    """A blueprint, seen from the calls between its services."""

    source: Source
    blueprint: Blueprint
    facts: Facts

    @property
    def communication(self) -> Communication:
        """The section; an empty one where it is absent."""
        return self.blueprint.communication or Communication()

    @property
    def mesh(self) -> Mesh:
        """The section; the default one where it is absent."""
        return self.blueprint.mesh or Mesh()

    def edges(self) -> Iterator[tuple[int, Edge]]:
        """The declared calls with their positions."""
        yield from enumerate(self.communication.edges)

    def edge(self, ends: Ends, style: str) -> Edge | None:
        """The declared call of this style between two services."""
        for edge in self.communication.edges:
            if (edge.caller, edge.callee) == ends and edge.style == style:
                return edge
        return None

    def use_case(self, name: str) -> UseCase:
        """A use case of the monolith."""
        return next(case for case in self.facts.graph.use_cases if case.name == name)

    def crossing(self, use_case: UseCase, *, deferred: bool) -> tuple[Ends, ...]:
        """The calls of a use case that cross from service to service, each once."""
        home = self.facts.cut.service_of
        ends = (
            (home[call.caller], home[call.callee])
            for call in use_case.calls
            if call.deferred is deferred
        )
        return tuple(dict.fromkeys((a, b) for a, b in ends if a != b))

    @cached_property
    def waited_for(self) -> frozenset[Ends]:
        """Every pair of services of which one waits for the other in some use case."""
        cases = self.facts.graph.use_cases
        return frozenset(ends for case in cases for ends in self.crossing(case, deferred=False))

    def methods(self, ends: Ends) -> frozenset[str]:
        """GET where a service reads of another, POST where it changes something."""
        return frozenset(self._methods.get(ends, ()))

    @cached_property
    def _methods(self) -> Mapping[Ends, set[str]]:
        home = self.facts.cut.service_of
        found: dict[Ends, set[str]] = defaultdict(set)
        for traced in self.facts.graph.traced_calls():
            call = traced.call
            if not call.deferred:
                method = "POST" if call.access is Access.WRITE else "GET"
                found[home[call.caller], home[call.callee]].add(method)
        return found


def read(answer: Answer) -> MeshEvidence:
    """Parse the learner's blueprint."""
    source, blueprint = read_blueprint(answer)
    services = {name: service.modules for name, service in blueprint.services.items()}
    facts = Facts(monolith_graph(), Partition(blueprint.name, services))
    return MeshEvidence(source, blueprint, facts)
