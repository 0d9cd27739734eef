"""What things are made with, as their makers write it: the same in every language."""

from collections.abc import Mapping

from generators.blueprint.events import Broker
from generators.blueprint.services import Store

STORES: Mapping[Store, str] = {
    "postgresql": "PostgreSQL",
    "mongodb": "MongoDB",
    "valkey": "Valkey",
    "elasticsearch": "Elasticsearch",
}
BROKERS: Mapping[Broker, str] = {
    "nats": "NATS JetStream",
    "kafka": "Apache Kafka",
    "rabbitmq": "RabbitMQ",
    "sns-sqs": "Amazon SNS, SQS",
}
GATEWAY = "Envoy"
SERVICE = "Python, FastAPI"
