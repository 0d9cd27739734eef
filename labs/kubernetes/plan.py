"""What a lab in a cluster is made of: decided before anything starts, read from one file."""

import time
from collections.abc import Iterator
from typing import Any

import msgspec

from labs.local.directories import LabDirectory
from labs.local.plan import Owner
from labs.local.ports import LOOPBACK


class Workload(msgspec.Struct, frozen=True):
    """The replicas of one Deployment."""

    name: str
    """Of the Deployment: `order`, `order-v2` of a canary."""
    service: str
    """What it runs: `order`, `postgres`."""
    kind: str
    """`service`, `companion` or `server`."""
    first: int = 1
    """The number of its first replica: all versions of a service are counted through."""
    replicas: int = 1

    def parts(self) -> Iterator[str]:
        """How the lab calls its replicas: `order`, then `order-2`."""
        for number in range(self.first, self.first + self.replicas):
            yield self.service if number == 1 else f"{self.service}-{number}"


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """A lab, complete: cluster, objects, ports, limits."""

    lab: str
    context: str
    namespace: str
    owner: Owner | None = None
    password: str
    """Of the database server."""
    gateway_port: int
    postgres_port: int
    services_port: int
    """Where the API server passes questions on to the services."""
    databases: dict[str, str] = {}
    """Service -> its database."""
    workloads: tuple[Workload, ...] = ()
    objects: tuple[dict[str, Any], ...] = ()
    """In the order in which they are applied."""
    made_at_s: float = msgspec.field(default_factory=time.time)
    """Since the epoch."""
    ready_within_s: float = 180.0
    ends_after_s: float = 8 * 3600.0

    @property
    def gateway_url(self) -> str:
        """Where clients come in."""
        return f"http://{LOOPBACK}:{self.gateway_port}"

    @property
    def addresses(self) -> dict[str, str]:
        """Part -> where it is reached on loopback."""
        held = {"gateway": self.gateway_port, "postgres": self.postgres_port}
        return {part: f"{LOOPBACK}:{port}" for part, port in held.items()}

    def database_urls(self) -> dict[str, str]:
        """The URL of each service's database, from this machine."""
        return {
            service: database_url(self.password, LOOPBACK, self.postgres_port, database)
            for service, database in self.databases.items()
        }

    def endpoints(self) -> dict[str, str]:
        """Where each service is reached, through the API server."""
        start = f"http://{LOOPBACK}:{self.services_port}/api/v1/namespaces/{self.namespace}"
        return {
            workload.service: f"{start}/services/{workload.service}:80/proxy"
            for workload in self.workloads
            if workload.kind != "server"
        } | {"postgres": f"{LOOPBACK}:{self.postgres_port}"}

    def write(self, directory: LabDirectory) -> None:
        """Put the plan where the supervisor reads it."""
        directory.plan.touch(mode=0o600)
        directory.plan.write_bytes(msgspec.json.encode(self))

    @classmethod
    def read(cls, directory: LabDirectory) -> "Plan | None":
        """The plan that `write` put there; None where there is none."""
        try:
            return msgspec.json.decode(directory.plan.read_bytes(), type=cls)
        except (OSError, msgspec.MsgspecError):
            return None


ROLE = "shop"
"""The user of every database."""


def database_of(service: str) -> str:
    """What a service's database is called."""
    return service.replace("-", "_")


def database_url(password: str, host: str, port: int, database: str) -> str:
    """How a database is reached."""
    return f"postgresql://{ROLE}:{password}@{host}:{port}/{database}"


def namespace_of(lab: str) -> str:
    """The namespace of a lab, which is nobody else's."""
    return f"workbench-{lab}"
