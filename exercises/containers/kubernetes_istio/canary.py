"""The canary: what the two resources say together, and how the traffic was shared."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from decomposer.documents.problem import Path
from exercises.containers.kubernetes_istio.evidence import VIRTUAL_SERVICE, Manifests
from exercises.containers.kubernetes_istio.istio import Destination
from exercises.containers.kubernetes_istio.traffic import (
    CANARY,
    NOBODY,
    Arrivals,
    route_of,
    shares,
)
from exercises.containers.kubernetes_istio.workload import NAMESPACE
from exercises.grading.documents import located
from exercises.grading.grader import Check
from exercises.grading.statistics import ALPHA, binomial_p
from exercises.model import Finding

PLAIN_REQUESTS = 1000
HEADER_REQUESTS = 200
V2_SHARE = 0.10
NEAR = 1e-9
"""Shares are sums of fractions."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What each group of requests met."""

    manifests: Manifests
    plain: Arrivals
    testers: Arrivals
    """Requests with `canary: true`."""

    def p_value(self) -> float:
        """How likely so uneven a share is, if v2 is meant to get a tenth."""
        return binomial_p(self.plain.by_version.get("v2", 0), self.plain.sent, V2_SHARE)


def hosts_known(manifests: Manifests) -> Iterator[Finding]:
    """Both resources are about the Service, from its namespace."""
    virtual, rule = manifests.virtual_service, manifests.destination_rule
    if not any(manifests.is_service(host) for host in virtual.spec.hosts):
        yield _at(manifests, ("spec", "hosts"), "canary-host-unknown", host=virtual.spec.hosts[0])
    if not manifests.is_service(rule.spec.host):
        yield _at(manifests, ("spec", "http"), "canary-host-unknown", host=rule.spec.host)
    for resource in (virtual, rule):
        if resource.metadata.namespace != NAMESPACE:
            namespace = resource.metadata.namespace
            yield _at(manifests, ("metadata",), "canary-namespace", namespace=namespace)


def subsets_defined(manifests: Manifests) -> Iterator[Finding]:
    """Each destination leads to pods that exist."""
    for at, destination in _destinations(manifests):
        subset = destination.subset or "—"
        if not manifests.is_service(destination.host):
            yield _at(manifests, (*at, "host"), "canary-host-unknown", host=destination.host)
        elif manifests.subset_labels(destination) is None:
            yield _at(manifests, (*at, "subset"), "canary-subset-undefined", subset=subset)
        elif not manifests.pods(destination):
            labels = ", ".join(
                f"{key}={value}"
                for key, value in (manifests.subset_labels(destination) or {}).items()
            )
            yield _at(
                manifests, (*at, "subset"), "canary-subset-empty", subset=subset, labels=labels
            )


def weights_sum(manifests: Manifests) -> Iterator[Finding]:
    """The weights of a route make 100 together."""
    for position, route in enumerate(manifests.virtual_service.spec.http):
        total = sum(route.weights())
        if total != 100:  # noqa: PLR2004 - per cent
            at = ("spec", "http", position, "route")
            yield _at(manifests, at, "canary-weights-sum", total=total)


def testers_predicted(manifests: Manifests) -> Iterator[Finding]:
    """By the routes' order and conditions, testers meet v2 only."""
    yield from _testers(manifests, shares(manifests, CANARY).get("v2", 0.0), "")


def others_not_testers(manifests: Manifests) -> Iterator[Finding]:
    """Another value of the header makes nobody a tester."""
    others = shares(manifests, {"canary": "false"})
    if others.get("v2", 0.0) > V2_SHARE + NEAR and shares(manifests, {}) != others:
        found = route_of(manifests, {"canary": "false"})
        at: Path = ("spec", "http", found[0] if found else 0, "match")
        evidence = f"GET · canary: false → {others['v2']:.0%} v2"
        yield _at(manifests, at, "canary-header-loose", evidence=evidence)


