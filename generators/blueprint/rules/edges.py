"""Calls between services."""

from collections.abc import Iterator

from decomposer.documents import Violation
from generators.blueprint.communication import Communication
from generators.blueprint.document import Blueprint
from generators.blueprint.rules.references import keys_unknown, service_unknown

_SECTION = ("communication", "edges")


def edge_ends(bp: Blueprint) -> Iterator[Violation]:
    """Both ends of an edge are services, and different ones."""
    for index, edge in enumerate(_communication(bp).edges):
        yield from service_unknown(bp, edge.caller, (*_SECTION, index, "caller"))
        yield from service_unknown(bp, edge.callee, (*_SECTION, index, "callee"))
        if edge.caller == edge.callee:
            yield Violation("edge-to-itself", (*_SECTION, index, "callee"), edge.callee)


def edge_twice(bp: Blueprint) -> Iterator[Violation]:
    """One edge says all about one kind of call between two services."""
    seen = set()
    for index, edge in enumerate(_communication(bp).edges):
        ends = (edge.caller, edge.callee, edge.style)
        if ends in seen:
            value = f"{edge.caller} → {edge.callee}"
            yield Violation("edge-twice", (*_SECTION, index), value)
        seen.add(ends)


def retry_without_timeout(bp: Blueprint) -> Iterator[Violation]:
    """A retry needs a timeout: otherwise nothing tells that an attempt has failed."""
    for index, edge in enumerate(_communication(bp).edges):
        if edge.retries and edge.timeout_ms is None:
            value = f"{edge.caller} → {edge.callee}"
            yield Violation("retry-without-timeout", (*_SECTION, index, "retries"), value)


def breakers(bp: Blueprint) -> Iterator[Violation]:
    """A breaker protects a service of the blueprint."""
    yield from keys_unknown(bp, _communication(bp).breakers, ("communication", "breakers"))


def _communication(bp: Blueprint) -> Communication:
    return bp.communication or Communication()


RULES = (edge_ends, edge_twice, retry_without_timeout, breakers)
