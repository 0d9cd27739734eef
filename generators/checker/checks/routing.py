"""Backends of HTTPRoutes, Ingresses and VirtualServices."""

from collections.abc import Iterator

from generators.checker.cluster import Cluster, same_namespace
from generators.checker.finding import ManifestFinding
from generators.checker.located import Value
from generators.checker.manifest import Manifest

_CLUSTER = (".svc", ".svc.cluster.local")
_SERVICE = ("Service",)
_ROUTES = ("HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute", "UDPRoute")
_IN_ANNOTATION = "use-annotation"
"""The port of a backend that an annotation spells out (AWS Load Balancer Controller)."""


def route_backends(cluster: Cluster) -> Iterator[ManifestFinding]:
    """A route of a Gateway sends to Services that exist, on ports that they have."""
    for route in cluster.subjects(*_ROUTES):
        for rule in route.body.get("spec", "rules").items():
            mirrors = [
                each.get("requestMirror", "backendRef") for each in rule.get("filters").items()
            ]
            for backend in (*rule.get("backendRefs").items(), *mirrors):
                is_service = backend.get("kind").text("Service") == "Service"
                if is_service and not backend.get("group").text():
                    yield from _backend(cluster, route, backend)


def ingress_backends(cluster: Cluster) -> Iterator[ManifestFinding]:
    """An Ingress sends to Services that exist, on ports that they have."""
    for ingress in cluster.subjects("Ingress"):
        spec = ingress.body.get("spec")
        rules = spec.get("rules").items()
        paths = [path for rule in rules for path in rule.get("http", "paths").items()]
        for backend in (spec.get("defaultBackend"), *(path.get("backend") for path in paths)):
            yield from _backend(cluster, ingress, backend.get("service"))


def mesh_hosts(cluster: Cluster) -> Iterator[ManifestFinding]:
    """A VirtualService sends to hosts that are Services."""
    for virtual in cluster.subjects("VirtualService"):
        for rule in virtual.body.get("spec", "http").items():
            for destination in rule.get("route").items():
                host = destination.get("destination", "host")
                if host and not served(cluster, host.text(), virtual.namespace):
                    params = {"backend": host.text()}
                    yield cluster.missing("backend-missing", virtual, host, _SERVICE, **params)


def served(cluster: Cluster, host: str, namespace: str) -> bool:
    """Whether somebody answers under a host name, as far as these files can tell."""
    if not cluster.has("Service") or cluster.service_of_host(host, namespace) is not None:
        return True
    inside = host.endswith(_CLUSTER) or "." not in host
    return not inside or any(
        host == each.text()
        for entry in cluster.of("ServiceEntry")
        for each in entry.body.get("spec", "hosts").items()
    )


def _backend(cluster: Cluster, manifest: Manifest, backend: Value) -> Iterator[ManifestFinding]:
    name, port = backend.get("name"), backend.get("port")
    port = port.get("number") or port.get("name") or port
    elsewhere = backend.get("namespace").text()
    if not name.text() or port.text() == _IN_ANNOTATION or not _brings(cluster, elsewhere):
        return
    namespace = elsewhere or manifest.namespace
    service = cluster.named("Service", name.text(), namespace, manifest.home)
    if service is None:
        params = {"backend": name.text()}
        yield cluster.missing("backend-missing", manifest, name, _SERVICE, **params)
        return
    ports = service.body.get("spec", "ports").items()
    offered = {known.get(key).text() for known in ports for key in ("port", "name")}
    if port.text() and port.text() not in offered:
        params = {"backend": name.text(), "port": port.text()}
        yield manifest.finding("backend-port-missing", port, **params)


def _brings(cluster: Cluster, namespace: str) -> bool:
    """Whether these files bring Services to a namespace: only then can one be missing."""
    return any(same_namespace(each.namespace, namespace) for each in cluster.of("Service"))


CHECKS = (route_backends, ingress_backends, mesh_hosts)
