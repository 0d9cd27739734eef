"""How large an environment is, by what its services ask for."""

from dataclasses import dataclass
from math import ceil

from generators.blueprint import Blueprint
from generators.blueprint.deployment import Deployment, Environment, Workload
from generators.render.replicas import replicas

NODE_TYPE = "m7i.large"
ZONES = 3
"""Of a region, that an environment stands in."""
_NODE_CORES = 1.6
_NODE_GIB = 6.3
"""What a node of the type, with 2 cores and 8 GiB, has left for services."""
_MILLI = 1000
_MI_PER_GI = 1024


@dataclass(frozen=True, slots=True)
class Size:
    """An environment's requests, and the nodes that hold them."""

    cores: str
    gib: str
    most_cores: str
    """With every replica that an autoscaler may add."""
    nodes: int
    most_nodes: int
    standby: bool
    """Whether the loss of a zone is survived: not where services run alone anyway."""


def size(bp: Blueprint, deployment: Deployment, place: Environment) -> Size:
    """The size of an environment."""
    standby = survives_a_zone(place)
    cores, gib, most_cores, most_gib = _requests(bp, deployment, place)
    nodes = max(_nodes(cores, gib), 2 if standby else 1)
    most = max(_nodes(most_cores, most_gib), nodes) + 1  # one more while nodes are replaced
    return Size(f"{cores:.1f}", f"{gib:.1f}", f"{most_cores:.1f}", nodes, most, standby)


def survives_a_zone(place: Environment) -> bool:
    """Whether stores have a standby: none where every service runs alone."""
    return place.replicas != 1


def _nodes(cores: float, gib: float) -> int:
    return max(ceil(cores / _NODE_CORES), ceil(gib / _NODE_GIB))


def _requests(
    bp: Blueprint, deployment: Deployment, place: Environment
) -> tuple[float, float, float, float]:
    cores = gib = most_cores = most_gib = 0.0
    for service in bp.services:
        asked = deployment.workloads.get(service, Workload()).resources
        least, most = replicas(bp, deployment, place, service)
        each_cores = asked.cpu_request_m / _MILLI
        each_gib = asked.memory_request_mi / _MI_PER_GI
        cores, most_cores = cores + least * each_cores, most_cores + most * each_cores
        gib, most_gib = gib + least * each_gib, most_gib + most * each_gib
    return cores, gib, most_cores, most_gib
