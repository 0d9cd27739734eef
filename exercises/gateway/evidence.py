"""The learner's gateway, and what the shop's modules expect of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from decomposer.documents import Source
from exercises.answer import Answer
from exercises.grading.blueprints import read_blueprint
from exercises.monolith.facts import monolith_graph
from generators.blueprint import Blueprint
from generators.blueprint.gateway import Gateway, Route


@dataclass(frozen=True, slots=True)
class GatewayEvidence:
    """A blueprint, seen from its gateway."""

    source: Source
    blueprint: Blueprint
    homes: Mapping[str, str]
    """The service behind each public prefix of the shop."""

    @property
    def gateway(self) -> Gateway:
        """The section; an empty one where it is absent."""
        return self.blueprint.gateway or Gateway()

    def route_for(self, path: str) -> tuple[int, Route] | None:
        """The route that a path takes, with its position: the longest prefix wins."""
        fitting = [
            (len(route.prefix), position)
            for position, route in enumerate(self.gateway.routes)
            if route.prefix == "/" or f"{path}/".startswith(f"{route.prefix}/")
        ]
        if not fitting:
            return None
        _, position = max(fitting)
        return position, self.gateway.routes[position]

    def home(self, module: str) -> str:
        """The service that holds a module."""
        return self.blueprint.holders()[module]


def read(answer: Answer) -> GatewayEvidence:
    """Parse the learner's blueprint."""
    source, blueprint = read_blueprint(answer)
    holders = blueprint.holders()
    homes = {module.prefix: holders[module.name] for module in monolith_graph().modules}
    return GatewayEvidence(source, blueprint, homes)
