"""The second compose file of a lab: what makes the generated project run the shop.

The generated files stay as they are. This one gives the services the shop's image, adds what a
lab has beside any design, and puts all of it on ports of loopback.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from generators.blueprint.events import Broker
from generators.render.compose.backing import BROKERS, STORES
from generators.render.topology import HTTP_PORT, STORE_PORTS
from labs.docker.plan import Container
from labs.supervising.ports import LOOPBACK
from labs.wiring.layout import Replica

Json = dict[str, Any]


def needed(broker: Broker) -> Mapping[str, Mapping[str, object]]:
    """What the shop needs whatever is designed: PostgreSQL, Valkey, a broker for its events."""
    return {
        "postgresql": STORES["postgresql"],
        "valkey": STORES["valkey"],
        broker: BROKERS[broker],
    }


_SOON_THERE = frozenset({"valkey", *BROKERS})
"""Servers whose health no service has to wait for: the shop connects when they are there."""

_POSTGRESQL: Json = STORES["postgresql"]
GATEWAY = "gateway"
SPECIFICATION = "/etc/shop/spec.json"
TRACES = "/traces"
ADMIN_PORT = 9901
_HEALTHY, _STARTED = {"condition": "service_healthy"}, {"condition": "service_started"}
_LOGGING = {"driver": "json-file", "options": {"max-size": "8m", "max-file": "1"}}
_OURS: Json = {"restart": "on-failure", "init": True, "logging": _LOGGING}
"""Started again after a crash, but not by an engine that was; a signal reaches the program, and a
kill from within ends it, because the program is not the container's first."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How often the engine asks containers how they are, as compose says it."""

    database: Json
    """The one server that all services wait for."""
    servers: Json
    others: Json
    """Whom the lab asks itself."""

    def of(self, server: str) -> Json:
        """The pace for a server."""
        return {"postgresql": self.database, GATEWAY: self.others}.get(server, self.servers)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a lab gives its containers."""

    image: str
    """The shop's."""
    user: str
    """`uid:gid` of what writes traces, so that we may read them; empty: the image's own."""
    connections: int
    """As many as the database server must take."""
    pace: Pace


@dataclass(frozen=True, slots=True)
class Definitions:
    """The compose services that the generator wrote."""

    designed: Mapping[str, Json]
    """For the learner's blueprint: these stay as they are."""
    whole: Mapping[str, Json]
    """With the companions, and with a gateway in any case."""
    needed: Mapping[str, Mapping[str, object]]
    """What the shop needs beside any design."""

    def beside(self, service: str, like: str) -> Json:
        """What a lab has to say of a service that the design has not; nothing of one it has."""
        if service in self.designed:
            return {}
        return dict(self.whole.get(like) or self.needed[like])


def lab_project(
    defined: Definitions,
    servers: Iterable[Container],
    replicas: Mapping[Replica, Container],
    setting: Setting,
) -> Json:
    """The whole second file."""
    services = {c.service: _server(defined, c, setting) for c in servers}
    before = {"postgresql": _HEALTHY} | {n: _STARTED for n in services if n in _SOON_THERE}
    services |= {c.service: _service(defined, r, c, setting, before) for r, c in replicas.items()}
    gateway = services[GATEWAY]
    # it finds them when they come, and is there by then
    gateway["depends_on"] = dict.fromkeys((c.service for c in replicas.values()), _STARTED)
    added = [name for name in defined.needed if name not in defined.designed]
    return {"services": services, "volumes": {name: {} for name in added}}


def _server(defined: Definitions, container: Container, setting: Setting) -> Json:
    name = container.service
    laid = defined.beside(name, name) | _OURS
    laid["healthcheck"] = laid.get("healthcheck", {}) | setting.pace.of(name)
    return laid | _SERVERS.get(name, _nothing)(container, setting)


def _postgresql(container: Container, setting: Setting) -> Json:
    limits = {"max_connections": setting.connections, "max_prepared_transactions": 64}
    words = [word for name, value in limits.items() for word in ("-c", f"{name}={value}")]
    return {
        "command": ["postgres", *words],
        "ports": [_published(container.port, STORE_PORTS["postgresql"])],
        "environment": _POSTGRESQL["environment"] | {"POSTGRES_INITDB_ARGS": "--no-sync"},
        "volumes": [
            "postgresql:/var/lib/postgresql",
            "./lab/databases.sql:/docker-entrypoint-initdb.d/lab.sql:ro",
        ],
    }


def _gateway(container: Container, setting: Setting) -> Json:
    return {
        "user": setting.user or "0:0",
        "ports": [_published(container.port, ADMIN_PORT)],
        "volumes": ["./lab/gateway:/etc/envoy:ro", f"./traces:{TRACES}"],
    }


def _nothing(container: Container, setting: Setting) -> Json:
    del container, setting
    return {}


_SERVERS: Mapping[str, Callable[[Container, Setting], Json]] = {
    "postgresql": _postgresql,
    GATEWAY: _gateway,
}


def _service(
    defined: Definitions, replica: Replica, container: Container, setting: Setting, before: Json
) -> Json:
    definition = defined.beside(container.service, replica.service)
    definition.pop("build", None)
    return (
        definition
        | _OURS
        | {
            "image": setting.image,
            "user": setting.user or "10001:10001",
            "command": ["python", "-m", "labs.commerce.serve", SPECIFICATION, replica.instance],
            "healthcheck": definition.get("healthcheck", {}) | setting.pace.others,
            "ports": [_published(container.port, HTTP_PORT)],
            "volumes": [f"./lab/spec.json:{SPECIFICATION}:ro", f"./traces:{TRACES}"],
            "deploy": definition.get("deploy", {}) | {"replicas": 1},
            "depends_on": before,
        }
    )


def _published(port: int, inside: int) -> str:
    return f"{LOOPBACK}:{port}:{inside}"
