"""A blueprint laid out: which replica runs where."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generators.blueprint import Blueprint
from generators.blueprint.services import Service
from generators.render.envoy import Address
from labs.supervising.ports import LOOPBACK

STABLE = "v1"
"""The version of every replica that is not a canary's."""


@dataclass(frozen=True, slots=True)
class Replica:
    """One process of one service, or one container."""

    service: str
    number: int
    """Counts from 1, over all versions."""
    version: str
    port: int
    host: str = LOOPBACK

    @property
    def part(self) -> str:
        """How the lab calls it: `orders`, then `orders-2`."""
        return self.service if self.number == 1 else f"{self.service}-{self.number}"

    @property
    def instance(self) -> str:
        """How the launch protocol calls it: `orders-1`, then `orders-2`."""
        return f"{self.service}-{self.number}"

    @property
    def address(self) -> Address:
        """Where it listens."""
        return self.host, self.port

    @property
    def url(self) -> str:
        """Where its peers call it."""
        return f"http://{self.host}:{self.port}"


def replica_count(blueprint: Blueprint) -> int:
    """How many processes, and so ports, the services take."""
    return sum(1 for _ in _versions(blueprint))


def lay_out(blueprint: Blueprint, ports: Iterator[int]) -> tuple[Replica, ...]:
    """Give each replica of each service a port."""
    numbers: dict[str, int] = {}
    replicas = []
    for service, version in _versions(blueprint):
        numbers[service] = numbers.get(service, 0) + 1
        replicas.append(Replica(service, numbers[service], version, next(ports)))
    return tuple(replicas)


def upstreams(replicas: tuple[Replica, ...]) -> Mapping[str, list[Address]]:
    """The addresses of each service."""
    found: dict[str, list[Address]] = {}
    for replica in replicas:
        found.setdefault(replica.service, []).append(replica.address)
    return found


def subsets(replicas: tuple[Replica, ...]) -> Mapping[tuple[str, str], list[Address]]:
    """The addresses of each version of each service."""
    found: dict[tuple[str, str], list[Address]] = {}
    for replica in replicas:
        found.setdefault((replica.service, replica.version), []).append(replica.address)
    return found


def _versions(blueprint: Blueprint) -> Iterator[tuple[str, str]]:
    """Service and version of each replica: as many stable ones as designed, one of each canary."""
    canaries = blueprint.mesh.canaries if blueprint.mesh else {}
    for name, service in blueprint.services.items():
        stable, *others = canaries[name].subsets if name in canaries else (STABLE,)
        yield from _stable(name, service, stable)
        yield from ((name, version) for version in others)


def _stable(name: str, service: Service, version: str) -> Iterator[tuple[str, str]]:
    yield from ((name, version) for _ in range(service.replicas))
