"""Section `communication`: who waits for whom, how long, how often."""

from collections.abc import Callable, Iterator

from decomposer.documents.problem import Path
from exercises.discovery.service_mesh.chains import chains, waits
from exercises.discovery.service_mesh.evidence import GATEWAY, ORDER_FLOW, Ends, MeshEvidence
from exercises.grading.documents import located
from exercises.grading.grader import Check
from exercises.model import Finding

MOST_ATTEMPTS = 9
"""Two levels that try thrice: more than that, and a service in trouble is asked to death."""

_SECTION: Path = ("communication",)
_EDGES: Path = ("communication", "edges")


def discovery_by_mesh(evidence: MeshEvidence) -> Iterator[Finding]:
    """With sidecars, it is they who find the services."""
    if evidence.communication.discovery != "mesh":
        at = (*_SECTION, "discovery")
        given = evidence.communication.discovery
        read = "4.2#discovery-patterns"
        yield located(evidence.source, at, "mesh-discovery-mismatch", read, given=given)


def calls_declared(evidence: MeshEvidence) -> Iterator[Finding]:
    """Every call that somebody waits for is there: deadlines and network policies come from it."""
    for ends in sorted(evidence.waited_for):
        if evidence.edge(ends, "sync") is None:
            other = evidence.edge(ends, "async")
            code = "mesh-answer-not-awaited" if other else "mesh-call-missing"
            yield _between(evidence, ends, code, "4.2#sync-or-async")


def order_flow_told(evidence: MeshEvidence) -> Iterator[Finding]:
    """Whoever only learns of an order is told without waiting."""
    flow = evidence.use_case(ORDER_FLOW)
    for ends in evidence.crossing(flow, deferred=True):
        if ends not in evidence.waited_for and evidence.edge(ends, "async") is None:
            yield _between(evidence, ends, "mesh-event-missing", "4.2#sync-or-async")


def nothing_awaited_in_vain(evidence: MeshEvidence) -> Iterator[Finding]:
    """Nobody waits for an answer that no use case needs."""
    needed = evidence.waited_for
    for position, edge in evidence.edges():
        if edge.style == "sync" and (edge.caller, edge.callee) not in needed:
            yield located(
                evidence.source,
                (*_EDGES, position, "style"),
                "mesh-notification-sync",
                "4.2#sync-or-async",
                caller=edge.caller,
                callee=edge.callee,
            )


def deadlines_set(evidence: MeshEvidence) -> Iterator[Finding]:
    """Every call that is waited for ends some time."""
    for position, edge in evidence.edges():
        if edge.style == "sync" and edge.timeout_ms is None:
            yield located(
                evidence.source,
                (*_EDGES, position),
                "mesh-no-timeout",
                "4.2#deadlines",
                caller=edge.caller,
                callee=edge.callee,
            )


def deadlines_nested(evidence: MeshEvidence) -> Iterator[Finding]:
    """A caller waits longer than its callee's attempts can take."""
    reported: set[Ends] = set()
    for wait in waits(evidence):
        ends = (wait.caller, wait.callee)
        if wait.needed_ms > wait.patience_ms and ends not in reported:
            reported.add(ends)
            yield _between(
                evidence,
                ends,
                "mesh-timeout-inverted",
                "4.2#deadlines",
                told=str(wait),
                needed_ms=wait.needed_ms,
                patience_ms=wait.patience_ms,
            )


def retries_safe(evidence: MeshEvidence) -> Iterator[Finding]:
    """Only what may happen twice is tried again."""
    for position, edge in evidence.edges():
        if edge.retries and not edge.idempotent:
            yield located(
                evidence.source,
                (*_EDGES, position, "retries"),
                "mesh-retry-unsafe",
                "4.2#retries",
                caller=edge.caller,
                callee=edge.callee,
                retries=edge.retries,
            )


def retries_bounded(evidence: MeshEvidence) -> Iterator[Finding]:
    """Attempts that multiply along a chain stay few."""
    worst = max(chains(evidence), key=lambda chain: chain.attempts)
    if worst.attempts > MOST_ATTEMPTS:
        last = worst.hops[-1]
        yield _between(
            evidence,
            (last.caller, last.callee),
            "mesh-retry-storm",
            "4.2#retry-amplification",
            told=str(worst),
            attempts=worst.attempts,
            most=MOST_ATTEMPTS,
        )


def breakers_present(evidence: MeshEvidence) -> Iterator[Finding]:
    """Whoever is waited for is protected by a breaker."""
    for callee in sorted({callee for _, callee in evidence.waited_for}):
        if callee not in evidence.communication.breakers:
            at = (*_SECTION, "breakers")
            read = "4.2#circuit-breakers"
            yield located(evidence.source, at, "mesh-no-breaker", read, callee=callee)


def _between(
    evidence: MeshEvidence, ends: Ends, code: str, read: str, *, told: str = "", **params: int
) -> Finding:
    caller, callee = ends
    at = _EDGES
    if caller == GATEWAY:
        at = ("gateway", "routes", *_route_position(evidence, callee))
    for position, edge in evidence.edges():
        if (edge.caller, edge.callee) == ends:
            at = (*_EDGES, position)
    return located(
        evidence.source, at, code, read, evidence=told, caller=caller, callee=callee, **params
    )


def _route_position(evidence: MeshEvidence, service: str) -> tuple[int, ...]:
    routes = evidence.blueprint.gateway.routes if evidence.blueprint.gateway else ()
    return next(((p,) for p, route in enumerate(routes) if route.service == service), ())


_ALL: dict[str, Callable[[MeshEvidence], Iterator[Finding]]] = {
    "mesh-discovery": discovery_by_mesh,
    "mesh-calls-declared": calls_declared,
    "mesh-order-flow-told": order_flow_told,
    "mesh-nothing-awaited-in-vain": nothing_awaited_in_vain,
    "mesh-deadlines-set": deadlines_set,
    "mesh-deadlines-nested": deadlines_nested,
    "mesh-retries-safe": retries_safe,
    "mesh-retries-bounded": retries_bounded,
    "mesh-breakers-present": breakers_present,
}
CHECKS = tuple(Check(code, find) for code, find in _ALL.items())
