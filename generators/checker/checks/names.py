"""Names and namespaces."""

import re
from collections.abc import Iterator

from generators.checker.cluster import Cluster
from generators.checker.finding import ManifestFinding
from generators.checker.pods import all_containers
from generators.checker.schemas import schema_of

_LABEL = re.compile(r"[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?")
_PART = r"[a-z0-9](?:[-a-z0-9]*[a-z0-9])?"
_SUBDOMAIN = re.compile(rf"(?=.{{1,253}}$){_PART}(?:\.{_PART})*")
_LABELLED = frozenset({"Service", "Namespace"})
_FREE = frozenset({"Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"})
_BROUGHT = frozenset(
    {"", "default", "kube-system", "kube-public", "kube-node-lease", "istio-system"}
)


def malformed(cluster: Cluster) -> Iterator[ManifestFinding]:
    """Names are DNS names; those of Services, namespaces and containers are single labels."""
    for manifest in cluster.judged:
        if manifest.kind in _FREE or "/" in manifest.kind:
            continue
        metadata = manifest.body.get("metadata")
        if not metadata and schema_of(manifest.api, manifest.kind) is None:
            continue  # some program's own file, which only looks like an object
        name = metadata.get("name")
        if not name and not metadata.get("generateName"):
            yield manifest.finding("name-missing", metadata, kind=manifest.kind)
            continue
        form = _LABEL if manifest.kind in _LABELLED else _SUBDOMAIN
        if name and not form.fullmatch(name.text()):
            yield manifest.finding("name-malformed", name, value=name.text())
    for workload in cluster.makers():
        for container in all_containers(workload):
            name = container.get("name")
            if name and not _LABEL.fullmatch(name.text()):
                yield workload.finding("name-malformed", name, value=name.text())


def namespaces(cluster: Cluster) -> Iterator[ManifestFinding]:
    """Where these files declare namespaces, they declare those that they use."""
    known = cluster.names("Namespace")
    for manifest in cluster.judged if known else ():
        if manifest.namespace not in {*known, *_BROUGHT}:
            at = manifest.body.get("metadata", "namespace")
            yield manifest.mistaken("namespace-unknown", at, known, namespace=at.text())


CHECKS = (malformed, namespaces)
