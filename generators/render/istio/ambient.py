"""An ambient mesh: a waypoint reads requests for the whole namespace, in place of sidecars.

What a sidecar is told by VirtualService and selector, a waypoint is told by HTTPRoute and target:
VirtualService is alpha there. Source: Istio, ambient, migrate policies.
"""

from collections.abc import Iterator, Sequence

from generators.blueprint import Blueprint
from generators.blueprint.deployment import Deployment
from generators.blueprint.mesh import AllowRule, Canary
from generators.render.envoy.typed import seconds
from generators.render.istio.authorization import SECURITY, allowed, policy_for
from generators.render.istio.traffic import longest_timeout_ms
from generators.render.kubernetes.view import Json, View, waypoint_name

_GATEWAY_API = "gateway.networking.k8s.io"


def waypoint(bp: Blueprint) -> Json:
    """The proxy that reads the requests to every Service of the namespace."""
    return {
        "apiVersion": f"{_GATEWAY_API}/v1",
        "kind": "Gateway",
        "metadata": {
            "name": waypoint_name(bp),
            "labels": {"istio.io/waypoint-for": "service"},
        },
        "spec": {
            "gatewayClassName": "istio-waypoint",
            "listeners": [{"name": "mesh", "port": 15008, "protocol": "HBONE"}],
        },
    }


def nothing_at_waypoint(bp: Blueprint) -> Json:
    """What the policy of no Service allows is refused."""
    target = {"group": _GATEWAY_API, "kind": "Gateway", "name": waypoint_name(bp)}
    return policy_for("allow-nothing-at-waypoint", {"targetRefs": [target]})


def allow_at_waypoint(view: View, rules: Sequence[AllowRule]) -> Iterator[Json]:
    """The callers of a service, by request; and at its pods nobody who comes round the waypoint."""
    found = allowed(view, rules)
    if found:
        names = [view.name, *(each.name for each in view.releases() if view.canary)]
        targets = [{"group": "", "kind": "Service", "name": name} for name in names]
        yield {
            "apiVersion": SECURITY,
            "kind": "AuthorizationPolicy",
            "metadata": view.metadata(view.name),
            "spec": {"targetRefs": targets, "action": "ALLOW", "rules": found},
        }
    yield _allow_at_pods(view)


def route(view: View) -> Json | None:
    """How requests to a service are shared out; none where there is nothing to say."""
    canary, timeout_ms = view.canary, longest_timeout_ms(view)
    if canary is None and timeout_ms is None:
        return None
    timeouts = {} if timeout_ms is None else {"timeouts": {"request": seconds(timeout_ms)}}
    parent = {"group": "", "kind": "Service", "name": view.name, "port": 80}
    rules = [*(_by_header(view, canary) if canary else ()), {"backendRefs": _shared(view, canary)}]
    return {
        "apiVersion": f"{_GATEWAY_API}/v1",
        "kind": "HTTPRoute",
        # the way in may have the service's own name
        "metadata": view.metadata(f"{view.name}-mesh"),
        "spec": {"parentRefs": [parent], "rules": [rule | timeouts for rule in rules]},
    }


def _allow_at_pods(view: View) -> Json:
    deployment: Deployment = view.deployment
    reader = f"{deployment.monitoring.namespace}/{deployment.monitoring.account}"
    accounts = [waypoint_name(view.blueprint), reader]
    return {
        "apiVersion": SECURITY,
        "kind": "AuthorizationPolicy",
        "metadata": view.metadata(f"{view.name}-pods"),
        "spec": {
            "selector": {"matchLabels": {"app": view.name}},
            "action": "ALLOW",
            "rules": [{"from": [{"source": {"serviceAccounts": accounts}}]}],
        },
    }


def _by_header(view: View, canary: Canary) -> Iterator[Json]:
    for match in canary.headers:
        header = {"type": "Exact", "name": match.name, "value": match.value}
        yield {
            "matches": [{"headers": [header]}],
            "backendRefs": [_backend(f"{view.name}-{match.subset}")],
        }


def _shared(view: View, canary: Canary | None) -> list[Json]:
    if canary is None:
        return [_backend(view.name)]
    return [
        _backend(f"{view.name}-{subset}") | {"weight": canary.weights[subset]}
        for subset in canary.subsets
        if subset in canary.weights
    ]


def _backend(name: str) -> Json:
    return {"name": name, "port": 80}
