"""Which broker carries the shop's events: the designed one where it keeps a log and runs here."""

from collections.abc import Mapping
from importlib.util import find_spec

from generators.blueprint import Blueprint
from generators.blueprint.events import Broker
from labs.wiring.errors import BrokerDriverMissingError

USUAL: Broker = "nats"
"""For designs without one, and for those whose broker cannot be had."""

_ADDRESSES: Mapping[Broker, str] = {
    "nats": "nats://nats:4222",
    "kafka": "kafka://kafka:9092",
    "rabbitmq": "amqp://shop:{password}@rabbitmq:5672/",
}
"""Broker that keeps what it was told -> its URL in a network of its own. SNS and SQS do not."""

_DRIVERS: Mapping[Broker, str] = {"kafka": "confluent_kafka", "rabbitmq": "aio_pika"}


def designed_broker(blueprint: Blueprint) -> Broker:
    """The broker that the learner chose."""
    return blueprint.events.broker if blueprint.events else USUAL


def carrier(blueprint: Blueprint) -> Broker:
    """The broker that carries the shop's events where any can run beside it."""
    designed = designed_broker(blueprint)
    return designed if designed in _ADDRESSES else USUAL


def carrier_url(blueprint: Blueprint, password: str) -> str:
    """How the shop reaches it, by its name.

    Raises:
        BrokerDriverMissingError: the shop cannot talk to it.
    """
    broker = carrier(blueprint)
    driver = _DRIVERS.get(broker)
    if driver and find_spec(driver) is None:
        raise BrokerDriverMissingError(broker, driver)
    return _ADDRESSES[broker].format(password=password)


def stands_in(blueprint: Blueprint, running: Broker) -> dict[str, str]:
    """The designed broker -> the one that does its work, where those differ."""
    designed = designed_broker(blueprint)
    return {} if designed == running else {designed: running}
