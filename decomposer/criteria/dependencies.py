"""Static couplings: what the code of one module names of another.

A pair weighs ln(1 + places) per kind and direction: damped like calls, since the hundredth import
says little that the tenth did not (structural dependencies as evidence for clustering: Mancoridis,
Mitchell, Chen and Gansner, "Bunch: A Clustering Tool for the Recovery and Maintenance of Software
System Structures", ICSM 1999). What many modules import or load says little of each of them: as
with a transaction, the weight is shared out among all that do. A call is no import: whoever is
called much is coupled to each caller.
"""

from collections import Counter
from collections.abc import Iterator
from math import log1p

from decomposer.criteria.evidence import Criterion, Direction, Evidence, pair
from decomposer.graph import MonolithGraph
from decomposer.knowledge import Dependency

CODES = {"import": "import", "loader": "loader", "call": "static-call"}
"""Kind of dependency -> kind of evidence; a `call` of a use case is another thing."""


def dependencies(graph: MonolithGraph) -> Iterator[Evidence]:
    """Why modules belong together by what their code says of each other."""
    users = Counter(
        target for _, target in {(d.source, d.target) for d in graph.dependencies if _shared(d)}
    )
    for each in graph.dependencies:
        yield Evidence(
            Criterion.CAPABILITY,
            CODES[each.kind],
            Direction.TOGETHER,
            pair(each.source, each.target),
            log1p(each.count) / (users[each.target] if _shared(each) else 1),
            each.target,
            {"places": each.count, "from": each.source, "to": each.target},
            each.places,
        )


def _shared(dependency: Dependency) -> bool:
    return dependency.kind != "call"
