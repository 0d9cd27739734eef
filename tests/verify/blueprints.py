"""Six blueprints whose files are, together, of every kind that is generated."""

from collections.abc import Iterator
from typing import Any

from generators.blueprint import Blueprint, module_facts, new_blueprint
from tests.shops import MONOLITH, REFERENCE
from workbench.usecases.partitions import shop_graph

CANARY = {
    "subsets": ["v1", "v2"],
    "weights": {"v1": 90, "v2": 10},
    "headers": [{"name": "canary", "value": "true", "subset": "v2"}],
}
STORES = {"user": "mongodb", "product": "elasticsearch", "cart": "valkey", "admin": "none"}


def blueprints() -> dict[str, Blueprint]:
    """By what is particular about each."""
    return {name: Blueprint.model_validate(chosen) for name, chosen in _chosen()}


def _chosen() -> Iterator[tuple[str, dict[str, Any]]]:
    yield "proposed", _proposed()

    kafka = _proposed(broker="kafka")
    kafka["deployment"] |= {"cloud": "aws", "secrets": "external-secrets"}
    kafka["mesh"] |= {"mode": "sidecar", "canaries": {"product": CANARY}}
    yield "kafka-aws-canary", kafka

    rabbitmq = _proposed(broker="rabbitmq")
    rabbitmq["mesh"] |= {"mode": "ambient", "canaries": {"product": CANARY}}
    rabbitmq["deployment"]["environments"]["dev"]["stores"] = "cluster"
    yield "rabbitmq-ambient", rabbitmq

    stores = _proposed(broker="nats")
    for name, store in STORES.items():
        stores["services"][name]["store"] = store
    for environment in stores["deployment"]["environments"].values():
        environment["stores"] = "cluster"
    stores["deployment"]["ingress"] = "ingress"
    yield "nats-every-store", stores

    queues = _proposed(broker="sns-sqs")
    queues["deployment"] |= {"cloud": "aws"}
    queues["deployment"]["environments"]["dev"]["stores"] = "cluster"
    yield "sns-sqs-aws", queues

    yield "monolith", _plain(new_blueprint(MONOLITH, "shop", module_facts(shop_graph())))


def _proposed(broker: str = "nats") -> dict[str, Any]:
    chosen = _plain(new_blueprint(REFERENCE, "shop", module_facts(shop_graph())))
    chosen["events"]["broker"] = broker
    return chosen


def _plain(bp: Blueprint) -> dict[str, Any]:
    return bp.model_dump(mode="json", by_alias=True, exclude_unset=True)
