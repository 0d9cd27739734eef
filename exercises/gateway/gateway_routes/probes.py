"""What is sent through the gateway, and what came back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from exercises.gateway.evidence import GatewayEvidence

INTERNAL = (
    "/internal/payments/charge",
    "/health",
    "/ready",
    "/metrics",
    "/api/internal/orders",
    "/api/v1/internal/stock",
    "/api/v2/orders",
)
"""Paths that are no part of the public API: a catch-all would let them through."""
WRITES = ("POST", "PUT", "PATCH", "DELETE")
NOWHERE = ""


@dataclass(frozen=True, slots=True)
class Probe:
    """A request with the service that must answer it; `NOWHERE` where nobody may."""

    method: str
    path: str
    home: str
    prefix: str = ""
    """The public prefix it belongs to."""


@dataclass(frozen=True, slots=True)
class Answered:
    """Who answered a probe, and what path it was asked for."""

    probe: Probe
    service: str
    path: str
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Repeated:
    """How often an upstream that fails saw a write that was sent once."""

    method: str
    path: str
    seen: int
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """All that is known of how the gateway routes: foreseen or observed."""

    evidence: GatewayEvidence
    answers: tuple[Answered, ...]
    repeated: tuple[Repeated, ...]


def probes(homes: Mapping[str, str]) -> Iterator[Probe]:
    """Two requests for each public prefix, and the internal paths."""
    for prefix, home in homes.items():
        yield Probe("GET", prefix, home, prefix)
        yield Probe("POST", f"{prefix}/7/items", home, prefix)
    for path in INTERNAL:
        yield Probe("GET", path, NOWHERE)


def foreseen(evidence: GatewayEvidence) -> Seen:
    """What the routes say will happen."""
    answers = tuple(_foreseen(evidence, probe) for probe in probes(evidence.homes))
    repeated = tuple(
        Repeated(method, route.prefix, 1 + route.retries)
        for route in evidence.gateway.routes
        if route.retries
        for method in route.retry_methods
        if method in WRITES
    )
    return Seen(evidence, answers, repeated)


def _foreseen(evidence: GatewayEvidence, probe: Probe) -> Answered:
    found = evidence.route_for(probe.path)
    if found is None:
        return Answered(probe, NOWHERE, probe.path)
    _, route = found
    path = probe.path
    if route.rewrite is not None:
        path = route.rewrite.rstrip("/") + path.removeprefix(route.prefix)
    return Answered(probe, route.service, path)
