"""Who may reach whom on the network."""

from generators.blueprint import Blueprint
from generators.blueprint.deployment import Deployment
from generators.render.kubernetes.gateway import gateway_labels, gateway_peer, namespace_peer
from generators.render.kubernetes.view import Json, View, ambient, waypoint_name
from generators.render.topology import (
    BROKER_PORTS,
    GATEWAY,
    HTTP_PORT,
    MERGED_METRICS_PORT,
    STORE_PORTS,
    routed_services,
)

_DNS = 53
_HTTPS = 443
_HBONE = 15008
"""Where an ambient mesh receives everything that it encrypts, whatever port is meant."""
_ISTIOD = 15012
"""Where a proxy gets its configuration and its certificate."""
_PROBES = ("169.254.7.127/32", "fd16:9254:7127:1337:ffff:ffff:ffff:ffff/128")
"""Where the kubelet's probes come from in an ambient mesh. Source: Istio, NetworkPolicy."""


def network_policy(view: View) -> Json:
    """In from the callers, out to the callees, the store, the broker and DNS; nothing else."""
    return _policy(
        view.metadata(view.name),
        {"matchLabels": {"app": view.name}},
        [*_callers(view), _monitoring(view), *_probes(view)],
        [_dns(), *_callees(view), *_backing(view), *_control_plane(view)],
    )


def nothing_by_default() -> Json:
    """What no other policy of the namespace allows is refused."""
    return _policy({"name": "nothing-by-default"}, {}, [], [])


def gateway_policy(bp: Blueprint) -> Json:
    """The pods behind the Gateway: in from everywhere, out to what the routes lead to."""
    services: Json = {"to": [_routed(bp)], "ports": [_tcp(HTTP_PORT)]}
    return _policy(
        {"name": "gateway"},
        {"matchLabels": gateway_labels(bp.name)},
        [{"ports": [_tcp(_HTTPS)]}],
        [_dns(), _to_waypoint(bp) if ambient(bp) else services, _to_istiod()],
    )


def waypoint_policy(bp: Blueprint, deployment: Deployment) -> Json:
    """The waypoint: in from every pod here, out to every pod here.

    Who may call whom it is that decides, by the callers' identities.
    """
    here: Json = {"podSelector": {}}
    monitoring = namespace_peer(deployment.monitoring.namespace)
    return _policy(
        {"name": "waypoint"},
        {"matchLabels": gateway_labels(waypoint_name(bp))},
        [
            {"from": [here], "ports": [_tcp(_HBONE)]},
            {"from": [monitoring], "ports": [_tcp(MERGED_METRICS_PORT)]},
        ],
        [_dns(), {"to": [here], "ports": [_tcp(_HBONE)]}, _to_istiod()],
    )


def _callers(view: View) -> list[Json]:
    """Behind a waypoint all callers look alike: it is the waypoint that tells them apart."""
    found = (_pods(view, caller) for caller in view.neighbours.callers)
    peers = [peer for peer in found if peer is not None]
    if peers and view.ambient:
        return [{"from": [_waypoint(view.blueprint)], "ports": [_tcp(_HBONE)]}]
    return [{"from": peers, "ports": [_tcp(HTTP_PORT)]}] if peers else []


def _monitoring(view: View) -> Json:
    """Metrics are fetched: from a port that a sidecar leaves open, or by who is in the mesh too."""
    ports = {None: HTTP_PORT, "sidecar": MERGED_METRICS_PORT, "ambient": _HBONE}
    reader = namespace_peer(view.deployment.monitoring.namespace)
    return {"from": [reader], "ports": [_tcp(ports[view.mesh_mode])]}


def _probes(view: View) -> list[Json]:
    if not view.ambient:
        return []
    nodes = [{"ipBlock": {"cidr": block}} for block in _PROBES]
    return [{"from": nodes, "ports": [_tcp(HTTP_PORT)]}]


def _callees(view: View) -> list[Json]:
    peers = [_pods(view, callee) for callee in view.neighbours.callees]
    if peers and view.ambient:
        return [_to_waypoint(view.blueprint)]
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
    return [_to_istiod()] if view.mesh_mode == "sidecar" else []


def _pods(view: View, name: str) -> Json | None:
    if name == GATEWAY:
        return gateway_peer(view.blueprint, view.deployment)
    return {"podSelector": {"matchLabels": {"app": name}}}


def _routed(bp: Blueprint) -> Json:
    routed = {"key": "app", "operator": "In", "values": list(routed_services(bp))}
    return {"podSelector": {"matchExpressions": [routed]}}


def _waypoint(bp: Blueprint) -> Json:
    return {"podSelector": {"matchLabels": gateway_labels(waypoint_name(bp))}}


def _to_waypoint(bp: Blueprint) -> Json:
    return {"to": [_waypoint(bp)], "ports": [_tcp(_HBONE)]}


def _to_istiod() -> Json:
    return {"to": [namespace_peer("istio-system")], "ports": [_tcp(_ISTIOD)]}


def _dns() -> Json:
    """Names are resolved by the cluster's own servers."""
    return {
        "to": [namespace_peer("kube-system")],
        "ports": [{"protocol": "UDP", "port": _DNS}, _tcp(_DNS)],
    }


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
