"""All manifests of one cluster, and what refers to what in them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generators.checker.manifest import Manifest, Value

WORKLOADS = ("Deployment", "StatefulSet", "DaemonSet")


@dataclass(frozen=True, slots=True)
class Cluster:
    """The manifests that are applied together."""

    manifests: Sequence[Manifest]

    def of(self, *kinds: str) -> Iterator[Manifest]:
        """The objects of these kinds."""
        return (manifest for manifest in self.manifests if manifest.kind in kinds)

    def named(self, kind: str, name: str, namespace: str) -> Manifest | None:
        """The object of this name that stands in the namespace, or leaves its own open."""
        for manifest in self.of(kind):
            if manifest.name == name and same_namespace(manifest.namespace, namespace):
                return manifest
        return None

    def workloads(self) -> Iterator[Manifest]:
        """Everything that makes pods."""
        return self.of(*WORKLOADS)

    def selected_by(self, selector: Mapping[str, str], namespace: str) -> list[Manifest]:
        """The workloads whose pods carry all these labels."""
        return [
            workload
            for workload in self.workloads()
            if same_namespace(workload.namespace, namespace)
            and selector.items() <= pod_labels(workload).items()
        ]

    def service_of_host(self, host: str, namespace: str) -> Manifest | None:
        """The Service that a mesh host name means: `name`, or `name.namespace.svc…`."""
        name, _, rest = host.partition(".")
        return self.named("Service", name, rest.split(".")[0] if rest else namespace)

    def names(self, kind: str) -> tuple[str, ...]:
        """The names of all objects of a kind."""
        return tuple(dict.fromkeys(manifest.name for manifest in self.of(kind)))


def same_namespace(one: str, other: str) -> bool:
    """Whether two namespaces can be the same; an open one takes any."""
    return not one or not other or one == other


def pod_labels(workload: Manifest) -> dict[str, str]:
    """The labels of a workload's pods."""
    return workload.body.get("spec", "template", "metadata", "labels").labels()


def containers(workload: Manifest) -> list[Value]:
    """The containers of a workload's pods."""
    return workload.body.get("spec", "template", "spec", "containers").items()


def port_names(workload: Manifest) -> dict[str, int | None]:
    """The named ports of a workload's containers."""
    return {
        port.get("name").text(): port.get("containerPort").number()
        for container in containers(workload)
        for port in container.get("ports").items()
        if port.get("name")
    }


def port_numbers(workload: Manifest) -> set[int]:
    """The ports that a workload's containers declare."""
    numbers = (
        port.get("containerPort").number()
        for container in containers(workload)
        for port in container.get("ports").items()
    )
    return {number for number in numbers if number is not None}
