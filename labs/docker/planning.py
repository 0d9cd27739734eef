"""From a blueprint to the plan of a lab in containers, before anything runs or is written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from generators.blueprint import Blueprint
from generators.render.topology import HTTP_PORT
from labs.docker.options import DockerOptions
from labs.docker.plan import Container, Plan
from labs.docker.project import GATEWAY, needed
from labs.supervising.owner import Owner
from labs.supervising.ports import claim, free_ports
from labs.wiring.brokers import carrier, stands_in
from labs.wiring.companions import keeps_data, with_companions
from labs.wiring.layout import Replica, lay_out, replica_count
from labs.wiring.names import database_of

PART_NAMES = {"postgresql": "postgres"}
"""What compose calls otherwise than the labs of every runtime do."""
SERVER_PORTS = 3
"""The gateway, its administration, PostgreSQL."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A lab, laid out."""

    designed: Blueprint
    whole: Blueprint
    """With the companions."""
    plan: Plan
    replicas: Mapping[Replica, Container]
    """Where each listens in the network of the containers -> where that is on loopback."""

    @property
    def servers(self) -> tuple[Container, ...]:
        """The containers that run no code of the shop's."""
        return tuple(c for c in self.plan.containers if c.kind == "server")


def lay_out_lab(
    blueprint: Blueprint,
    lab: str,
    options: DockerOptions,
    owner: Owner | None,
    compose: tuple[str, ...],
) -> Layout:
    """Choose containers, ports and secrets.

    Raises:
        LabError: a port is busy, or none is free.
    """
    whole = with_companions(blueprint)
    entrance, admin, postgres, *ports = free_ports(SERVER_PORTS + replica_count(whole))
    if options.gateway_port is not None:
        entrance = claim(GATEWAY, options.gateway_port)
    replicas = {
        replace(replica, host=replica.part, port=HTTP_PORT): _container(replica, blueprint)
        for replica in lay_out(whole, iter(ports))
    }
    servers = _servers(blueprint, {GATEWAY: admin, "postgresql": postgres})
    plan = Plan(
        lab=lab,
        owner=owner,
        stands_in=stands_in(blueprint, carrier(blueprint)),
        compose=compose,
        gateway_port=entrance,
        gateway_admin_port=admin,
        databases={n: database_of(n) for n, s in whole.services.items() if keeps_data(s)},
        containers=(*servers, *replicas.values()),
        ready_within_s=options.ready_within_s,
        ends_after_s=options.ends_after_s,
    )
    return Layout(blueprint, whole, plan, replicas)


def _servers(blueprint: Blueprint, ports: Mapping[str, int]) -> Iterator[Container]:
    """What the design has, and what the shop needs all the same; the gateway last."""
    designed: list[str] = [s.store for s in blueprint.services.values() if s.store != "none"]
    for name in dict.fromkeys((*designed, *needed(carrier(blueprint)), GATEWAY)):
        part, port = PART_NAMES.get(name, name), ports.get(name, 0)
        yield Container(part, name, "server", port, answers=name == GATEWAY)


def _container(replica: Replica, designed: Blueprint) -> Container:
    kind = "service" if replica.service in designed.services else "companion"
    return Container(replica.part, replica.part, kind, replica.port, answers=True)
