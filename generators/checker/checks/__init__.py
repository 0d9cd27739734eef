"""Checks across manifests, one file per concern."""

from collections.abc import Callable, Iterable

from generators.checker.checks import (
    apis,
    autoscaling,
    compose,
    disruption,
    encryption,
    hardening,
    identity,
    images,
    listeners,
    names,
    network,
    probes,
    references,
    resources,
    routing,
    schemas,
    secrecy,
    selectors,
    traffic,
    volumes,
)
from generators.checker.cluster import Cluster
from generators.checker.finding import ManifestFinding

Check = Callable[[Cluster], Iterable[ManifestFinding]]

CHECKS: tuple[Check, ...] = (
    *schemas.CHECKS,
    *selectors.CHECKS,
    *routing.CHECKS,
    *traffic.CHECKS,
    *autoscaling.CHECKS,
    *disruption.CHECKS,
    *probes.CHECKS,
    *resources.CHECKS,
    *encryption.CHECKS,
    *network.CHECKS,
    *apis.CHECKS,
    *hardening.CHECKS,
    *images.CHECKS,
    *names.CHECKS,
    *references.CHECKS,
    *secrecy.CHECKS,
    *volumes.CHECKS,
    *identity.CHECKS,
    *listeners.CHECKS,
)

COMPOSE_CHECKS = compose.CHECKS

__all__ = ["CHECKS", "COMPOSE_CHECKS", "Check"]
