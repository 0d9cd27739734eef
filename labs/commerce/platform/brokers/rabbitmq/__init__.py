"""RabbitMQ: a queue of the type `stream` is the log."""

from labs.commerce.platform.brokers.rabbitmq.adapter import RabbitMq

__all__ = ["RabbitMq"]
