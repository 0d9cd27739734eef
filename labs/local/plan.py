"""What a supervisor runs: decided before anything starts, read from one file."""

import os
import secrets
import sys

import msgspec

from labs.local.directories import LabDirectory
from labs.local.processes import Command, started_at
from labs.local.servers import Envoy, Nats, Postgres, Server, Valkey


class Owner(msgspec.Struct, frozen=True):
    """A process whose end ends the lab. The start tells it from a later one of the same number."""

    pid: int
    started: int

    @classmethod
    def of(cls, pid: int) -> "Owner":
        """The process that runs under this number now; one that is gone already owns nothing."""
        return cls(pid, started_at(pid) or -1)

    @classmethod
    def of_lab(cls, pid: int | None) -> "Owner | None":
        """Who a lab belongs to: the given process, else the terminal session it is started from."""
        if pid is not None:
            return cls.of(pid)
        return cls.of(os.getsid(0)) if sys.stdin is not None and sys.stdin.isatty() else None

    def alive(self) -> bool:
        """Whether it still runs."""
        return started_at(self.pid) == self.started


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


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """A lab, complete: ports, databases, programs, limits."""

    lab: str
    runtime: str = "local"
    owner: Owner | None = None
    postgres_port: int
    databases: tuple[str, ...] = ()
    password: str = msgspec.field(default_factory=lambda: secrets.token_urlsafe(24))
    """Of the database server, the cache and the broker: other users of the machine get to none."""
    valkey_port: int
    nats_port: int
    mail_port: int
    gateway_port: int
    gateway_admin_port: int
    launch: tuple[str, ...]
    """The program that forks the services."""
    services: tuple[ServicePlan, ...] = ()
    restart_after_s: float = 2.0
    """How long a part that ended stays down: long enough to be seen."""
    ready_within_s: float = 30.0
    ends_after_s: float = 8 * 3600.0
    """A lab that nobody takes down ends by itself."""

    @property
    def gateway_url(self) -> str:
        """Where clients come in."""
        return f"http://127.0.0.1:{self.gateway_port}"

    def postgres(self, directory: LabDirectory) -> Postgres:
        """The database server of this lab."""
        return Postgres(
            port=self.postgres_port,
            directory=directory.postgres,
            log=directory.log("postgres"),
            password=self.password,
            databases=self.databases,
        )

    def valkey(self, directory: LabDirectory) -> Valkey:
        """The cache of this lab."""
        place, log = directory.root / "valkey", directory.log("valkey")
        return Valkey(self.valkey_port, place, log, self.password)

    def nats(self, directory: LabDirectory) -> Nats:
        """The broker of this lab."""
        place, log = directory.root / "nats", directory.log("nats")
        return Nats(self.nats_port, place, log, self.password)

    def database_urls(self, directory: LabDirectory) -> dict[str, str]:
        """The URL of each service's database."""
        server = self.postgres(directory)
        return {database: server.dsn(database) for database in self.databases}

    def launch_command(self, directory: LabDirectory) -> Command:
        """The fork server of the services."""
        return Command(self.launch, directory.log("launch"))

    def servers(self, directory: LabDirectory) -> tuple[Server, ...]:
        """Every server of this lab; the slowest to start comes first."""
        bootstrap = directory.gateway / "envoy.yaml"
        return (
            self.postgres(directory),
            self.valkey(directory),
            self.nats(directory),
            Envoy(self.gateway_port, self.gateway_admin_port, bootstrap, directory.log("gateway")),
        )

    def write(self, directory: LabDirectory) -> None:
        """Put the plan where the supervisor reads it."""
        directory.plan.touch(mode=0o600)
        directory.plan.write_bytes(msgspec.json.encode(self))

    @classmethod
    def read(cls, directory: LabDirectory) -> "Plan":
        """The plan that `write` put there."""
        return msgspec.json.decode(directory.plan.read_bytes(), type=cls)
