"""Static couplings: what the code of one module names of another.

A pair weighs ln(1 + places) per kind and direction: damped like calls, since the hundredth import
says little that the tenth did not (structural dependencies as evidence for clustering: Mancoridis,
Mitchell, Chen and Gansner, "Bunch: A Clustering Tool for the Recovery and Maintenance of Software
System Structures", ICSM 1999).
"""

from collections.abc import Iterator
from math import log1p

from decomposer.criteria.evidence import Criterion, Direction, Evidence, pair
from decomposer.graph import MonolithGraph

CODES = {"import": "import", "loader": "loader", "call": "static-call"}
"""Kind of dependency -> kind of evidence; a `call` of a use case is another thing."""


def dependencies(graph: MonolithGraph) -> Iterator[Evidence]:
    """Why modules belong together by what their code says of each other."""
    for each in graph.dependencies:
        yield Evidence(
            Criterion.CAPABILITY,
            CODES[each.kind],
            Direction.TOGETHER,
            pair(each.source, each.target),
            log1p(each.count),
            each.target,
            {"places": each.count, "from": each.source, "to": each.target},
        )
