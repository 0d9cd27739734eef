"""What no schema sees: manifests that are each valid and do not work together."""

from collections.abc import Iterator, Mapping

from generators.checker.checks import CHECKS, COMPOSE_CHECKS
from generators.checker.cluster import Cluster
from generators.checker.finding import ManifestFinding, distinct
from generators.checker.ignoring import without_ignored
from generators.checker.kustomizing import (
    Beside,
    Built,
    Sources,
    build_folder,
    files_of_builds,
    roots,
)
from generators.checker.manifest import Manifest, manifest
from generators.checker.project import projects
from generators.checker.reading import read
from generators.checker.severity import Severity
from generators.checker.unused import files_unused, unused

__all__ = ["ManifestFinding", "Severity", "check_manifests"]


def check_manifests(
    files: Mapping[str, str], beside: Beside = lambda _: None
) -> list[ManifestFinding]:
    """Check manifests and compose files against each other: file name to YAML or JSON text.

    A folder with a kustomization is built first: each that no other uses is a cluster of its own,
    together with those that fill the same namespace. `beside` gives the files that those read and
    that are no manifests. Findings come in reading order. A file that cannot be read is a finding
    too.
    """
    sources = Sources(files, beside)
    built = [build_folder(sources, folder) for folder in roots(sources)]
    used = files_of_builds(sources).union(*(each.read for each in built))
    material = read({path: text for path, text in files.items() if path not in used})
    found = material.findings + [each for folder in built for each in folder.findings]
    whole, fragments = unused(sources, material.manifests)
    found += files_unused(sources, [*whole, *fragments])
    found += _judged(whole, built)
    composed = projects(material.compose)
    found += [each for check in COMPOSE_CHECKS for own in composed for each in check(own)]
    left = without_ignored(distinct(found), files)
    return sorted(left, key=lambda each: (each.file, each.line, each.code, each.column))


def _judged(loose: list[Manifest], built: list[Built]) -> Iterator[ManifestFinding]:
    """Each built cluster with the loose manifests around it, and those with all that is built."""
    clusters = _clusters(built)
    for cluster in clusters:
        yield from _found(Cluster(cluster, loose))
    if loose:
        yield from _found(Cluster(loose, (each for cluster in clusters for each in cluster)))


def _clusters(built: list[Built]) -> list[list[Manifest]]:
    """The objects of each folder; folders that fill the same namespace are one cluster."""
    clusters: dict[object, list[Manifest]] = {}
    for index, folder in enumerate(built):
        manifests = [
            manifest(body, f"build {index}", is_partial=folder.is_open) for body in folder.objects
        ]
        namespaces = {each.namespace for each in manifests if each.namespace}
        key = namespaces.pop() if len(namespaces) == 1 else index
        clusters.setdefault(key, []).extend(manifests)
    return list(clusters.values())


def _found(cluster: Cluster) -> list[ManifestFinding]:
    return [each for check in CHECKS for each in check(cluster)]
