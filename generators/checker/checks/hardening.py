"""What a container may do to the node that it runs on."""

from collections.abc import Iterator

from generators.checker.cluster import Cluster
from generators.checker.finding import ManifestFinding
from generators.checker.located import Value
from generators.checker.manifest import Manifest
from generators.checker.pods import all_containers, pod

_HOST = ("hostNetwork", "hostPID", "hostIPC")


def privileged(cluster: Cluster) -> Iterator[ManifestFinding]:
    """A privileged container is root on its node."""
    for workload in cluster.makers():
        for container in all_containers(workload):
            setting = container.get("securityContext", "privileged")
            if setting.truth():
                yield workload.finding("privileged", setting, container=_name(container))


def root(cluster: Cluster) -> Iterator[ManifestFinding]:
    """A container says that it does not run as root; what it leaves out, its pod says."""
    for workload in cluster.makers():
        for container in all_containers(workload):
            yield from _root(workload, container)


def _root(workload: Manifest, container: Value) -> Iterator[ManifestFinding]:
    contexts = [each.get("securityContext") for each in (container, pod(workload))]
    user = next((each for context in contexts if (each := context.get("runAsUser"))), None)
    refusals = [each for context in contexts if (each := context.get("runAsNonRoot"))]
    refused = bool(refusals) and refusals[0].truth()
    if user is not None and user.number() == 0:
        yield workload.finding("runs-as-root", user, container=_name(container))
    elif user is None and not refused:
        yield workload.finding("root-not-refused", container, container=_name(container))


def host_namespaces(cluster: Cluster) -> Iterator[ManifestFinding]:
    """A pod in the node's own network, process or IPC namespace sees its neighbours."""
    for workload in cluster.makers():
        for key in _HOST:
            setting = pod(workload).get(key)
            if setting.truth():
                yield workload.finding("host-namespace", setting, setting=key)


def host_paths(cluster: Cluster) -> Iterator[ManifestFinding]:
    """A folder of the node ties the pod to it, and opens the node to the pod."""
    for workload in cluster.makers():
        for volume in pod(workload).get("volumes").items():
            path = volume.get("hostPath", "path")
            if path:
                yield workload.finding("host-path", path, path=path.text())


def _name(container: Value) -> str:
    return container.get("name").text()


CHECKS = (privileged, root, host_namespaces, host_paths)
