"""How each store and each broker runs in a pod."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from generators.blueprint.events import Broker
from generators.blueprint.services import Store
from generators.render.compose.backing import BROKERS, STORES
from generators.render.kubernetes.confinement import USER_ID

Json = dict[str, object]

USER = "shop"


@dataclass(frozen=True, slots=True)
class Server:
    """A store or a broker, with one replica and one volume."""

    image: str
    mount: str
    """Where its volume stands."""
    credential: str
    """The variable that it reads its password from."""
    probe: Json
    """Fails while it does not answer."""
    environment: Mapping[str, str] = field(default_factory=dict)
    asked: int | None = None
    """The port that its probe asks, where that is another than its own."""
    arguments: tuple[str, ...] = ()
    scratch: tuple[str, ...] = ()
    """Folders beside `/tmp` that it writes and that nobody misses."""
    writes_its_image: str = ""
    """Why its root file system cannot be read-only; empty where it is."""
    group: int = USER_ID
    """The group that may read its image."""
    memory_mi: int = 512
    storage_gi: int = 10


def command(*words: str) -> Json:
    """A probe that runs a command in the container."""
    return {"exec": {"command": list(words)}}


STORE_SERVERS: Mapping[Store, Server] = {
    "postgresql": Server(
        image=str(STORES["postgresql"]["image"]),
        # from 18 on the image keeps its data in a folder per version below this one
        mount="/var/lib/postgresql",
        credential="POSTGRES_PASSWORD",
        probe=command(
            "pg_isready", "--host", "127.0.0.1", "--username", USER, "--dbname", "postgres"
        ),
        environment={"POSTGRES_USER": USER, "POSTGRES_DB": "postgres"},
        scratch=("/var/run/postgresql",),
    ),
    "mongodb": Server(
        image=str(STORES["mongodb"]["image"]),
        mount="/data/db",
        credential="MONGO_INITDB_ROOT_PASSWORD",
        probe=command("mongosh", "--quiet", "--eval", "quit(db.adminCommand('ping').ok ? 0 : 1)"),
        # its shell keeps a history at home
        environment={"MONGO_INITDB_ROOT_USERNAME": USER, "HOME": "/tmp"},  # noqa: S108
        scratch=("/data/configdb",),
    ),
    "valkey": Server(
        image=str(STORES["valkey"]["image"]),
        mount="/data",
        # the name under which its command line client reads it
        credential="REDISCLI_AUTH",
        probe=command("sh", "-c", "valkey-cli ping | grep -q PONG"),
        arguments=("valkey-server", "--appendonly", "yes", "--requirepass", "$(REDISCLI_AUTH)"),
        memory_mi=256,
        storage_gi=2,
    ),
    "elasticsearch": Server(
        image=str(STORES["elasticsearch"]["image"]),
        mount="/usr/share/elasticsearch/data",
        credential="ELASTIC_PASSWORD",
        probe={"tcpSocket": {"port": "tcp"}},
        environment={
            "discovery.type": "single-node",
            "xpack.security.http.ssl.enabled": "false",
            "ES_JAVA_OPTS": "-Xms512m -Xmx512m",
        },
        # whoever is not its own user is expected in this group
        group=0,
        writes_its_image="Elasticsearch writes its keystore beside its configuration",
        memory_mi=1024,
    ),
}

BROKER_SERVERS: Mapping[Broker, Server] = {
    "nats": Server(
        image=str(BROKERS["nats"]["image"]),
        mount="/data",
        credential="NATS_TOKEN",
        probe={"httpGet": {"path": "/healthz", "port": "health"}},
        asked=8222,
        arguments=(
            *("--jetstream", "--store_dir", "/data"),
            *("--http_port", "8222", "--auth", "$(NATS_TOKEN)"),
        ),
        memory_mi=256,
        storage_gi=5,
    ),
    "rabbitmq": Server(
        image=str(BROKERS["rabbitmq"]["image"]),
        mount="/var/lib/rabbitmq",
        credential="RABBITMQ_DEFAULT_PASS",
        probe=command("rabbitmq-diagnostics", "-q", "check_port_connectivity"),
        environment={"RABBITMQ_DEFAULT_USER": USER},
        writes_its_image="RabbitMQ writes the list of its plugins beside its configuration",
        storage_gi=5,
    ),
}
"""Kafka is run by an operator, and SNS and SQS by a cloud."""
