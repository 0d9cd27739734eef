"""Traffic: canaries, faults, retries, and replicas that keep failing."""

from generators.blueprint.communication import Breaker, Edge
from generators.blueprint.mesh import Canary, Fault, Mesh, OutlierDetection
from generators.render.envoy.typed import seconds
from generators.render.kubernetes.view import Json, View

_NETWORKING = "networking.istio.io/v1"

RETRY_ON = "connect-failure,refused-stream,unavailable,retriable-status-codes"
RETRIABLE = "503"
"""Istio adds status codes to `retryOn` by their numbers."""


def virtual_service(view: View, mesh: Mesh) -> Json:
    """How requests to a service are shared out: a header's matches first, then the weights."""
    canary = mesh.canaries.get(view.name)
    policy = _policy(view, mesh.faults.get(view.name))
    rules: list[Json] = [
        *(_by_header(view.name, canary) if canary else []),
        {"route": _weighted(view.name, canary)},
    ]
    return {
        "apiVersion": _NETWORKING,
        "kind": "VirtualService",
        "metadata": view.metadata(view.name),
        "spec": {"hosts": [view.name], "http": [rule | policy for rule in rules]},
    }


def destination_rule(view: View, mesh: Mesh) -> Json:
    """What holds for every connection to a service, and which pods its subsets are."""
    breakers = view.blueprint.communication.breakers if view.blueprint.communication else {}
    canary = mesh.canaries.get(view.name)
    spec: Json = {
        "host": view.name,
        "trafficPolicy": _traffic_policy(breakers.get(view.name), mesh),
    }
    if canary:
        spec["subsets"] = [
            {"name": subset, "labels": {"version": subset}} for subset in canary.subsets
        ]
    return {
        "apiVersion": _NETWORKING,
        "kind": "DestinationRule",
        "metadata": view.metadata(view.name),
        "spec": spec,
    }


def _by_header(host: str, canary: Canary) -> list[Json]:
    return [
        {
            "match": [{"headers": {match.name: {"exact": match.value}}}],
            "route": [{"destination": {"host": host, "subset": match.subset}}],
        }
        for match in canary.headers
    ]


def _weighted(host: str, canary: Canary | None) -> list[Json]:
    if canary is None:
        return [{"destination": {"host": host}}]
    return [
        {"destination": {"host": host, "subset": subset}, "weight": canary.weights[subset]}
        for subset in canary.subsets
        if subset in canary.weights
    ]


def _policy(view: View, fault: Fault | None) -> Json:
    """Timeout, retries and fault of every rule.

    The mesh knows requests by destination, not by caller: the longest timeout of the callers holds,
    and retries are switched on only where every call may be repeated.
    """
    communication = view.blueprint.communication
    edges = [
        edge
        for edge in (communication.edges if communication else ())
        if edge.callee == view.name and edge.style == "sync"
    ]
    timeouts = [edge.timeout_ms for edge in edges if edge.timeout_ms is not None]
    policy: Json = {"timeout": seconds(max(timeouts))} if len(timeouts) == len(edges) > 0 else {}
    policy["retries"] = _retries(edges)
    if fault:
        policy["fault"] = _fault(fault)
    return policy


def _retries(edges: list[Edge]) -> Json:
    """Istio retries twice by default, also what must not be repeated: so zero is written out."""
    attempts = max((edge.retries for edge in edges), default=0)
    if not attempts or not all(edge.idempotent for edge in edges):
        return {"attempts": 0}
    return {"attempts": attempts, "retryOn": f"{RETRY_ON},{RETRIABLE}"}


def _fault(fault: Fault) -> Json:
    share = {"percentage": {"value": fault.percent}}
    made: Json = {}
    if fault.delay_ms is not None:
        made["delay"] = {"fixedDelay": seconds(fault.delay_ms), **share}
    if fault.abort_status is not None:
        made["abort"] = {"httpStatus": fault.abort_status, **share}
    return made


def _traffic_policy(breaker: Breaker | None, mesh: Mesh) -> Json:
    policy: Json = {"outlierDetection": _outlier_detection(mesh.outlier_detection, breaker)}
    if breaker:
        policy["connectionPool"] = {
            "tcp": {"maxConnections": breaker.max_connections},
            "http": {
                "http1MaxPendingRequests": breaker.max_pending_requests,
                "http2MaxRequests": breaker.max_requests,
            },
        }
    if mesh.mtls != "disable":
        policy["tls"] = {"mode": "ISTIO_MUTUAL"}
    return policy


def _outlier_detection(outliers: OutlierDetection, breaker: Breaker | None) -> Json:
    errors = breaker.consecutive_failures if breaker else outliers.consecutive_errors
    ejection = seconds(breaker.open_ms) if breaker else f"{outliers.ejection_s}s"
    return {
        "consecutive5xxErrors": errors,
        "interval": f"{outliers.interval_s}s",
        "baseEjectionTime": ejection,
        "maxEjectionPercent": outliers.max_ejection_percent,
    }
