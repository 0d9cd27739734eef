"""Relations between data: what lives and dies together, what refers to what, what must agree."""

from collections.abc import Iterator
from itertools import combinations

from decomposer.criteria.evidence import Criterion, Direction, Evidence, pair
from decomposer.graph import MonolithGraph
from decomposer.knowledge import Group, Relation

LIFECYCLE = 4.0
"""As heavy as a transaction: neither end lives without the other (CC-1)."""
REFERENCE = 1.0
"""As heavy as a reader of the table: across a boundary a key is only a number (CC-2)."""
INVARIANT = 4.0
"""The weight of a group whose data must agree, shared out as a transaction's is (CC-9)."""
SECURITY = 2.0
"""The weight of a group that is guarded alike (CC-16)."""

_LIVE_TOGETHER = frozenset({"composition", "inheritance"})
_GROUPS = {"invariant": INVARIANT, "security": SECURITY}


def relations(graph: MonolithGraph) -> Iterator[Evidence]:
    """Why modules belong together by how their data is connected."""
    for relation in graph.relations:
        yield _relation(relation)
    for group in graph.groups:
        yield from _group(group)


def _relation(relation: Relation) -> Evidence:
    lives = relation.kind in _LIVE_TOGETHER
    return Evidence(
        Criterion.DATA,
        "lifecycle" if lives else "reference",
        Direction.TOGETHER,
        pair(relation.source, relation.target),
        LIFECYCLE if lives else REFERENCE,
        relation.target,
        {"from": relation.source, "to": relation.target},
        relation.places,
    )


def _group(group: Group) -> Iterator[Evidence]:
    weight = _GROUPS[group.kind] / max(1, len(group.modules) - 1)
    for a, b in combinations(group.modules, 2):
        yield Evidence(
            Criterion.DATA,
            group.kind,
            Direction.TOGETHER,
            pair(a, b),
            weight,
            group.name,
            places=group.places,
        )
