"""A store or a broker, and who uses it."""

from collections.abc import Iterator
from dataclasses import dataclass

from generators.blueprint import Blueprint
from generators.render.kubernetes.stores.server import Server
from generators.render.kubernetes.stores.servers import BROKER_SERVERS, STORE_SERVERS
from generators.render.kubernetes.view import Json
from generators.render.topology import BROKER_PORTS, STORE_PORTS, uses_broker

PASSWORD = "password"  # noqa: S105 - the key under which it stands in the Secret of its name


@dataclass(frozen=True, slots=True)
class Backing:
    """What stands behind services."""

    blueprint: Blueprint
    name: str
    """Its kind, which is its address as well."""
    server: Server
    port: int
    users: tuple[str, ...]
    """The services that keep their data in it, or speak through it."""

    def metadata(self, name: str, **labels: str) -> Json:
        """Metadata with the labels that each of its objects carries."""
        own = {
            "app": self.name,
            **labels,
            "app.kubernetes.io/name": self.name,
            "app.kubernetes.io/part-of": self.blueprint.name,
        }
        return {"name": name, "labels": own}


def backings(bp: Blueprint) -> Iterator[Backing]:
    """The stores and the broker that can run in the namespace, each with who uses it."""
    for store, server in STORE_SERVERS.items():
        owners = tuple(name for name, each in bp.services.items() if each.store == store)
        if owners:
            yield Backing(bp, store, server, STORE_PORTS[store], owners)
    broker = bp.events.broker if bp.events else None
    if broker is not None and broker in BROKER_SERVERS:
        speakers = tuple(name for name in bp.services if uses_broker(bp, name))
        yield Backing(bp, broker, BROKER_SERVERS[broker], BROKER_PORTS[broker], speakers)
