"""Single calls between services."""

from collections.abc import Iterator

from decomposer.documents import Violation
from generators.blueprint.communication import Edge
from generators.blueprint.document import Blueprint

_SECTION = ("communication", "edges")


def retries_not_idempotent(bp: Blueprint) -> Iterator[Violation]:
    """Only what can be repeated without a second effect is retried."""
    for index, edge in _waiting(bp):
        if edge.retries and not edge.idempotent:
            at = (*_SECTION, index, "retries")
            yield Violation("retries-not-idempotent", at, _ends(edge))


def call_without_timeout(bp: Blueprint) -> Iterator[Violation]:
    """Who waits for an answer knows for how long."""
    for index, edge in _waiting(bp):
        if edge.timeout_ms is None:
            yield Violation("call-without-timeout", (*_SECTION, index), _ends(edge))


def notice_with_policy(bp: Blueprint) -> Iterator[Violation]:
    """Nobody waits for a message, so nothing of a call's policy holds for it."""
    for index, edge in enumerate(bp.communication.edges if bp.communication else ()):
        if edge.style == "async" and (edge.retries or edge.timeout_ms is not None):
            key = "timeout_ms" if edge.timeout_ms is not None else "retries"
            yield Violation("notice-with-policy", (*_SECTION, index, key), _ends(edge))


def _waiting(bp: Blueprint) -> Iterator[tuple[int, Edge]]:
    for index, edge in enumerate(bp.communication.edges if bp.communication else ()):
        if edge.style == "sync":
            yield index, edge


def _ends(edge: Edge) -> str:
    return f"{edge.caller} → {edge.callee}"


ADVICE = (retries_not_idempotent, call_without_timeout, notice_with_policy)