def share_predicted(manifests: Manifests) -> Iterator[Finding]:
    """By the weights, a tenth of everyone else meets v2."""
    expected = shares(manifests, {})
    if abs(expected.get("v2", 0.0) - V2_SHARE) > NEAR or expected.get(NOBODY, 0.0) > NEAR:
        yield _share(manifests, expected.get("v2", 0.0), expected.get(NOBODY, 0.0), "")


def testers_measured(measured: Measured) -> Iterator[Finding]:
    """Every request with the header was answered by v2."""
    arrived = measured.testers
    evidence = (
        f"{arrived.sent} × GET · canary: true → "
        f"{arrived.by_version.get('v2', 0)} reached v2, expected all"
    )
    yield from _testers(measured.manifests, arrived.share("v2"), evidence)


def share_measured(measured: Measured) -> Iterator[Finding]:
    """The share of v2 among plain requests can be a tenth."""
    lost = measured.plain.share(NOBODY)
    if measured.p_value() >= ALPHA and not lost:
        return
    reached = measured.plain.by_version.get("v2", 0)
    evidence = (
        f"{measured.plain.sent} × GET → {reached} reached v2, "
        f"p = {measured.p_value():.2g} for a share of {V2_SHARE:.0%} (refused below {ALPHA:g})"
    )
    yield _share(measured.manifests, measured.plain.share("v2"), lost, evidence)


def _testers(manifests: Manifests, share: float, evidence: str) -> Iterator[Finding]:
    if abs(share - 1.0) < NEAR:
        return
    found = route_of(manifests, CANARY)
    position = found[0] if found else 0
    later = manifests.virtual_service.spec.http[position + 1 :]
    shadowed = found is not None and not found[1].match and any(route.match for route in later)
    code = "canary-header-after-weights" if shadowed else "canary-header-missed"
    read = "4.6#order-of-routes"
    at: Path = ("spec", "http", position)
    yield _at(manifests, at, code, read=read, evidence=evidence, percent=round(100 * share, 1))


def _share(manifests: Manifests, share: float, lost: float, evidence: str) -> Finding:
    found = route_of(manifests, {})
    at: Path = ("spec", "http", found[0]) if found else ("spec", "http")
    code = "canary-share-off" if found else "canary-no-default"
    return _at(
        manifests,
        at,
        code,
        read="4.6#measuring-a-canary" if found else "4.6#order-of-routes",
        evidence=evidence,
        percent=round(100 * share, 1),
        lost=round(100 * lost, 1),
    )


def _destinations(manifests: Manifests) -> Iterator[tuple[Path, Destination]]:
    for position, route in enumerate(manifests.virtual_service.spec.http):
        for branch, target in enumerate(route.route):
            yield (
                ("spec", "http", position, "route", branch, "destination"),
                target.destination,
            )


def _at(
    manifests: Manifests,
    at: Path,
    code: str,
    *,
    read: str = "",
    evidence: str = "",
    **params: str | float,
) -> Finding:
    source = manifests.sources[VIRTUAL_SERVICE]
    return located(source, at, code, read or _READ[code], evidence=evidence, **params)


_READ = {
    "canary-host-unknown": "4.6#destination-rules",
    "canary-namespace": "4.6#namespaces",
    "canary-subset-undefined": "4.6#destination-rules",
    "canary-subset-empty": "4.6#destination-rules",
    "canary-weights-sum": "4.6#canary-weights",
    "canary-header-loose": "4.6#order-of-routes",
}
_STATIC: dict[str, Callable[[Manifests], Iterator[Finding]]] = {
    "canary-hosts": hosts_known,
    "canary-subsets": subsets_defined,
    "canary-weights": weights_sum,
    "canary-testers-routed": testers_predicted,
    "canary-others-no-testers": others_not_testers,
    "canary-share-declared": share_predicted,
}
CHECKS = tuple(Check(code, find) for code, find in _STATIC.items())
LIVE_CHECKS = (
    Check("canary-testers-measured", testers_measured),
    Check("canary-share-measured", share_measured),
)
SHOWN_BY_TRAFFIC = frozenset(
    {
        "canary-header-after-weights",
        "canary-header-missed",
        "canary-share-off",
        "canary-no-default",
    }
)
"""Worth measuring although foreseen: the figures say more than the rule."""
