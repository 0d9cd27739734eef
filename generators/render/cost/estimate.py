"""What an environment costs in a month, by what its services ask for."""

from collections.abc import Mapping
from dataclasses import dataclass

from content.prices import Prices
from generators.blueprint import Blueprint
from generators.blueprint.deployment import Deployment, Environment, Workload
from generators.render.infrastructure.sizing import ZONES, survives_a_zone
from generators.render.infrastructure.view import MANAGED_STORES
from generators.render.kubernetes.view import environments
from generators.render.replicas import replicas

_MILLI = 1000
_MI_PER_GI = 1024


@dataclass(frozen=True, slots=True)
class Share:
    """One service in one environment: at rest, and with every replica that it may have."""

    replicas: int
    most_replicas: int
    usd: float
    most_usd: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """One environment."""

    services: Mapping[str, Share]
    around: Mapping[str, float]
    """What is no service: stores, the broker, the balancer, the cluster."""

    @property
    def usd(self) -> float:
        """At rest."""
        return sum(share.usd for share in self.services.values()) + sum(self.around.values())

    @property
    def most_usd(self) -> float:
        """With every autoscaler at its maximum."""
        return sum(share.most_usd for share in self.services.values()) + sum(self.around.values())


def estimates(bp: Blueprint, deployment: Deployment, table: Prices) -> dict[str, Estimate]:
    """Every environment, in the order of the blueprint; each is a cluster of its own."""
    return {
        name: Estimate(
            {service: _share(bp, deployment, place, service, table) for service in bp.services},
            _around(bp, deployment, place, table),
        )
        for name, place in environments(bp).items()
    }


def _share(
    bp: Blueprint, deployment: Deployment, place: Environment, service: str, table: Prices
) -> Share:
    asked = deployment.workloads.get(service, Workload()).resources
    cpu = asked.cpu_request_m / _MILLI * table.vcpu
    each = cpu + asked.memory_request_mi / _MI_PER_GI * table.gib
    least, most = replicas(bp, deployment, place, service)
    return Share(least, most, least * each, most * each)


def _around(
    bp: Blueprint, deployment: Deployment, place: Environment, table: Prices
) -> dict[str, float]:
    """A server of each kind, which the services share with a database each."""
    used = dict.fromkeys(service.store for service in bp.services.values())
    found: dict[str, float] = {kind: table.stores[kind] for kind in used if kind != "none"}
    by_aws = deployment.cloud != "none" and place.stores == "external"
    if by_aws and survives_a_zone(place):
        found |= {kind: 2 * found[kind] for kind in MANAGED_STORES if kind in found}
    if bp.events:
        found[bp.events.broker] = table.brokers[bp.events.broker]
    if bp.gateway and deployment.ingress != "none":
        found["load balancer"] = table.balancer
    if deployment.cloud != "none":
        found["NAT"] = table.nat * (ZONES if survives_a_zone(place) else 1)
    found["cluster"] = table.cluster
    return found
