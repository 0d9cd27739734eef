"""Services, and who may reach whom on the network."""

from generators.render.kubernetes.gateway import gateway_labels, gateway_peer, namespace_peer
from generators.render.kubernetes.view import Json, View
from generators.render.topology import BROKER_PORTS, GATEWAY, HTTP_PORT, STORE_PORTS

_DNS = 53
_HTTPS = 443
_ISTIOD = 15012
"""Where a proxy gets its configuration and its certificate."""
_MERGED_METRICS = 15020
"""Where a sidecar offers its own metrics with those of its service, outside mutual TLS."""


def service(view: View) -> Json:
    """The stable address of a service, whatever releases run behind it."""
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": view.metadata(view.name),
        "spec": {
            "selector": {"app": view.name},
            "ports": [
                {"name": "http", "port": 80, "targetPort": "http", "appProtocol": "http"},
            ],
        },
    }


def network_policy(view: View) -> Json:
    """In from the callers, out to the callees, the store, the broker and DNS; nothing else."""
    return _policy(
        view.metadata(view.name),
        {"matchLabels": {"app": view.name}},
        [*_callers(view), _monitoring(view)],
        [dns(), *_callees(view), *_backing(view), *_control_plane(view)],
    )


def nothing_by_default() -> Json:
    """What no other policy of the namespace allows is refused."""
    return _policy({"name": "nothing-by-default"}, {}, [], [])


def gateway_policy(name: str, routed: list[str]) -> Json:
    """The pods behind a Gateway: in from everywhere, out to what the routes lead to."""
    services = {"matchExpressions": [{"key": "app", "operator": "In", "values": routed}]}
    return _policy(
        {"name": f"{name}-gateway"},
        {"matchLabels": gateway_labels(name)},
        [{"ports": [_tcp(_HTTPS)]}],
        [
            dns(),
            {"to": [{"podSelector": services}], "ports": [_tcp(HTTP_PORT)]},
            {"to": [namespace_peer("istio-system")], "ports": [_tcp(_ISTIOD)]},
        ],
    )


def dns() -> Json:
    """Names are resolved by the cluster's own servers."""
    return {
        "to": [namespace_peer("kube-system")],
        "ports": [{"protocol": "UDP", "port": _DNS}, _tcp(_DNS)],
    }


def _callers(view: View) -> list[Json]:
    found = (_pods(view, caller) for caller in view.neighbours.callers)
    peers = [peer for peer in found if peer is not None]
    return [{"from": peers, "ports": [_tcp(HTTP_PORT)]}] if peers else []


def _monitoring(view: View) -> Json:
    """Metrics are fetched, from a port that a sidecar leaves open to plain requests."""
    port = HTTP_PORT if view.blueprint.mesh is None else _MERGED_METRICS
    return {"from": [namespace_peer(view.deployment.monitoring.namespace)], "ports": [_tcp(port)]}


def _callees(view: View) -> list[Json]:
    peers = [_pods(view, callee) for callee in view.neighbours.callees]
    return [{"to": peers, "ports": [_tcp(HTTP_PORT)]}] if peers else []


def _backing(view: View) -> list[Json]:
    """Stores and the broker can stand anywhere: the port is what is known."""
    ports = []
    if view.service.store != "none":
        ports.append(STORE_PORTS[view.service.store])
    if view.neighbours.uses_broker and view.blueprint.events:
        ports.append(BROKER_PORTS[view.blueprint.events.broker])
    return [{"ports": [_tcp(port) for port in ports]}] if ports else []


def _control_plane(view: View) -> list[Json]:
    if view.blueprint.mesh is None:
        return []
    return [{"to": [namespace_peer("istio-system")], "ports": [_tcp(_ISTIOD)]}]


def _pods(view: View, name: str) -> Json | None:
    if name == GATEWAY:
        return gateway_peer(view.blueprint, view.deployment)
    return {"podSelector": {"matchLabels": {"app": name}}}


def _policy(metadata: Json, pods: Json, ingress: list[Json], egress: list[Json]) -> Json:
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": metadata,
        "spec": {
            "podSelector": pods,
            "policyTypes": ["Ingress", "Egress"],
            **({"ingress": ingress} if ingress else {}),
            **({"egress": egress} if egress else {}),
        },
    }


def _tcp(port: int) -> Json:
    return {"protocol": "TCP", "port": port}
