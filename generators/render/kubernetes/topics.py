"""Kafka's topics, kept as they are declared by the Topic Operator of Strimzi.

At AWS that holds for environments alone that run their Kafka on the cluster: the topics of MSK are
Terraform's.
"""

from collections.abc import Iterator, Mapping

from generators.blueprint import Blueprint
from generators.blueprint.deployment import Environment
from generators.blueprint.events import Topic
from generators.render.kubernetes.view import Json
from generators.render.topology import at_aws
from generators.render.yaml_text import yaml_list

API = "kafka.strimzi.io/v1"
CLUSTER = "kafka"
"""The name of the Kafka cluster, which every topic carries."""
TOPICS = "stores/kafka"
"""Below `kubernetes/`."""
_REPLICAS = 3


def made_topics(bp: Blueprint) -> Mapping[str, Topic]:
    """The topics, and one for the dead letters of each reader.

    None where another broker carries the events, or somebody else makes them.
    """
    chosen = bp.deployment is not None and bp.deployment.topics == "strimzi"
    if bp.events is None or bp.events.broker != "kafka" or not chosen:
        return {}
    readers = {reader for topic in bp.events.topics.values() for reader in topic.consumers}
    return {f"{reader}-dead": Topic() for reader in sorted(readers)} | dict(bp.events.topics)


def topics(bp: Blueprint) -> list[Json]:
    """What the operator keeps."""
    return [_topic(name, topic) for name, topic in made_topics(bp).items()]


def topics_everywhere(bp: Blueprint) -> list[Json]:
    """Those that each environment has: none at AWS, where some have Terraform's."""
    return [] if at_aws(bp) else topics(bp)


def topics_here(bp: Blueprint, environment: Environment) -> list[str]:
    """The folder with an environment's own, where not every environment has them."""
    here = at_aws(bp) and environment.stores == "cluster" and made_topics(bp)
    return [f"../../{TOPICS}"] if here else []


def topic_patches(bp: Blueprint, environment: Environment) -> Iterator[Json]:
    """Where every service runs alone, one broker is enough, and a topic has one copy."""
    if (topics_everywhere(bp) or topics_here(bp, environment)) and environment.replicas == 1:
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
