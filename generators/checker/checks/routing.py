"""Backends of HTTPRoutes, Ingresses and VirtualServices."""

from collections.abc import Iterator

from generators.checker.cluster import Cluster
from generators.checker.finding import ManifestFinding
from generators.checker.located import Value
from generators.checker.manifest import Manifest

_CLUSTER = (".svc", ".svc.cluster.local")


def route_backends(cluster: Cluster) -> Iterator[ManifestFinding]:
    """An HTTPRoute sends to Services that exist, on ports that they have."""
    for route in cluster.of("HTTPRoute"):
        for rule in route.body.get("spec", "rules").items():
            for backend in rule.get("backendRefs").items():
                name, port = backend.get("name"), backend.get("port")
                yield from _backend(cluster, route, name, port)


def ingress_backends(cluster: Cluster) -> Iterator[ManifestFinding]:
    """An Ingress sends to Services that exist, on ports that they have."""
    for ingress in cluster.of("Ingress"):
        for rule in ingress.body.get("spec", "rules").items():
            for path in rule.get("http", "paths").items():
                service = path.get("backend", "service")
                port = service.get("port", "number") or service.get("port", "name")
                yield from _backend(cluster, ingress, service.get("name"), port)


def mesh_hosts(cluster: Cluster) -> Iterator[ManifestFinding]:
    """A VirtualService sends to hosts that are Services."""
    for virtual in cluster.of("VirtualService"):
        for rule in virtual.body.get("spec", "http").items():
            for destination in rule.get("route").items():
                host = destination.get("destination", "host")
                if host and not served(cluster, host.text(), virtual.namespace):
                    known = cluster.names("Service")
                    yield virtual.mistaken("backend-missing", host, known, backend=host.text())


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


def _backend(
    cluster: Cluster, manifest: Manifest, name: Value, port: Value
) -> Iterator[ManifestFinding]:
    if not cluster.has("Service"):
        return
    service = cluster.named("Service", name.text(), manifest.namespace)
    if service is None:
        known = cluster.names("Service")
        yield manifest.mistaken("backend-missing", name, known, backend=name.text())
        return
    ports = service.body.get("spec", "ports").items()
    offered = {known.get(key).text() for known in ports for key in ("port", "name")}
    if port and port.text() not in offered:
        params = {"backend": name.text(), "port": port.text()}
        yield manifest.finding("backend-port-missing", port, **params)


CHECKS = (route_backends, ingress_backends, mesh_hosts)
