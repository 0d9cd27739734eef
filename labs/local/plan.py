"""What a supervisor runs: decided before anything starts, read from one file."""

from dataclasses import replace

import msgspec

from labs.local.directories import LocalDirectory
from labs.local.servers import Envoy, Nats, Postgres, Server, Valkey
from labs.supervising.plan import LabPlan


class ServicePlan(msgspec.Struct, frozen=True):
    """One replica of a deployable."""

    part: str
    deployable: str
    """Its name in the launch protocol: `order-1`."""
    host: str
    port: int
    kind: str = "service"
    """`companion` where no blueprint declares it."""
    further_ports: tuple[int, ...] = ()
    """Where it listens beside."""


class Plan(LabPlan, frozen=True, kw_only=True):
    """A lab of local processes, complete: ports, databases, programs, limits."""

    postgres_port: int
    databases: tuple[str, ...] = ()
    shape: str = ""
    """Of the shop's databases before anybody has used it; empty: they cannot be prepared."""
    valkey_port: int
    nats_port: int
    mail_port: int
    gateway_admin_port: int
    launch: tuple[str, ...]
    """The program that forks the services."""
    services: tuple[ServicePlan, ...] = ()
    restart_after_s: float = 2.0
    """How long a part that ended stays down: long enough to be seen."""

    def postgres(self, directory: LocalDirectory) -> Postgres:
        """The database server of this lab."""
        return Postgres(
            port=self.postgres_port,
            directory=directory.postgres,
            log=directory.log("postgres"),
            password=self.password,
            databases=self.databases,
            shape=self.shape,
        )

    def draft(self, directory: LocalDirectory) -> Postgres:
        """A server that makes the databases of the next lab, reached by its socket alone."""
        lab = self.postgres(directory)
        return replace(lab, directory=directory.draft, shape="", listens=False)

    def valkey(self, directory: LocalDirectory) -> Valkey:
        """The cache of this lab."""
        place, log = directory.root / "valkey", directory.log("valkey")
        return Valkey(self.valkey_port, place, log, self.password)

    def nats(self, directory: LocalDirectory) -> Nats:
        """The broker of this lab."""
        place, log = directory.root / "nats", directory.log("nats")
        return Nats(self.nats_port, place, log, self.password)

    def database_urls(self, directory: LocalDirectory) -> dict[str, str]:
        """The URL of each service's database."""
        server = self.postgres(directory)
        return {database: server.dsn(database) for database in self.databases}

    def servers(self, directory: LocalDirectory) -> tuple[Server, ...]:
        """Every server of this lab; the slowest to start comes first."""
        bootstrap = directory.gateway / "envoy.yaml"
        return (
            self.postgres(directory),
            self.valkey(directory),
            self.nats(directory),
            Envoy(self.gateway_port, self.gateway_admin_port, bootstrap, directory.log("gateway")),
        )
