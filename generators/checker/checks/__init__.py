"""Checks across manifests, one file per concern."""

from collections.abc import Callable, Iterable

from generators.checker.checks import (
    autoscaling,
    disruption,
    encryption,
    network,
    probes,
    resources,
    routing,
    selectors,
    traffic,
)
from generators.checker.cluster import Cluster
from generators.checker.finding import ManifestFinding

Check = Callable[[Cluster], Iterable[ManifestFinding]]

CHECKS: tuple[Check, ...] = (
    *selectors.CHECKS,
    *routing.CHECKS,
    *traffic.CHECKS,
    *autoscaling.CHECKS,
    *disruption.CHECKS,
    *probes.CHECKS,
    *resources.CHECKS,
    *encryption.CHECKS,
    *network.CHECKS,
)

__all__ = ["CHECKS", "Check"]
