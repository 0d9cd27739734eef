"""What an environment tells about itself once it stands."""

from collections.abc import Iterable, Iterator, Mapping

Outputs = Mapping[str, tuple[str, str]]
"""By name: what it is, and the expression."""

_CLUSTER = {"cluster": ("For `aws eks update-kubeconfig --name …`.", "module.cluster.name")}
_BY_KIND = {
    "postgresql": {
        "postgresql_endpoint": (
            "Host and port of the PostgreSQL server.",
            "module.postgresql.endpoint",
        ),
        "postgresql_master_secret_arn": (
            "Where RDS keeps the password of the user that creates databases and roles.",
            "module.postgresql.master_secret_arn",
        ),
    },
    "valkey": {
        "valkey_endpoint": ("The Valkey host that takes writes.", "module.valkey.endpoint"),
    },
    "kafka": {
        "kafka_url": (
            "Where services find Kafka: the `url` of the secret `broker`.",
            "module.kafka.url",
        ),
    },
    "sns-sqs": {
        "topic_arns": ("The SNS topics by name.", "module.messaging.topic_arns"),
        "queue_arns": ("The SQS queues by topic and reader.", "module.messaging.queue_arns"),
    },
}


def inner_outputs(managed: Iterable[str], *, optional: bool) -> Outputs:
    """Of the module that is the environment; null for what is `optional` and not there."""
    found = dict(_CLUSTER)
    for name, (description, value) in _of(managed):
        module, member = value.rsplit(".", 1)
        found[name] = (description, f"one({module}[*].{member})" if optional else value)
    return found


def outer_outputs(managed: Iterable[str]) -> Outputs:
    """Of the folder that is applied: the same, handed on."""
    handed_on = {name: (told, f"module.environment.{name}") for name, (told, _) in _of(managed)}
    return {"cluster": (_CLUSTER["cluster"][0], "module.environment.cluster"), **handed_on}


def _of(managed: Iterable[str]) -> Iterator[tuple[str, tuple[str, str]]]:
    for kind in managed:
        yield from _BY_KIND[kind].items()
