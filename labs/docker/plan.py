"""What a lab in containers is made of: decided before anything starts, read from one file."""

import os

import msgspec

from labs.supervising.plan import LabPlan
from labs.supervising.ports import LOOPBACK
from labs.wiring.names import database_url


class Container(msgspec.Struct, frozen=True):
    """One container of a lab."""

    part: str
    """How the lab calls it: `postgres`."""
    service: str
    """How compose calls it: `postgresql`."""
    kind: str
    """`service`, `companion` or `server`."""
    port: int = 0
    """Where it is reached on loopback; 0: not at all."""
    answers: bool = False
    """Whether it says there, asked for `/ready`, how it is."""

    @property
    def address(self) -> str:
        """`host:port` on loopback."""
        return f"{LOOPBACK}:{self.port}" if self.port else ""


class Plan(LabPlan, frozen=True, kw_only=True):
    """A lab in containers, complete: ports, databases, containers, limits."""

    compose: tuple[str, ...]
    """How compose is called here."""
    gateway_admin_port: int
    databases: dict[str, str] = msgspec.field(default_factory=dict)
    """Service -> its database."""
    containers: tuple[Container, ...] = ()

    @property
    def project(self) -> str:
        """What compose calls it."""
        return project_name(self.lab)

    def of_service(self, service: str) -> Container | None:
        """The container of a compose service; None where it is not of this lab."""
        return next((c for c in self.containers if c.service == service), None)

    def database_urls(self) -> dict[str, str]:
        """The URL of each service's database, from this machine."""
        address = next(c.address for c in self.containers if c.part == "postgres")
        return {
            service: database_url(self.password, address, database)
            for service, database in self.databases.items()
        }

    def endpoints(self) -> dict[str, str]:
        """Where each part is reached, and the gateway's administration."""
        found = {
            c.part: c.address if c.kind == "server" else f"http://{c.address}"
            for c in self.containers
            if c.port
        }
        return found | {"gateway-admin": f"http://{LOOPBACK}:{self.gateway_admin_port}"}


def project_name(lab: str) -> str:
    """The compose project of a lab: two users of an engine may call theirs the same."""
    return f"workbench-{os.geteuid()}-{lab}"
