"""Where requests go: as the VirtualService says, and as they were seen to go."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from exercises.containers.kubernetes_istio.evidence import Manifests
from exercises.containers.kubernetes_istio.istio import HttpRoute

PATH = "/api/v1/users/profiles/me"
CANARY = {"canary": "true"}
SERVICE = "user-service"
NOBODY = ""
"""Stands for a request that no pod answers."""


@dataclass(frozen=True, slots=True)
class Arrivals:
    """How many requests each version answered."""

    sent: int
    by_version: Mapping[str, int]

    def share(self, version: str) -> float:
        """The part of the requests that a version answered."""
        return self.by_version.get(version, 0) / self.sent


def route_of(manifests: Manifests, headers: dict[str, str]) -> tuple[int, HttpRoute] | None:
    """The first route that a request fits, with its position."""
    for position, route in enumerate(manifests.virtual_service.spec.http):
        if not route.match or any(match.matches(PATH, headers) for match in route.match):
            return position, route
    return None


def shares(manifests: Manifests, headers: dict[str, str]) -> Mapping[str, float]:
    """The part of such requests that each version will answer."""
    found = route_of(manifests, headers)
    if found is None:
        return {NOBODY: 1.0}
    _, route = found
    weights = route.weights()
    total = sum(weights) or 1
    result: dict[str, float] = defaultdict(float)
    for branch, weight in zip(route.route, weights, strict=True):
        pods = manifests.pods(branch.destination) or {NOBODY: 1}
        for version, replicas in pods.items():
            result[version] += weight / total * replicas / sum(pods.values())
    return result
