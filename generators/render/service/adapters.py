"""What fulfils the ports of a generated service, by the choices of its blueprint."""

from collections.abc import Mapping
from dataclasses import dataclass

from generators.blueprint.events import Broker
from generators.blueprint.services import Store


@dataclass(frozen=True, slots=True)
class Adapter:
    """One implementation of a port, and what comes with it."""

    module: str
    """Its file in `platform/`."""
    title: str
    arguments: str = ""
    """What it is made with, in the words of `app.py`."""
    requirements: tuple[str, ...] = ()
    """The libraries that it needs."""
    address: str = ""
    """What its address looks like."""
    untyped: tuple[str, ...] = ()
    """Packages of those libraries that publish no types."""
    files: tuple[str, ...] = ()
    """What only this one needs of `platform/`."""

    def made(self, package: str) -> str:
        """The expression that makes it."""
        return f"{self.title}({self.arguments.format(package=package)})"

    @property
    def shares_topics(self) -> bool:
        """Whether events travel on the blueprint's topics, and not each on a subject of its own."""
        return "topics" in self.files

    @property
    def is_memory(self) -> bool:
        """Whether it forgets everything with the process."""
        return not self.requirements


MEMORY_STORE = Adapter("memory", "MemoryStore")
MEMORY_BROKER = Adapter("broker", "MemoryBroker")

_URL = "settings.broker_url"
_KAFKA = "confluent-kafka>=2.13,<3"

STORES: Mapping[Store, Adapter] = {
    "postgresql": Adapter(
        "postgres_store",
        "PostgresStore",
        'settings.store_url, files("{package}") / "migrations"',
        ("asyncpg>=0.31,<1",),
        "postgresql://user:password@host/database",
        ("asyncpg",),
        ("database", "migrating", "postgres_records"),
    ),
    "mongodb": Adapter(
        "mongodb_store",
        "MongoStore",
        'settings.store_url, "{package}"',
        ("pymongo>=4.15,<5",),
        "mongodb://host/database, of a replica set",
        files=("mongodb_leases", "mongodb_records", "mongodb_session"),
    ),
}
"""The others keep copies for reading: no transaction of theirs spans a record and its event."""

BROKERS: Mapping[Broker, Adapter] = {
    "nats": Adapter("nats_broker", "NatsBroker", _URL, ("nats-py>=2.12,<3",), "nats://host"),
    "kafka": Adapter(
        "kafka_broker",
        "KafkaBroker",
        f"{_URL}, TOPICS",
        (_KAFKA,),
        "kafka://host:port,host:port; signed in by SCRAM: kafka+tls://user:password@host:port",
        files=("topics",),
    ),
    "rabbitmq": Adapter(
        "rabbitmq_broker",
        "RabbitBroker",
        f"{_URL}, TOPICS",
        ("aio-pika>=9.5,<11",),
        "amqp://user:password@host/",
        files=("topics",),
    ),
    "sns-sqs": Adapter(
        "sns_sqs_broker",
        "SnsSqsBroker",
        f"{_URL}, TOPICS",
        ("aiobotocore>=3,<4",),
        "sns-sqs://prefix, with which every topic and queue begins: shop-prod",
        ("aiobotocore", "botocore"),
        ("topics",),
    ),
}

BROKERS_AT_AWS: Mapping[Broker, Adapter] = {
    **BROKERS,
    "kafka": Adapter(
        "msk_broker",
        "MskBroker",
        f"{_URL}, TOPICS",
        (_KAFKA, "aws-msk-iam-sasl-signer-python>=1.0.2,<2"),
        "kafka+iam://host:port,host:port, signed in as the pod; without `+iam` any other Kafka",
        ("aws_msk_iam_sasl_signer",),
        ("kafka_broker", "topics"),
    ),
}
"""Where the cloud is Amazon's; some environments may have a broker of their own all the same."""

CHOSEN = frozenset(
    f"{name}.py"
    for adapter in (*STORES.values(), *BROKERS_AT_AWS.values(), *BROKERS.values())
    for name in (adapter.module, *adapter.files)
)
"""The files of `platform/` that only some services have."""
