"""Team ownership: one team can change, release and run a service alone.

Together: modules of one team, since each further service is one more pipeline, database and pager
for the same people. Apart: modules of different teams, since each release of a shared service is a
hand-off (Conway, "How Do Committees Invent?", 1968; Skelton and Pais, "Team Topologies", 2019).
"""

from collections.abc import Iterator
from itertools import combinations

from decomposer.criteria.changes import changes
from decomposer.criteria.characteristics import characteristics
from decomposer.criteria.evidence import Criterion, Direction, Evidence, pair
from decomposer.graph import UNKNOWN, MonolithGraph

SAME_TEAM = 1.0


def team(graph: MonolithGraph) -> Iterator[Evidence]:
    """Why modules belong together or apart by who develops them, and how they change."""
    yield from _owners(graph)
    yield from changes(graph)
    yield from characteristics(graph, Criterion.TEAM)


def _owners(graph: MonolithGraph) -> Iterator[Evidence]:
    known = [module for module in graph.modules if module.team != UNKNOWN]
    for a, b in combinations(known, 2):
        names = pair(a.name, b.name)
        if a.team == b.team:
            yield Evidence(Criterion.TEAM, "team", Direction.TOGETHER, names, SAME_TEAM, a.team)
        else:
            source = " + ".join(sorted((a.team, b.team)))
            yield Evidence(Criterion.TEAM, "teams", Direction.APART, names, 1.0, source)
