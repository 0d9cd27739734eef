"""How each store and each broker runs in a pod."""

from collections.abc import Mapping

from generators.blueprint import Blueprint
from generators.blueprint.events import Broker
from generators.blueprint.services import Store
from generators.render.compose.backing import BROKERS, STORES
from generators.render.databases import databases_sql
from generators.render.kubernetes.stores.mongodb import MONGODB
from generators.render.kubernetes.stores.server import LISTENS, USER, Mounted, Server, command


def _databases(bp: Blueprint) -> Mapping[str, str]:
    return {"databases.sql": databases_sql(bp)}


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
        # where the image looks on its first start
        mounted=(Mounted("databases", "/docker-entrypoint-initdb.d", _databases),),
    ),
    "mongodb": MONGODB,
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
        probe=LISTENS,
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
        # it listens last, and its own tool starts a virtual machine for each answer
        probe=LISTENS,
        environment={"RABBITMQ_DEFAULT_USER": USER},
        writes_its_image="RabbitMQ writes the list of its plugins beside its configuration",
        storage_gi=5,
    ),
}
"""Kafka is run by an operator, and SNS and SQS by a cloud."""
