"""What a proposal needs to know of each module, read off the monolith's graph."""

from typing import TYPE_CHECKING

from generators.blueprint.proposal.facts import ModuleFacts

if TYPE_CHECKING:
    from decomposer.graph import MonolithGraph


def module_facts(graph: "MonolithGraph") -> dict[str, ModuleFacts]:
    """The facts of every module; calls are those of the graph's use cases."""
    return {
        module.name: ModuleFacts(
            prefix=module.prefix or f"/{module.name}",
            team=module.team,
            scaling=module.scaling.value,
            calls=tuple(
                edge.callee
                for edge in graph.edges
                if edge.caller == module.name and edge.calls_per_1000
            ),
            notifies=tuple(
                edge.callee
                for edge in graph.edges
                if edge.caller == module.name and edge.deferred_per_1000
            ),
        )
        for module in graph.modules
    }
