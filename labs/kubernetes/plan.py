"""What a lab in a cluster is made of: decided before anything starts, read from one file."""

from collections.abc import Iterator
from typing import Any

import msgspec

from labs.supervising.plan import LabPlan
from labs.supervising.ports import LOOPBACK
from labs.wiring.names import database_url


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


class Plan(LabPlan, frozen=True, kw_only=True):
    """A lab in a cluster, complete: cluster, objects, ports, limits."""

    context: str
    namespace: str
    postgres_port: int
    services_port: int
    """Where the API server passes questions on to the services."""
    databases: dict[str, str] = msgspec.field(default_factory=dict)
    """Service -> its database."""
    workloads: tuple[Workload, ...] = ()
    objects: tuple[dict[str, Any], ...] = ()
    """In the order in which they are applied."""

    @property
    def addresses(self) -> dict[str, str]:
        """Part -> where it is reached on loopback."""
        held = {"gateway": self.gateway_port, "postgres": self.postgres_port}
        return {part: f"{LOOPBACK}:{port}" for part, port in held.items()}

    def database_urls(self) -> dict[str, str]:
        """The URL of each service's database, from this machine."""
        return {
            service: database_url(self.password, self.addresses["postgres"], database)
            for service, database in self.databases.items()
        }

    def resources_of(self, workload: str) -> dict[str, Any]:
        """What the design asks for each container of a Deployment, and allows it."""
        found: dict[str, Any] = next(
            each["spec"]["template"]["spec"]["containers"][0].get("resources") or {}
            for each in self.objects
            if (each["kind"], each["metadata"]["name"]) == ("Deployment", workload)
        )
        return found

    def endpoints(self) -> dict[str, str]:
        """Where each service is reached, through the API server."""
        start = f"http://{LOOPBACK}:{self.services_port}/api/v1/namespaces/{self.namespace}"
        return {
            workload.service: f"{start}/services/{workload.service}:80/proxy"
            for workload in self.workloads
            if workload.kind != "server"
        } | {"postgres": f"{LOOPBACK}:{self.postgres_port}"}


def namespace_of(lab: str) -> str:
    """The namespace of a lab, which is nobody else's."""
    return f"workbench-{lab}"
