"""Kafka's topics, kept as they are declared by the Topic Operator of Strimzi."""

from collections.abc import Iterator

from generators.blueprint import Blueprint
from generators.blueprint.deployment import Deployment, Environment
from generators.blueprint.events import Topic
from generators.render.kubernetes.view import Json
from generators.render.yaml_text import yaml_list

API = "kafka.strimzi.io/v1"
CLUSTER = "kafka"
"""The name of the Kafka cluster, which every topic carries."""
_REPLICAS = 3


def topics(bp: Blueprint, deployment: Deployment) -> list[Json]:
    """The topics, and one for the dead letters of each reader.

    None where another broker carries the events, or somebody else makes them.
    """
    if bp.events is None or bp.events.broker != "kafka" or deployment.topics != "strimzi":
        return []
    readers = {reader for topic in bp.events.topics.values() for reader in topic.consumers}
    letters = {f"{reader}-dead": Topic() for reader in sorted(readers)}
    return [_topic(name, topic) for name, topic in {**letters, **bp.events.topics}.items()]


def topic_patches(
    bp: Blueprint, deployment: Deployment, environment: Environment
) -> Iterator[Json]:
    """Where every service runs alone, one broker is enough, and a topic has one copy."""
    if topics(bp, deployment) and environment.replicas == 1:
        patch = [
            {"op": "replace", "path": "/spec/replicas", "value": 1},
            {"op": "replace", "path": "/spec/config/min.insync.replicas", "value": 1},
        ]
        yield {"target": {"kind": "KafkaTopic"}, "patch": yaml_list(patch)}


def _topic(name: str, topic: Topic) -> Json:
    return {
        "apiVersion": API,
        "kind": "KafkaTopic",
        "metadata": {"name": name, "labels": {"strimzi.io/cluster": CLUSTER}},
        "spec": {
            "partitions": topic.partitions,
            "replicas": _REPLICAS,
            # a write that one broker alone has seen is lost with that broker
            "config": {"min.insync.replicas": _REPLICAS - 1},
        },
    }
