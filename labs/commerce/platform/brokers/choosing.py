"""Which adapter a broker's URL asks for; the drivers of the others are not imported."""

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from labs.commerce.platform.brokers.port import Broker


def broker_at(url: str, longest_pause_s: float) -> Broker:
    """The broker there, not opened; it makes no pauses for company longer than that."""
    return _ADAPTERS.get(urlsplit(url).scheme, _jetstream)(url, longest_pause_s)


def _jetstream(url: str, longest_pause_s: float) -> Broker:
    from labs.commerce.platform.brokers.jetstream import JetStream

    return JetStream(url, longest_pause_s)


def _kafka(url: str, longest_pause_s: float) -> Broker:
    from labs.commerce.platform.brokers.kafka import Kafka

    return Kafka(url, longest_pause_s)


def _rabbitmq(url: str, longest_pause_s: float) -> Broker:
    from labs.commerce.platform.brokers.rabbitmq import RabbitMq

    return RabbitMq(url, longest_pause_s)


_ADAPTERS: Mapping[str, Callable[[str, float], Broker]] = {"kafka": _kafka, "amqp": _rabbitmq}
"""By the scheme of a URL; JetStream for all others."""
