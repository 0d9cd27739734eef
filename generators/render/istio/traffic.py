"""Traffic: canaries, faults, retries, and replicas that keep failing."""

from collections.abc import Iterator

from generators.blueprint.communication import Breaker, Edge
from generators.blueprint.mesh import Canary, Fault, Mesh, OutlierDetection
from generators.render.envoy.typed import seconds
from generators.render.kubernetes.view import Json, View
from generators.render.reasons import because

_NETWORKING = "networking.istio.io/v1"

RETRY_ON = "connect-failure,refused-stream,unavailable,retriable-status-codes"
RETRIABLE = "503"
"""Istio adds status codes to `retryOn` by their numbers."""

_NEVER: Json = {"attempts": 0}


def virtual_service(view: View, mesh: Mesh) -> Json:
    """How requests to a service are shared out: a header's matches first, then the weights."""
    canary = view.canary
    policy = _policy(view, mesh.faults.get(view.name))
    place = f"mesh.canaries.{view.name}"
    shared: Json = {"route": _weighted(view.name, canary)} | policy
    if canary:
        shared = because(shared, "canary-weights", f"{place}.weights")
    by_header = [
        because(rule | policy, "canary-header", f"{place}.headers")
        for rule in (_by_header(view.name, canary) if canary else [])
    ]
    rules = [_explained(rule, view) for rule in (*by_header, shared)]
    return {
        "apiVersion": _NETWORKING,
        "kind": "VirtualService",
        "metadata": view.metadata(view.name),
        "spec": {"hosts": [view.name], "http": rules},
    }


def _explained(rule: Json, view: View) -> Json:
    calls = [place for place in view.calls_in if place.startswith("communication")]
    retried = "mesh-retries" if rule["retries"] != _NEVER else "mesh-never-retries"
    rule = because(rule, "mesh-timeout", *calls, key="timeout")
    rule = because(rule, retried, *calls, key="retries")
    return because(rule, "fault-on-purpose", f"mesh.faults.{view.name}", key="fault")


def destination_rules(view: View, mesh: Mesh) -> Iterator[Json]:
    """What holds for every connection to a service, and which pods its subsets are.

    Each release of a canary has an address of its own for Gateways and waypoints, and so a rule.
    """
    subsets = view.canary.subsets if view.canary and not view.ambient else ()
    named = [{"name": subset, "labels": {"version": subset}} for subset in subsets]
    yield _destination_rule(view, mesh, view.name, {"subsets": named} if named else {})
    for release in view.releases() if view.ambient or view.split_at_gateway else ():
        if view.canary:
            yield _destination_rule(view, mesh, release.name, {})


def _destination_rule(view: View, mesh: Mesh, host: str, subsets: Json) -> Json:
    breakers = view.blueprint.communication.breakers if view.blueprint.communication else {}
    policy = _traffic_policy(breakers.get(view.name), mesh)
    place = f"communication.breakers.{view.name}" if view.name in breakers else ""
    policy = because(policy, "ejection", place or "mesh.outlier_detection", key="outlierDetection")
    policy = because(policy, "bulkhead", place, key="connectionPool")
    policy = because(policy, "mtls-client", "mesh.mtls", key="tls")
    return {
        "apiVersion": _NETWORKING,
        "kind": "DestinationRule",
        "metadata": view.metadata(host),
        "spec": {"host": host, "trafficPolicy": policy, **subsets},
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
    timeout_ms = longest_timeout_ms(view)
    policy: Json = {} if timeout_ms is None else {"timeout": seconds(timeout_ms)}
    policy["retries"] = _retries(_calls(view))
    if fault:
        policy["fault"] = _fault(fault)
    return policy


def longest_timeout_ms(view: View) -> int | None:
    """How long the most patient caller of a service waits; none where one waits for ever."""
    timeouts = [edge.timeout_ms for edge in _calls(view)]
    known = [timeout_ms for timeout_ms in timeouts if timeout_ms is not None]
    return max(known) if len(known) == len(timeouts) > 0 else None


def _calls(view: View) -> list[Edge]:
    communication = view.blueprint.communication
    return [
        edge
        for edge in (communication.edges if communication else ())
        if edge.callee == view.name and edge.style == "sync"
    ]


def _retries(edges: list[Edge]) -> Json:
    """Istio retries twice by default, also what must not be repeated: so zero is written out."""
    attempts = max((edge.retries for edge in edges), default=0)
    if not attempts or not all(edge.idempotent for edge in edges):
        return _NEVER
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
    # to a pod of an ambient mesh the tunnel already is mutual TLS, and a second one finds nobody
    if mesh.mtls != "disable" and mesh.mode == "sidecar":
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
