"""How much memory pods take, where the cluster measures it."""

from collections.abc import Mapping

from labs.kubernetes.cluster import Cluster
from labs.runtime import LabError

_METRICS = "metrics.k8s.io/v1beta1"
"""Served where a metrics server is installed."""
_BINARY = {"Ki": 2**10, "Mi": 2**20, "Gi": 2**30, "Ti": 2**40}
_DECIMAL = {"m": 1e-3, "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12}
"""Thousandths, too: a server writes its sums so where they come to no whole bytes."""


def memory_by_pod(cluster: Cluster, namespace: str) -> Mapping[str, float]:
    """Pod -> MB; empty where nobody measures."""
    try:
        if "PodMetrics" not in cluster.serves(_METRICS):
            return {}
        measured = cluster.find(_METRICS, "PodMetrics", namespace)
    except LabError:
        return {}  # figures for a screen are not worth a failure
    return {
        each["metadata"]["name"]: sum(megabytes(c["usage"]["memory"]) for c in each["containers"])
        for each in measured
    }


def megabytes(quantity: str) -> float:
    """A quantity of the API (`123456Ki`) in MB of 2^20 bytes."""
    for unit, size in (_BINARY | _DECIMAL).items():
        if quantity.endswith(unit):
            return float(quantity.removesuffix(unit)) * size / 2**20
    return float(quantity) / 2**20
