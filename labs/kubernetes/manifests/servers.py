"""The servers of a lab in a cluster: what the shop keeps its data in, and its broker."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from generators.blueprint import Blueprint
from generators.blueprint.events import Broker
from generators.render.compose.backing import BROKERS, STORES
from generators.render.topology import BROKER_PORTS, STORE_PORTS
from labs.kubernetes.manifests.pods import Server, empty, of_config
from labs.kubernetes.objects import Json
from labs.wiring.brokers import carrier
from labs.wiring.databases import connections_for
from labs.wiring.names import ROLE

DATABASES = "databases"
"""The ConfigMap with what PostgreSQL runs once, on its first start."""

_POSTGRES, _VALKEY, _NATS, _MONGODB, _ELASTICSEARCH = 999, 999, 10001, 999, 1000
_KAFKA, _RABBITMQ = 1000, 999
"""The accounts of the official images; NATS runs as whoever it is told to."""


def servers(blueprint: Blueprint, databases: Mapping[str, str], password: str) -> Iterator[Server]:
    """PostgreSQL, Valkey and a broker for every shop, and the other stores that are designed."""
    yield _postgres(connections_for(len(databases)), password)
    yield Server("valkey", _image(STORES["valkey"]), _VALKEY, 6379, _listens(6379), **_valkey())
    yield _broker(carrier(blueprint), password)
    chosen = {service.store for service in blueprint.services.values()}
    if "mongodb" in chosen:
        yield _mongodb()
    if "elasticsearch" in chosen:
        yield _elasticsearch()


def databases_script(databases: Mapping[str, str]) -> str:
    """A database for each service that keeps data: nobody shares tables."""
    return "".join(f'CREATE DATABASE "{name}";\n' for name in sorted(databases.values()))


def _postgres(connections: int, password: str) -> Server:
    return Server(
        "postgres",
        _image(STORES["postgresql"]),
        _POSTGRES,
        STORE_PORTS["postgresql"],
        {"exec": {"command": ["pg_isready", "--username", ROLE, "--host", "127.0.0.1"]}},
        # promises of a two-phase commit; without any, PREPARE TRANSACTION is refused
        ("-c", f"max_connections={connections}", "-c", "max_prepared_transactions=64"),
        environment={
            "POSTGRES_USER": ROLE,
            "POSTGRES_PASSWORD": password,
            "POSTGRES_DB": "postgres",
        },
        places={
            "/var/lib/postgresql": empty(),
            "/var/run/postgresql": empty(),
            "/docker-entrypoint-initdb.d": of_config(DATABASES),
        },
        memory_mi=1024,
    )


def _valkey() -> Mapping[str, Any]:
    return {"arguments": ("valkey-server", "--appendonly", "yes"), "places": {"/data": empty()}}


def _broker(name: Broker, password: str) -> Server:
    image, port = _image(BROKERS[name]), BROKER_PORTS[name]
    own: Mapping[str, Callable[[], Mapping[str, Any]]] = {
        "nats": _nats,
        "kafka": _kafka,
        "rabbitmq": partial(_rabbitmq, password),
    }
    return Server(name, image, port=port, ready=_listens(port), **own[name]())


def _nats() -> Mapping[str, Any]:
    arguments = ("--jetstream", "--store_dir", "/data")
    return {"user": _NATS, "arguments": arguments, "places": {"/data": empty()}}


def _kafka() -> Mapping[str, Any]:
    # its Service leads to the brokers' port alone: with itself it speaks without it
    alone = {"KAFKA_CONTROLLER_QUORUM_VOTERS": "1@localhost:9093"}
    return {
        "user": _KAFKA,
        "environment": {**_environment(BROKERS["kafka"]), **alone},
        "places": {"/var/lib/kafka/data": empty()},
        "memory_mi": 1024,
    }


def _rabbitmq(password: str) -> Mapping[str, Any]:
    return {
        "user": _RABBITMQ,
        "environment": {**_environment(BROKERS["rabbitmq"]), "RABBITMQ_DEFAULT_PASS": password},
        "places": {"/var/lib/rabbitmq": empty()},
        "memory_mi": 512,
    }


def _mongodb() -> Server:
    port = STORE_PORTS["mongodb"]
    image, places = _image(STORES["mongodb"]), {"/data/db": empty(), "/tmp": empty()}  # noqa: S108
    return Server("mongodb", image, _MONGODB, port, _listens(port), places=places, memory_mi=1024)


def _elasticsearch() -> Server:
    port = STORE_PORTS["elasticsearch"]
    return Server(
        "elasticsearch",
        _image(STORES["elasticsearch"]),
        _ELASTICSEARCH,
        port,
        {"httpGet": {"path": "/_cluster/health?wait_for_status=yellow", "port": "main"}},
        environment={
            "discovery.type": "single-node",
            "xpack.security.enabled": "false",
            "ES_JAVA_OPTS": "-Xms512m -Xmx512m",
        },
        places={"/usr/share/elasticsearch/data": empty()},
        memory_mi=1536,
    )


def _image(defined: Json) -> str:
    """The same as in the generated compose project."""
    return str(defined["image"])


def _environment(defined: Json) -> Mapping[str, str]:
    given: Mapping[str, str] = defined["environment"]
    return given


def _listens(port: int) -> Json:
    return {"tcpSocket": {"port": port}}
