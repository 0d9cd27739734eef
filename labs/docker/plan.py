"""What a lab in containers is made of: decided before anything starts, read from one file."""

import os
import secrets

import msgspec

from labs.local.directories import LabDirectory
from labs.local.plan import Owner
from labs.local.ports import LOOPBACK

ROLE = "shop"
"""The database's user, as the generated project names it."""


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

    @property
    def address(self) -> str:
        """`host:port` on loopback."""
        return f"{LOOPBACK}:{self.port}" if self.port else ""


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """A lab, complete: ports, databases, containers, limits."""

    lab: str
    owner: Owner | None = None
    password: str = msgspec.field(default_factory=lambda: secrets.token_urlsafe(24))
    """Of the database server."""
    gateway_port: int
    gateway_admin_port: int
    databases: dict[str, str] = {}
    """Service -> its database."""
    containers: tuple[Container, ...] = ()
    ready_within_s: float = 180.0
    ends_after_s: float = 8 * 3600.0

    @property
    def project(self) -> str:
        """What compose calls it."""
        return project_name(self.lab)

    @property
    def gateway_url(self) -> str:
        """Where clients come in."""
        return f"http://{LOOPBACK}:{self.gateway_port}"

    def of_service(self, service: str) -> Container | None:
        """The container of a compose service; None where it is not of this lab."""
        return next((c for c in self.containers if c.service == service), None)

    def database_urls(self) -> dict[str, str]:
        """The URL of each service's database, from this machine."""
        address = next(c.address for c in self.containers if c.part == "postgres")
        return {
            service: f"postgresql://{ROLE}:{self.password}@{address}/{database}"
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


def project_name(lab: str) -> str:
    """The compose project of a lab: two users of an engine may call theirs the same."""
    return f"workbench-{os.geteuid()}-{lab}"
