"""What no schema sees: manifests that are each valid and do not work together."""

from collections.abc import Mapping

from generators.checker.checks import CHECKS
from generators.checker.cluster import Cluster
from generators.checker.finding import ManifestFinding
from generators.checker.manifest import read_manifests

__all__ = ["ManifestFinding", "check_manifests"]


def check_manifests(files: Mapping[str, str]) -> list[ManifestFinding]:
    """Check Kubernetes and Istio manifests against each other: file name to YAML text.

    Findings come in reading order. A file that is not YAML is a finding too.
    """
    manifests, findings = read_manifests(files)
    cluster = Cluster(manifests)
    findings += [finding for check in CHECKS for finding in check(cluster)]
    return sorted(findings, key=lambda finding: (finding.file, finding.line, finding.code))
