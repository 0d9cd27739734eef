"""The graph as networkx sees it: for questions about paths, which the score does not ask.

Only here is networkx imported, and only when one of these is called: loading it takes longer than
everything else the decomposer does.
"""

from typing import TYPE_CHECKING

from decomposer.graph import MonolithGraph
from decomposer.partition import Partition

if TYPE_CHECKING:
    import networkx as nx


def to_networkx(graph: MonolithGraph) -> "nx.DiGraph[str]":
    """Modules with their properties as nodes; calls per 1000 requests on the edges."""
    import networkx as nx

    view: nx.DiGraph[str] = nx.DiGraph(name=graph.name)
    for module in graph.modules:
        view.add_node(
            module.name,
            capability=module.capability,
            team=module.team,
            scaling=module.scaling.value,
            sensitivity=module.sensitivity.value,
            load_per_1000=graph.load_per_1000[module.name],
        )
    for edge in graph.edges:
        view.add_edge(
            edge.caller,
            edge.callee,
            calls_per_1000=edge.calls_per_1000,
            deferred_per_1000=edge.deferred_per_1000,
            use_cases=edge.use_cases,
            entities=edge.entities,
        )
    return view


def islands(graph: MonolithGraph) -> tuple[frozenset[str], ...]:
    """Groups of modules that no call connects with each other, largest first.

    More than one means that the monolith already is several applications.
    """
    import networkx as nx

    found = nx.weakly_connected_components(to_networkx(graph))
    return tuple(sorted((frozenset(group) for group in found), key=lambda g: (-len(g), min(g))))


def bottlenecks(graph: MonolithGraph) -> tuple[tuple[str, float], ...]:
    """Modules by the share of shortest call paths that lead through them, highest first.

    Betweenness centrality (Freeman, 1977), from 0 to 1. Where it is high, an outage spreads.
    """
    import networkx as nx

    centrality = nx.betweenness_centrality(to_networkx(graph))
    return tuple(sorted(centrality.items(), key=lambda item: (-item[1], item[0])))


def service_cycles(graph: MonolithGraph, partition: Partition) -> tuple[frozenset[str], ...]:
    """Services that wait for each other in a circle, and so can only be released with care.

    Strongly connected components of the synchronous calls between services, largest first.
    """
    import networkx as nx

    calls: nx.DiGraph[str] = nx.DiGraph()
    for edge in graph.edges:
        caller, callee = partition.service_of[edge.caller], partition.service_of[edge.callee]
        if caller != callee and edge.calls_per_1000:
            calls.add_edge(caller, callee)
    found = (frozenset(group) for group in nx.strongly_connected_components(calls))
    circles = (group for group in found if len(group) > 1)
    return tuple(sorted(circles, key=lambda group: (-len(group), min(group))))
