"""How attempts multiply and waiting adds up along the calls of one request."""

from collections.abc import Iterator
from dataclasses import dataclass

from decomposer.graph import UseCase
from exercises.discovery.service_mesh.evidence import GATEWAY, Ends, MeshEvidence
from generators.blueprint.gateway import Route


@dataclass(frozen=True, slots=True)
class Hop:
    """One call of a chain."""

    caller: str
    callee: str
    attempts: int


@dataclass(frozen=True, slots=True)
class Chain:
    """A call, the call that it causes, and so on, in one use case."""

    use_case: str
    hops: tuple[Hop, ...]

    @property
    def attempts(self) -> int:
        """How often the last callee can be asked for one request from outside."""
        product = 1
        for hop in self.hops:
            product *= hop.attempts
        return product

    def __str__(self) -> str:
        factors = " × ".join(f"{hop.caller}→{hop.callee} {hop.attempts}" for hop in self.hops)
        return f"{self.use_case}: {factors} = {self.attempts}"


@dataclass(frozen=True, slots=True)
class Wait:
    """How long a caller waits, and how long its callee's own calls can take."""

    use_case: str
    caller: str
    callee: str
    patience_ms: int
    parts: tuple[tuple[str, int], ...]
    """Each further call with the longest its attempts can take together."""

    @property
    def needed_ms(self) -> int:
        """One call after the other, each failing as late as it may."""
        return sum(ms for _, ms in self.parts)

    def __str__(self) -> str:
        parts = " + ".join(f"{callee} {ms}" for callee, ms in self.parts)
        return (
            f"{self.use_case}: {self.callee} may take {parts} = {self.needed_ms} ms, "
            f"{self.caller} waits {self.patience_ms} ms"
        )


def chains(evidence: MeshEvidence) -> Iterator[Chain]:
    """Every longest chain of declared calls, from the gateway on."""
    for use_case in evidence.facts.graph.use_cases:
        entry = evidence.facts.cut.service_of[use_case.entry]
        first = Hop(GATEWAY, entry, _gateway_attempts(evidence, use_case))
        following = evidence.crossing(use_case, deferred=False)
        for hops in _extended(evidence, following, (first,)):
            yield Chain(use_case.name, hops)


def waits(evidence: MeshEvidence) -> Iterator[Wait]:
    """Each caller's patience beside what its callee's calls can take."""
    for use_case in evidence.facts.graph.use_cases:
        crossing = evidence.crossing(use_case, deferred=False)
        entry = evidence.facts.cut.service_of[use_case.entry]
        patience = _gateway_patience(evidence, use_case)
        if patience is not None:
            yield from _wait(evidence, use_case, (GATEWAY, entry), patience, crossing)
        for ends in crossing:
            edge = evidence.edge(ends, "sync")
            if edge is not None and edge.timeout_ms is not None:
                yield from _wait(evidence, use_case, ends, edge.timeout_ms, crossing)


def _extended(
    evidence: MeshEvidence, crossing: tuple[Ends, ...], hops: tuple[Hop, ...]
) -> Iterator[tuple[Hop, ...]]:
    visited = {hop.callee for hop in hops}
    longer = False
    for caller, callee in crossing:
        if caller == hops[-1].callee and callee not in visited:
            edge = evidence.edge((caller, callee), "sync")
            attempts = 1 + edge.retries if edge else 1
            longer = True
            yield from _extended(evidence, crossing, (*hops, Hop(caller, callee, attempts)))
    if not longer:
        yield hops


def _wait(
    evidence: MeshEvidence,
    use_case: UseCase,
    ends: Ends,
    patience_ms: int,
    crossing: tuple[Ends, ...],
) -> Iterator[Wait]:
    caller, callee = ends
    parts = []
    for further in crossing:
        edge = evidence.edge(further, "sync")
        if further[0] == callee and further[1] != caller and edge and edge.timeout_ms:
            parts.append((further[1], edge.timeout_ms * (1 + edge.retries)))
    if parts:
        yield Wait(use_case.name, caller, callee, patience_ms, tuple(parts))


def _gateway_attempts(evidence: MeshEvidence, use_case: UseCase) -> int:
    route = _route(evidence, use_case)
    method = "POST" if use_case.writes else "GET"
    return 1 + route.retries if route and method in route.retry_methods else 1


def _gateway_patience(evidence: MeshEvidence, use_case: UseCase) -> int | None:
    """The time of one try: a retried try has less than the whole route."""
    route = _route(evidence, use_case)
    return (route.per_try_timeout_ms or route.timeout_ms) if route else None


def _route(evidence: MeshEvidence, use_case: UseCase) -> Route | None:
    """The route by which the use case comes in: the longest prefix that fits."""
    prefix = evidence.facts.graph.module(use_case.entry).prefix
    routes = evidence.blueprint.gateway.routes if evidence.blueprint.gateway else ()
    fitting = [route for route in routes if f"{prefix}/".startswith(f"{route.prefix}/")]
    return max(fitting, key=lambda route: len(route.prefix), default=None)
