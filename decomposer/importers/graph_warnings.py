"""What is odd about a graph that can be used all the same."""

from collections.abc import Iterator

from decomposer.documents import Problem, Source
from decomposer.graph import MonolithGraph


def graph_warnings(source: Source, graph: MonolithGraph) -> Iterator[Problem]:
    """Report modules that nothing connects and entities that nothing touches."""
    connected = {name for edge in graph.edges for name in (edge.caller, edge.callee)}
    connected |= {end for told in graph.dependencies for end in (told.source, told.target)}
    connected |= {end for told in graph.relations for end in (told.source, told.target)}
    touched = {entity for edge in graph.edges for entity in edge.entities}
    for use_case in graph.use_cases:
        touched.update(use_case.reads, use_case.writes)
    # code alone never says which table a use case touches
    untouched_matters = bool(graph.use_cases)
    for position, module in enumerate(graph.modules):
        if module.name not in connected:
            line, column = source.position(("modules", position, "name"))
            yield Problem(source.file, line, column, "module-disconnected", module.name)
        for index, entity in enumerate(module.entities):
            if untouched_matters and entity not in touched:
                line, column = source.position(("modules", position, "entities", index))
                yield Problem(source.file, line, column, "entity-untouched", entity)
