"""What no schema sees: manifests that are each valid and do not work together."""

from collections.abc import Mapping

from generators.checker.checks import CHECKS, COMPOSE_CHECKS
from generators.checker.cluster import Cluster
from generators.checker.finding import ManifestFinding
from generators.checker.ignoring import without_ignored
from generators.checker.project import Project
from generators.checker.reading import read
from generators.checker.severity import Severity

__all__ = ["ManifestFinding", "Severity", "check_manifests"]


def check_manifests(files: Mapping[str, str]) -> list[ManifestFinding]:
    """Check manifests and compose files against each other: file name to YAML or JSON text.

    Findings come in reading order. A file that cannot be read is a finding too.
    """
    material = read(files)
    cluster = Cluster(material.manifests)
    found = material.findings + [each for check in CHECKS for each in check(cluster)]
    projects = [Project(each) for each in material.compose]
    found += [each for check in COMPOSE_CHECKS for own in projects for each in check(own)]
    left = without_ignored(found, files)
    return sorted(left, key=lambda each: (each.file, each.line, each.code, each.column))
