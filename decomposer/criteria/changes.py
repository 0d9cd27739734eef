"""Change coupling: what is changed together is released together, whoever owns it.

A pair weighs ln(1 + commits in which both changed): damped like calls, since the hundredth common
commit says little new (logical coupling: Gall, Hajek and Jazayeri, "Detection of Logical Coupling
Based on Product Release History", ICSM 1998).
"""

from collections.abc import Iterator
from math import log1p

from decomposer.criteria.evidence import Criterion, Direction, Evidence, pair
from decomposer.graph import MonolithGraph


def changes(graph: MonolithGraph) -> Iterator[Evidence]:
    """Why modules belong together by how they change."""
    for change in graph.changes:
        a, b = change.modules
        yield Evidence(
            Criterion.TEAM,
            "co-change",
            Direction.TOGETHER,
            pair(a, b),
            log1p(change.commits),
            " + ".join(pair(a, b)),
            {"commits": change.commits},
        )
