"""Change coupling: what is changed together is released together, whoever owns it.

Logical coupling: Gall, Hajek and Jazayeri, "Detection of Logical Coupling Based on Product Release
History", ICSM 1998. A commit weighs 1, shared out among the modules that it touched as a
transaction is among its participants: one that touches two says more of them than one that touches
ten. Where only a number of commits is known, a pair weighs ln(1 + commits), damped like calls.
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
            log1p(change.commits) if change.shared is None else change.shared,
            " + ".join(pair(a, b)),
            {"commits": change.commits},
        )
