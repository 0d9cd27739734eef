"""All manifests of one cluster, and what refers to what in them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches

from generators.checker.finding import ManifestFinding
from generators.checker.located import Value
from generators.checker.manifest import Manifest
from generators.checker.pods import POD_PATHS, pod_labels

_WIDER_NEAR = 0.8
"""How alike a name must be to be meant when it stands in another home."""
_OF_THE_PLATFORM = frozenset({"kube-system", "kube-public", "kube-node-lease"})


class Cluster:
    """The manifests that are judged, among all that are applied with them."""

    def __init__(self, judged: Iterable[Manifest], around: Iterable[Manifest] = ()) -> None:
        self.judged = tuple(judged)
        self.manifests = (*self.judged, *around)
        self._judged_by_kind: dict[str, list[Manifest]] = defaultdict(list)
        for manifest in self.judged:
            self._judged_by_kind[manifest.kind].append(manifest)
        self._by_kind: dict[str, list[Manifest]] = defaultdict(list)
        self._by_name: dict[tuple[str, str], list[Manifest]] = defaultdict(list)
        self._by_label: dict[tuple[str, str], list[Manifest]] = defaultdict(list)
        for manifest in self.manifests:
            self._by_kind[manifest.kind].append(manifest)
            self._by_name[manifest.kind, manifest.name].append(manifest)
        for workload in self.workloads():
            for label in pod_labels(workload).items():
                self._by_label[label].append(workload)

    def subjects(self, *kinds: str) -> Iterator[Manifest]:
        """The objects of these kinds that are judged."""
        return (manifest for kind in kinds for manifest in self._judged_by_kind.get(kind, ()))

    def makers(self) -> Iterator[Manifest]:
        """The workloads that are judged."""
        return self.subjects(*POD_PATHS)

    def of(self, *kinds: str) -> Iterator[Manifest]:
        """The objects of these kinds."""
        return (manifest for kind in kinds for manifest in self._by_kind.get(kind, ()))

    def has(self, kind: str) -> bool:
        """Whether these files bring objects of a kind: only then can one be missing."""
        return kind in self._by_kind

    def named(self, kind: str, name: str, namespace: str, home: str = "") -> Manifest | None:
        """The object of this name that stands in the namespace, or leaves its own open.

        Several bear one name where the files are for several clusters: that of `home` is meant.
        """
        meant = None
        for manifest in self._by_name.get((kind, name), ()):
            if same_namespace(manifest.namespace, namespace):
                if manifest.home == home:
                    return manifest
                meant = meant or manifest
        return meant

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
            id(workload)
            for service in self.of("Service")
            if (selector := service.body.get("spec", "selector"))
            for workload in self.selected_by(selector.labels(), service.namespace)
        }
        return [each for each in self.makers() if id(each) in found]

    def service_of_host(self, host: str, namespace: str) -> Manifest | None:
        """The Service that a mesh host name means: `name`, or `name.namespace.svc…`."""
        name, _, rest = host.partition(".")
        return self.named("Service", name, rest.split(".")[0] if rest else namespace)

    def missing(
        self, code: str, by: Manifest, at: Value, kinds: tuple[str, ...], /, **params: str | int
    ) -> ManifestFinding:
        """A finding about a name that no object of some kinds bears.

        It is an error where such objects are applied together with the one that names it, or
        where one of them is likely to be meant; else the object may well come from elsewhere.
        """
        together = [each for each in self.of(*kinds) if self.are_together(each, by)]
        near = get_close_matches(at.text(), [each.name for each in together], 1)
        near = near or get_close_matches(at.text(), self.names(*kinds), 1, _WIDER_NEAR)
        meant = "".join(each for each in near if each != at.text())
        found = by.finding(code, at, **params)
        return replace(found, suggestion=meant, elsewhere=not together and not meant)

    def are_together(self, one: Manifest, other: Manifest) -> bool:
        """Whether two objects are applied together, to a namespace that these files fill."""
        return (
            one.home == other.home
            and not other.is_partial
            and same_namespace(one.namespace, other.namespace)
            and other.namespace not in _OF_THE_PLATFORM
        )

    def names(self, *kinds: str) -> tuple[str, ...]:
        """The names of all objects of the kinds."""
        return tuple(dict.fromkeys(manifest.name for manifest in self.of(*kinds)))


def same_namespace(one: str, other: str) -> bool:
    """Whether two namespaces can be the same; an open one takes any."""
    return not one or not other or one == other
