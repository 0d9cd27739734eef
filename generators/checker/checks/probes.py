"""Probes of containers."""

from collections.abc import Iterator

from generators.checker.cluster import Cluster
from generators.checker.finding import ManifestFinding
from generators.checker.located import Value
from generators.checker.pods import containers

_PROBES = ("livenessProbe", "readinessProbe", "startupProbe")
_ASKS = ("httpGet", "tcpSocket", "grpc")


def probe_port(cluster: Cluster) -> Iterator[ManifestFinding]:
    """A probe asks a port that its container has: a name must be declared, a number should be."""
    for workload in cluster.makers():
        for container in containers(workload):
            for probe in _PROBES:
                for ask in _ASKS:
                    port = container.get(probe, ask, "port")
                    if port and not _declares(container, port):
                        params = {"probe": probe, "port": port.text()}
                        declared = "missing" if port.number() is None else "undeclared"
                        yield workload.finding(f"probe-port-{declared}", port, **params)


def readiness_missing(cluster: Cluster) -> Iterator[ManifestFinding]:
    """Without a readiness probe a Service sends to pods that cannot answer yet."""
    for workload in cluster.served():
        for container in containers(workload):
            if not container.get("readinessProbe"):
                params = {"container": container.get("name").text()}
                yield workload.finding("readiness-missing", container, **params)


def liveness_missing(cluster: Cluster) -> Iterator[ManifestFinding]:
    """Without a liveness probe nobody restarts a process that hangs."""
    for workload in cluster.served():
        for container in containers(workload):
            if not container.get("livenessProbe"):
                params = {"container": container.get("name").text()}
                yield workload.finding("liveness-missing", container, **params)


def _declares(container: Value, port: Value) -> bool:
    declared = container.get("ports").items()
    if port.number() is None:
        return port.text() in {each.get("name").text() for each in declared}
    return not declared or port.number() in {
        each.get("containerPort").number() for each in declared
    }


CHECKS = (probe_port, readiness_missing, liveness_missing)
