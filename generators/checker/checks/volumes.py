"""Containers, their ports and their mounts within one pod."""

from collections.abc import Iterable, Iterator

from generators.checker.cluster import Cluster
from generators.checker.finding import ManifestFinding
from generators.checker.located import Value
from generators.checker.pods import all_containers, claimed, containers, pod


def container_twice(cluster: Cluster) -> Iterator[ManifestFinding]:
    """Containers of a pod, those that run before included, have names of their own."""
    for workload in cluster.makers():
        for name in _again(each.get("name") for each in all_containers(workload)):
            yield workload.finding("container-twice", name, container=name.text())


def ports_twice(cluster: Cluster) -> Iterator[ManifestFinding]:
    """Containers of a pod share its network: a port belongs to one of them, and so does a name."""
    for workload in cluster.makers():
        within = [each.get("ports").items() for each in containers(workload)]
        ports = [port for own in within for port in own]
        refused = {id(name) for own in within for name in _again(at.get("name") for at in own)}
        for name in _again(port.get("name") for port in ports):
            code = "port-name-twice" if id(name) in refused else "port-name-shared"
            yield workload.finding(code, name, port=name.text())
        seen: set[tuple[str, str]] = set()
        for port in ports:
            number = port.get("containerPort")
            taken = (number.text(), port.get("protocol").text("TCP"))
            if number and taken in seen:
                yield workload.finding("port-twice", number, port=number.text())
            seen.add(taken)


def mounts(cluster: Cluster) -> Iterator[ManifestFinding]:
    """A mount names a volume of its pod, and no two mounts of a container stand at one path."""
    for workload in cluster.makers():
        volumes = tuple(each.get("name").text() for each in pod(workload).get("volumes").items())
        known = (*volumes, *claimed(workload))
        for container in all_containers(workload):
            mounted = container.get("volumeMounts").items()
            for name in (mount.get("name") for mount in mounted):
                if name and name.text() not in known:
                    params = {"volume": name.text(), "known": ", ".join(known)}
                    yield workload.mistaken("mount-undeclared", name, known, **params)
            for path in _again(mount.get("mountPath") for mount in mounted):
                yield workload.finding("mount-path-twice", path, path=path.text())


def _again(values: Iterable[Value]) -> Iterator[Value]:
    seen: set[str] = set()
    for value in values:
        if value and value.text() in seen:
            yield value
        seen.add(value.text())


CHECKS = (container_twice, ports_twice, mounts)
