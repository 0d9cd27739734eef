"""Data ownership: a service keeps its own data, whole and to itself.

Together: a module and the entities of another it touches; the writers of one transaction. Cutting
either needs a remote call or a copy, and a saga (Richardson, "Microservices Patterns", ch. 4).
Apart: a module that holds sensitive data and one that holds less sensitive data. Whatever shares a
process and a database with card data is in the scope of PCI DSS (PCI SSC, "Guidance for PCI DSS
Scoping and Network Segmentation", 2016); credentials and personal data follow the same reasoning.
"""

from collections.abc import Iterator
from itertools import combinations

from decomposer.criteria.characteristics import characteristics, zones
from decomposer.criteria.evidence import Criterion, Direction, Evidence, pair
from decomposer.criteria.relations import relations
from decomposer.graph import Access, MonolithGraph, Sensitivity, UseCase

ENTITY = {Access.READ: 1.0, Access.UNKNOWN: 1.0, Access.WRITE: 2.0}
"""A reader can live with a copy of the data; a second writer breaks its ownership."""
IMMUTABLE = 0.25
"""A copy of what never changes is never stale (Service Cutter's CC-10)."""
TRANSACTION = 4.0
"""The weight of a transaction, shared out among its participants."""
HARM = {
    Sensitivity.NONE: 0.0,
    Sensitivity.PERSONAL: 1.0,
    Sensitivity.CREDENTIALS: 3.0,
    Sensitivity.CARDS: 9.0,
}
"""Each level is three times as bad to lose as the one below it."""


def data(graph: MonolithGraph) -> Iterator[Evidence]:
    """Why modules belong together or apart by the data they hold and touch."""
    yield from accessed(graph)
    yield from _isolation(graph)
    yield from relations(graph)
    yield from zones(graph)
    yield from characteristics(graph, Criterion.DATA)


def accessed(graph: MonolithGraph) -> Iterator[Evidence]:
    """The part that accesses tell: as much as there are of them, however many modules."""
    yield from _entities(graph)
    for use_case in graph.use_cases:
        yield from _transaction(use_case)


def _entities(graph: MonolithGraph) -> Iterator[Evidence]:
    touched: dict[tuple[str, str], Access] = {}
    for traced in graph.traced_calls():
        call = traced.call
        for entity in () if call.deferred else call.entities:
            key = (call.caller, entity)
            if touched.get(key) is not Access.WRITE:
                touched[key] = call.access
    immutable = {entity for module in graph.modules for entity in module.immutable}
    for (user, entity), access in touched.items():
        owner = graph.owners[entity]
        copied = entity in immutable and access is not Access.WRITE
        yield Evidence(
            Criterion.DATA,
            "entity",
            Direction.TOGETHER,
            pair(user, owner),
            ENTITY[access] * (IMMUTABLE if copied else 1.0),
            entity,
            {"entity": entity, "owner": owner, "user": user, "access": access.value},
        )


def _transaction(use_case: UseCase) -> Iterator[Evidence]:
    """The clique expansion of a transaction: n participants share its weight over n - 1.

    A hyperedge is not a sum over pairs; this is the usual one that counts each participant that
    leaves about equally (Hadley, Mark and Vannelli, 1992).
    """
    participants = use_case.participants
    for a, b in combinations(participants, 2):
        yield Evidence(
            Criterion.DATA,
            "transaction",
            Direction.TOGETHER,
            pair(a, b),
            TRANSACTION / (len(participants) - 1),
            use_case.name,
        )


def _isolation(graph: MonolithGraph) -> Iterator[Evidence]:
    for a, b in combinations(graph.modules, 2):
        exposed, holder = sorted((a, b), key=lambda module: HARM[module.sensitivity])
        harm = HARM[holder.sensitivity] - HARM[exposed.sensitivity]
        if harm:
            yield Evidence(
                Criterion.DATA,
                f"exposure-{holder.sensitivity.value}",
                Direction.APART,
                pair(a.name, b.name),
                harm,
                holder.name,
                {"holder": holder.name, "exposed": exposed.name},
            )
