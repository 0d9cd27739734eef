"""The blueprint that an answer made of sections is tried in: the reference cut, all sections."""

from functools import cache

from decomposer.graph import Module, MonolithGraph
from exercises.monolith.facts import reference_facts
from generators.blueprint import ModuleFacts, dump_blueprint, new_blueprint


@cache
def base_blueprint() -> str:
    """The text of a complete blueprint over the eleven services of the reference."""
    facts = reference_facts()
    modules = {m.name: _module_facts(facts.graph, m) for m in facts.graph.modules}
    return dump_blueprint(new_blueprint(facts.cut.services, facts.graph.name, modules))


def _module_facts(graph: MonolithGraph, module: Module) -> ModuleFacts:
    calls = tuple(
        edge.callee for edge in graph.edges if edge.caller == module.name and edge.calls_per_1000
    )
    return ModuleFacts(module.prefix, module.team, module.scaling.value, calls=calls)
