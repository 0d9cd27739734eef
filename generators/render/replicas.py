"""How many replicas of a service run in an environment: at rest, and at most."""

from generators.blueprint import Blueprint
from generators.blueprint.deployment import Deployment, Environment, Workload


def replicas(
    bp: Blueprint, deployment: Deployment, place: Environment, service: str
) -> tuple[int, int]:
    """The fewest and the most; an environment that sets the number leaves nothing to scale."""
    scaling = deployment.workloads.get(service, Workload()).autoscaling
    if scaling and place.replicas is None:
        return scaling.min_replicas, scaling.max_replicas
    number = place.replicas or bp.services[service].replicas
    return number, number
