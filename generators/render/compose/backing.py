"""Stores and brokers as containers, each with a healthcheck that can fail."""

from collections.abc import Mapping

from generators.blueprint.events import Broker
from generators.blueprint.services import Store

Json = dict[str, object]

PASSWORD_VARIABLE, PORT_VARIABLE = "STORE_PASSWORD", "GATEWAY_PORT"
BROKER_PASSWORD_VARIABLE = "BROKER_PASSWORD"  # noqa: S105 - a name
"""What whoever starts the project may set; `.env` beside it is where."""
PASSWORD = f"${{{PASSWORD_VARIABLE}:-development}}"
BROKER_PASSWORD = f"${{{BROKER_PASSWORD_VARIABLE}:-development}}"
PORT = f"${{{PORT_VARIABLE}:-8080}}"
INTERNAL_TOKEN = "${INTERNAL_TOKEN:-development}"  # noqa: S105 - a place for it, with a local default
"""Shown by every service that calls another one."""


_SLOW_S = 10
"""Patience with a tool that starts a virtual machine for each answer."""


def healthcheck(*command: str, timeout_s: int = 3, start_s: int = 5) -> Json:
    """A healthcheck that runs a command in the container; failures count after `start_s`."""
    return {
        "test": ["CMD", *command],
        "interval": "5s",
        "timeout": f"{timeout_s}s",
        "retries": 12,
        "start_period": f"{start_s}s",
    }


_PRIMARY = (
    "try { rs.status() } catch { "
    "rs.initiate({_id: 'shop', members: [{_id: 0, host: 'mongodb:27017'}]}) } "
    "quit(db.hello().isWritablePrimary ? 0 : 1)"
)
"""Whether writes are taken; whoever asks first makes the set."""

STORES: Mapping[Store, Json] = {
    "postgresql": {
        "image": "postgres:18",
        "environment": {
            "POSTGRES_USER": "shop",
            "POSTGRES_PASSWORD": PASSWORD,
            "POSTGRES_DB": "postgres",
        },
        # from 18 on the image keeps its data in a folder per version below this one
        "volumes": [
            "postgresql:/var/lib/postgresql",
            "./compose/databases.sql:/docker-entrypoint-initdb.d/databases.sql:ro",
        ],
        # not on the socket: there it answers while the databases are still being made
        "healthcheck": healthcheck(
            *("pg_isready", "--host", "127.0.0.1", "--username", "shop", "--dbname", "postgres")
        ),
    },
    "mongodb": {
        "image": "mongo:8",
        # a set of one: a server alone has no transactions; left to itself its cache takes half of
        # the machine's memory
        "command": [
            *("mongod", "--replSet", "shop", "--bind_ip_all", "--wiredTigerCacheSizeGB", "0.25"),
        ],
        "volumes": ["mongodb:/data/db"],
        "healthcheck": healthcheck("mongosh", "--quiet", "--eval", _PRIMARY, timeout_s=_SLOW_S),
    },
    "valkey": {
        "image": "valkey/valkey:9",
        "command": ["valkey-server", "--appendonly", "yes"],
        "volumes": ["valkey:/data"],
        "healthcheck": healthcheck("sh", "-c", "valkey-cli ping | grep -q PONG"),
    },
    "elasticsearch": {
        "image": "elasticsearch:9.2.0",
        "environment": {
            "discovery.type": "single-node",
            "xpack.security.enabled": "false",
            # left to itself its heap takes half of the machine's memory
            "ES_JAVA_OPTS": "-Xms512m -Xmx512m",
            # mapped files want a setting of the host's kernel
            "node.store.allow_mmap": "false",
            # on a disk that is nearly full it would take in nothing
            "cluster.routing.allocation.disk.threshold_enabled": "false",
            # both cost memory and time at the start; the second one fetches from the internet
            "xpack.ml.enabled": "false",
            "ingest.geoip.downloader.enabled": "false",
        },
        "volumes": ["elasticsearch:/usr/share/elasticsearch/data"],
        "healthcheck": healthcheck(
            *("curl", "--fail", "--silent"),
            "localhost:9200/_cluster/health?wait_for_status=yellow&timeout=2s",
            start_s=60,
        ),
        # twice its heap, and what a virtual machine needs beside
        "deploy": {"resources": {"limits": {"memory": "1536M"}}},
    },
}

BROKERS: Mapping[Broker, Json] = {
    "nats": {
        "image": "nats:2.12-alpine",
        "command": ["--jetstream", "--store_dir", "/data", "--http_port", "8222"],
        "volumes": ["nats:/data"],
        "healthcheck": healthcheck("wget", "-q", "-O", "-", "http://127.0.0.1:8222/healthz"),
    },
    "kafka": {
        "image": "apache/kafka:4.1.0",
        "environment": {
            "CLUSTER_ID": "c2hvcC1kZXZlbG9wbWVudA",
            "KAFKA_NODE_ID": "1",
            "KAFKA_PROCESS_ROLES": "broker,controller",
            "KAFKA_CONTROLLER_QUORUM_VOTERS": "1@kafka:9093",
            "KAFKA_LISTENERS": "PLAINTEXT://:9092,CONTROLLER://:9093",
            "KAFKA_ADVERTISED_LISTENERS": "PLAINTEXT://kafka:9092",
            "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
            "KAFKA_CONTROLLER_LISTENER_NAMES": "CONTROLLER",
            "KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR": "1",
            "KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR": "1",
            "KAFKA_TRANSACTION_STATE_LOG_MIN_ISR": "1",
        },
        "volumes": ["kafka:/var/lib/kafka/data"],
        "healthcheck": healthcheck(
            *("/opt/kafka/bin/kafka-broker-api-versions.sh", "--bootstrap-server"),
            "localhost:9092",
            timeout_s=_SLOW_S,
        ),
    },
    "rabbitmq": {
        "image": "rabbitmq:4-management",
        "environment": {
            "RABBITMQ_DEFAULT_USER": "shop",
            "RABBITMQ_DEFAULT_PASS": BROKER_PASSWORD,
        },
        "volumes": ["rabbitmq:/var/lib/rabbitmq"],
        "healthcheck": healthcheck(
            "rabbitmq-diagnostics", "-q", "check_port_connectivity", timeout_s=_SLOW_S
        ),
    },
}
"""SNS and SQS are a cloud's own: there is no container of theirs."""


def store_url(store: Store, service: str) -> str:
    """Where a service finds its own database."""
    database = service.replace("-", "_")
    urls: Mapping[Store, str] = {
        "postgresql": f"postgresql://shop:{PASSWORD}@postgresql:5432/{database}",
        "mongodb": f"mongodb://mongodb:27017/{database}",
        "valkey": "redis://valkey:6379/0",
        "elasticsearch": "http://elasticsearch:9200",
    }
    return urls[store]


def broker_url(broker: Broker) -> str | None:
    """Where the broker listens; none where it is a cloud's own."""
    urls: Mapping[Broker, str] = {
        "nats": "nats://nats:4222",
        "kafka": "kafka://kafka:9092",
        "rabbitmq": f"amqp://shop:{BROKER_PASSWORD}@rabbitmq:5672/",
    }
    return urls.get(broker)
