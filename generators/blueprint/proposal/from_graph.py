"""What a proposal needs to know of each module, read off the monolith's graph."""

from typing import TYPE_CHECKING, get_args

from generators.blueprint.proposal.facts import ModuleFacts
from generators.blueprint.services import Scaling

if TYPE_CHECKING:
    from decomposer.graph import MonolithGraph


def module_facts(graph: "MonolithGraph") -> dict[str, ModuleFacts]:
    """The facts of every module; calls are those of the graph's use cases."""
    from decomposer.graph import UNKNOWN

    return {
        module.name: ModuleFacts(
            prefix=module.prefix or f"/{module.name}",
            team="" if module.team == UNKNOWN else module.team,
            scaling=_scaling(module.scaling.value),
            calls=tuple(sorted(_waited_for(graph, module.name) | _asked(module.name))),
            notifies=tuple(
                edge.callee
                for edge in graph.edges
                if edge.caller == module.name and edge.deferred_per_1000
            ),
        )
        for module in graph.modules
    }


def _waited_for(graph: "MonolithGraph", module: str) -> set[str]:
    return {edge.callee for edge in graph.edges if edge.caller == module and edge.calls_per_1000}


def _asked(module: str) -> set[str]:
    """What the shop's module of that name asks others, in whatever use case.

    A policy refuses what the blueprint does not know of, and the graph knows the use cases alone.
    """
    from content.contracts import module_contracts

    return set(module_contracts()["modules"].get(module, {}).get("asks", ()))


def _scaling(profile: str) -> Scaling:
    """What a blueprint calls a scaling profile; one that nobody has measured is balanced."""
    found: Scaling = next((known for known in get_args(Scaling) if known == profile), "balanced")
    return found
