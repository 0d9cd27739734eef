"""All manifests of one cluster, and what refers to what in them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from generators.checker.manifest import Manifest
from generators.checker.pods import POD_PATHS, pod_labels


class Cluster:
    """The manifests that are applied together."""

    def __init__(self, manifests: Iterable[Manifest]) -> None:
        self.manifests = tuple(manifests)
        self._by_kind: dict[str, list[Manifest]] = defaultdict(list)
        self._by_name: dict[tuple[str, str], list[Manifest]] = defaultdict(list)
        self._by_label: dict[tuple[str, str], list[Manifest]] = defaultdict(list)
        for manifest in self.manifests:
            self._by_kind[manifest.kind].append(manifest)
            self._by_name[manifest.kind, manifest.name].append(manifest)
        for workload in self.workloads():
            for label in pod_labels(workload).items():
                self._by_label[label].append(workload)

    def of(self, *kinds: str) -> Iterator[Manifest]:
        """The objects of these kinds."""
        return (manifest for kind in kinds for manifest in self._by_kind.get(kind, ()))

    def has(self, kind: str) -> bool:
        """Whether these files bring objects of a kind: only then can one be missing."""
        return kind in self._by_kind

    def named(self, kind: str, name: str, namespace: str) -> Manifest | None:
        """The object of this name that stands in the namespace, or leaves its own open."""
        for manifest in self._by_name.get((kind, name), ()):
            if same_namespace(manifest.namespace, namespace):
                return manifest
        return None

    def workloads(self) -> Iterator[Manifest]:
        """Everything that makes pods."""
        return self.of(*POD_PATHS)

    def selected_by(self, selector: Mapping[str, str], namespace: str) -> list[Manifest]:
        """The workloads whose pods carry all these labels."""
        first = next(iter(selector.items()), None)
        candidates = self.workloads() if first is None else self._by_label.get(first, ())
        return [
            workload
            for workload in candidates
            if same_namespace(workload.namespace, namespace)
            and selector.items() <= pod_labels(workload).items()
        ]

    def brings_pods(self, namespace: str) -> bool:
        """Whether these files bring workloads to a namespace: only then can some be missing."""
        return any(same_namespace(each.namespace, namespace) for each in self.workloads())

    def served(self) -> list[Manifest]:
        """The workloads that some Service sends requests to."""
        found = {
            id(workload): workload
            for service in self.of("Service")
            if (selector := service.body.get("spec", "selector"))
            for workload in self.selected_by(selector.labels(), service.namespace)
        }
        return list(found.values())

    def service_of_host(self, host: str, namespace: str) -> Manifest | None:
        """The Service that a mesh host name means: `name`, or `name.namespace.svc…`."""
        name, _, rest = host.partition(".")
        return self.named("Service", name, rest.split(".")[0] if rest else namespace)

    def names(self, *kinds: str) -> tuple[str, ...]:
        """The names of all objects of the kinds."""
        return tuple(dict.fromkeys(manifest.name for manifest in self.of(*kinds)))


def same_namespace(one: str, other: str) -> bool:
    """Whether two namespaces can be the same; an open one takes any."""
    return not one or not other or one == other
