"""Services, and who may reach whom on the network."""

from generators.render.kubernetes.view import Json, View
from generators.render.topology import (
    BROKER_PORTS,
    GATEWAY,
    HTTP_PORT,
    STORE_PORTS,
)

_DNS = 53
_ISTIOD = 15012
"""Where a sidecar gets its configuration and its certificate."""


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
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": view.metadata(view.name),
        "spec": {
            "podSelector": {"matchLabels": {"app": view.name}},
            "policyTypes": ["Ingress", "Egress"],
            "ingress": _ingress(view),
            "egress": [_dns(), *_callees(view), *_backing(view), *_control_plane(view)],
        },
    }


def _ingress(view: View) -> list[Json]:
    peers = [_pods(view, caller) for caller in view.neighbours.callers]
    return [{"from": peers, "ports": [_tcp(HTTP_PORT)]}] if peers else []


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
    return [{"to": [_namespace("istio-system")], "ports": [_tcp(_ISTIOD)]}]


def _dns() -> Json:
    return {
        "to": [_namespace("kube-system")],
        "ports": [{"protocol": "UDP", "port": _DNS}, _tcp(_DNS)],
    }


def _pods(view: View, name: str) -> Json:
    if name == GATEWAY:
        label = {"gateway.networking.k8s.io/gateway-name": view.blueprint.name}
        return {"podSelector": {"matchLabels": label}}
    return {"podSelector": {"matchLabels": {"app": name}}}


def _namespace(name: str) -> Json:
    return {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": name}}}


def _tcp(port: int) -> Json:
    return {"protocol": "TCP", "port": port}
