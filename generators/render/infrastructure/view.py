"""What of the blueprint becomes a managed server, and who may do what with it."""

from collections.abc import Mapping

from generators.blueprint import Blueprint
from generators.render.kubernetes.secrets import INTERNAL
from generators.render.kubernetes.stores.backing import backings
from generators.render.kubernetes.view import environments
from generators.render.topology import MANAGED_BROKERS, uses_broker

MANAGED_STORES = ("postgresql", "valkey")

CLASSES = {
    "postgresql": ("postgresql_class", "db.t4g.medium"),
    "valkey": ("valkey_type", "cache.t4g.small"),
    "kafka": ("kafka_type", "kafka.t3.small"),
}
"""The variable that says how large a server is, and the smallest that production starts with."""

_MISSING = {
    "mongodb": "MongoDB: DocumentDB speaks only a part of its protocol. Take Atlas, or run it on"
    " the cluster.",
    "elasticsearch": "Elasticsearch: its clients refuse OpenSearch, which AWS offers. Take Elastic"
    " Cloud, or run it on the cluster.",
    "nats": "NATS: AWS does not offer it. It runs on the cluster.",
    "rabbitmq": "RabbitMQ: the managed one takes its password from Terraform's state. It runs on"
    " the cluster.",
}


def managed(bp: Blueprint) -> Mapping[str, tuple[str, ...]]:
    """The stores and the broker that AWS runs, each with the places of the blueprint behind it."""
    stores = {
        store: tuple(_store_places(bp, store))
        for store in MANAGED_STORES
        if any(service.store == store for service in bp.services.values())
    }
    is_managed = bp.events is not None and bp.events.broker in MANAGED_BROKERS
    return stores | ({bp.events.broker: ("events.broker",)} if bp.events and is_managed else {})


def stores_in_some_cluster(bp: Blueprint) -> bool:
    """Whether there is an environment that runs its stores on the cluster."""
    return any(place.stores == "cluster" for place in environments(bp).values())


def missing(bp: Blueprint) -> tuple[str, ...]:
    """What the services need and AWS does not run as they need it."""
    used = {service.store for service in bp.services.values()}
    brokers = {bp.events.broker} if bp.events else set()
    return tuple(line for kind, line in _MISSING.items() if kind in used | brokers)


def secrets(bp: Blueprint) -> tuple[str, ...]:
    """The Secrets that the manifests refer to."""
    stores = [f"{name}-store" for name, service in bp.services.items() if service.store != "none"]
    talks = any(uses_broker(bp, name) for name in bp.services)
    return (*stores, *(["broker"] if talks else []), INTERNAL)


def cluster_secrets(bp: Blueprint) -> tuple[str, ...]:
    """The Secrets that are needed besides where stores run on the cluster."""
    return tuple(each.name for each in backings(bp)) if stores_in_some_cluster(bp) else ()


def traffic(bp: Blueprint) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """What each service publishes and reads, where AWS runs the broker."""
    if bp.events is None or bp.events.broker not in MANAGED_BROKERS:
        return {}
    topics = bp.events.topics
    return {
        name: {
            "publishes": tuple(topic for topic, at in topics.items() if name in at.producers),
            "reads": tuple(topic for topic, at in topics.items() if name in at.consumers),
        }
        for name in bp.services
        if uses_broker(bp, name)
    }


def _store_places(bp: Blueprint, store: str) -> list[str]:
    return [f"services.{name}.store" for name, each in bp.services.items() if each.store == store]
