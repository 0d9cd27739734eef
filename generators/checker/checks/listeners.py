"""Gateways, and the routes that hang on them."""

from collections.abc import Iterator

from generators.checker.cluster import Cluster
from generators.checker.finding import ManifestFinding
from generators.checker.located import Value
from generators.checker.manifest import Manifest

_ROUTES = ("HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute", "UDPRoute")
_MESH_GATEWAY = "networking.istio.io/Gateway"


def parents(cluster: Cluster) -> Iterator[ManifestFinding]:
    """A route hangs on a Gateway that these files have, and on a listener of it."""
    for route in cluster.subjects(*_ROUTES):
        for parent in route.body.get("spec", "parentRefs").items():
            if parent.get("kind").text("Gateway") == "Gateway" and cluster.has("Gateway"):
                yield from _parent(cluster, route, parent)


def _parent(cluster: Cluster, route: Manifest, parent: Value) -> Iterator[ManifestFinding]:
    name, section = parent.get("name"), parent.get("sectionName")
    namespace = parent.get("namespace").text(route.namespace)
    gateway = cluster.named("Gateway", name.text(), namespace, route.home)
    if gateway is None:
        params = {"gateway": name.text()}
        yield cluster.missing("gateway-missing", route, name, ("Gateway",), **params)
        return
    listeners = gateway.body.get("spec", "listeners").items()
    offered = tuple(each.get("name").text() for each in listeners)
    if section and section.text() not in offered:
        params = {"listener": section.text(), "gateway": gateway.name, "known": ", ".join(offered)}
        yield route.mistaken("listener-missing", section, offered, **params)


def mesh_gateways(cluster: Cluster) -> Iterator[ManifestFinding]:
    """A VirtualService is bound to gateways that these files have, where they bring any."""
    for virtual in cluster.subjects("VirtualService"):
        for gateway in virtual.body.get("spec", "gateways").items():
            space, _, name = gateway.text().rpartition("/")
            if name == "mesh" or not cluster.has(_MESH_GATEWAY):
                continue
            if cluster.named(_MESH_GATEWAY, name, space or virtual.namespace) is None:
                params = {"gateway": gateway.text()}
                kinds = (_MESH_GATEWAY,)
                yield cluster.missing("gateway-missing", virtual, gateway, kinds, **params)


CHECKS = (parents, mesh_gateways)
