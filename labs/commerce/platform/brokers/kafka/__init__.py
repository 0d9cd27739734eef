"""Apache Kafka: a topic of one partition is the log."""

from labs.commerce.platform.brokers.kafka.adapter import Kafka

__all__ = ["Kafka"]
