"""Send requests to every public prefix and see who answers."""

from collections.abc import Iterator, Mapping

from decomposer.documents.problem import Path
from exercises.gateway.evidence import GatewayEvidence, read
from exercises.gateway.gateway_routes.probes import (
    NOWHERE,
    Answered,
    Probe,
    Repeated,
    Seen,
    foreseen,
    probes,
)
from exercises.gateway.stand import open_gateway, token
from exercises.grading.bench import Bench, Stand, answered_by, told
from exercises.grading.documents import located
from exercises.grading.grader import Check, Grader, Rehearsal
from exercises.model import Finding

LONGEST_MS = 10_000
"""A client gives up after a few seconds; a gateway that waits longer only holds connections."""
VERSIONED = "/api/v1/"
FAILING = 503

_ROUTES: Path = ("gateway", "routes")


def prefixes_reached(seen: Seen) -> Iterator[Finding]:
    """Every public prefix leads to the service that holds its module."""
    reported: set[str] = set()
    for answer in seen.answers:
        probe = answer.probe
        if probe.home in {NOWHERE, answer.service} or probe.prefix in reported:
            continue
        reported.add(probe.prefix)
        code = "route-wrong-service" if answer.service else "route-missing"
        yield _at(
            seen.evidence,
            probe.path,
            code,
            "4.3#routing",
            told_by=answer.evidence,
            prefix=probe.prefix,
            expected=probe.home,
            service=answer.service,
        )


def internal_hidden(seen: Seen) -> Iterator[Finding]:
    """What is not public is not reachable."""
    for answer in seen.answers:
        if answer.probe.home == NOWHERE and answer.service:
            yield _at(
                seen.evidence,
                answer.probe.path,
                "route-catch-all",
                "4.3#internal-paths",
                told_by=answer.evidence,
                path=answer.probe.path,
                service=answer.service,
            )


def paths_kept(seen: Seen) -> Iterator[Finding]:
    """A service is asked for the path that its router knows."""
    reported: set[str] = set()
    for answer in seen.answers:
        probe = answer.probe
        kept = answer.path == probe.path or answer.service != probe.home
        if not kept and probe.prefix not in reported:
            reported.add(probe.prefix)
            yield _at(
                seen.evidence,
                probe.path,
                "route-rewritten",
                "4.3#routing",
                told_by=answer.evidence,
                path=probe.path,
                became=answer.path,
            )


def writes_once(seen: Seen) -> Iterator[Finding]:
    """A write that fails is not sent again."""
    for repeated in seen.repeated:
        if repeated.seen > 1:
            yield _at(
                seen.evidence,
                repeated.path,
                "route-retries-writes",
                "4.3#gateway-timeouts",
                told_by=repeated.evidence,
                method=repeated.method,
                seen=repeated.seen,
            )


def versioned(evidence: GatewayEvidence) -> Iterator[Finding]:
    """Every prefix carries the version, so that a second one can stand beside it."""
    for position, route in enumerate(evidence.gateway.routes):
        if not f"{route.prefix}/".startswith(VERSIONED) or f"{route.prefix}/" == VERSIONED:
            yield located(
                evidence.source,
                (*_ROUTES, position, "prefix"),
                "route-unversioned",
                "4.3#order-of-routes",
                prefix=route.prefix,
            )


def bounded(evidence: GatewayEvidence) -> Iterator[Finding]:
    """The gateway gives up before the client does, and its tries fit into that time."""
    for position, route in enumerate(evidence.gateway.routes):
        at = (*_ROUTES, position)
        read_at = "4.3#gateway-timeouts"
        needed = (route.retries + 1) * (route.per_try_timeout_ms or 0)
        if route.timeout_ms > LONGEST_MS:
            yield located(
                evidence.source,
                (*at, "timeout_ms"),
                "route-timeout-too-long",
                read_at,
                timeout_ms=route.timeout_ms,
                longest_ms=LONGEST_MS,
            )
        elif needed > route.timeout_ms:
            yield located(
                evidence.source,
                (*at, "timeout_ms"),
                "route-tries-do-not-fit",
                read_at,
                timeout_ms=route.timeout_ms,
                needed_ms=needed,
            )


def observe(evidence: GatewayEvidence, bench: Bench) -> Seen:
    """Send the probes; then have each service fail, and count what it sees of one write."""
    with open_gateway(evidence, bench) as stand:
        headers = token(evidence, stand, "probe", role="admin", tier="enterprise")
        answers = tuple(_ask(stand, probe, headers) for probe in probes(evidence.homes))
        repeated = tuple(_repeat(stand, evidence, headers))
    return Seen(evidence, answers, repeated)


def _ask(stand: Stand, probe: Probe, headers: Mapping[str, str]) -> Answered:
    reply = stand.send(probe.method, probe.path, headers=headers)
    asked = str(reply.json.get("path", probe.path))
    evidence = f"{probe.method} {probe.path} → {told(reply)}"
    return Answered(probe, answered_by(reply), asked, evidence)


def _repeat(
    stand: Stand, evidence: GatewayEvidence, headers: Mapping[str, str]
) -> Iterator[Repeated]:
    for route in evidence.gateway.routes:
        upstream = stand.upstream(route.service)
        upstream.status = FAILING
        before = len(upstream.received)
        reply = stand.send("POST", route.prefix, headers=headers)
        seen = len(upstream.received) - before
        upstream.status = 200
        line = f"1 × POST {route.prefix} → {reply.status}; {route.service} saw {seen}"
        yield Repeated("POST", route.prefix, seen, line)


def _at(
    evidence: GatewayEvidence,
    path: str,
    code: str,
    read_at: str,
    /,
    *,
    told_by: str = "",
    **params: str | int,
) -> Finding:
    found = evidence.route_for(path)
    at = (*_ROUTES, found[0]) if found else _ROUTES
    return located(evidence.source, at, code, read_at, evidence=told_by, **params)


GRADER = Grader(
    read,
    (
        Check("routes-versioned", versioned),
        Check("routes-bounded", bounded),
        Check("routes-lead-home", lambda e: prefixes_reached(foreseen(e))),
        Check("routes-hide-internal", lambda e: internal_hidden(foreseen(e))),
        Check("routes-keep-paths", lambda e: paths_kept(foreseen(e))),
        Check("routes-write-once", lambda e: writes_once(foreseen(e))),
    ),
    Rehearsal(
        observe,
        (
            Check("routes-lead-home-measured", prefixes_reached),
            Check("routes-hide-internal-measured", internal_hidden),
            Check("routes-keep-paths-measured", paths_kept),
            Check("routes-write-once-measured", writes_once),
        ),
        lambda seen: {"requests": len(seen.answers) + len(seen.repeated)},
        frozenset(
            {
                "route-missing",
                "route-wrong-service",
                "route-catch-all",
                "route-rewritten",
                "route-retries-writes",
            }
        ),
    ),
)
