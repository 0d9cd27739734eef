"""What an environment tells about itself once it stands."""

from collections.abc import Iterable, Mapping

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
        "kafka_bootstrap_brokers": (
            "Where Kafka's clients begin, signed in by IAM.",
            "module.kafka.bootstrap_brokers",
        ),
    },
    "sns-sqs": {
        "topic_arns": ("The SNS topics by name.", "module.messaging.topic_arns"),
        "queue_arns": ("The SQS queues by topic and reader.", "module.messaging.queue_arns"),
    },
}


def inner_outputs(managed: Iterable[str]) -> Outputs:
    """Of the module that is the environment."""
    return _CLUSTER | {name: output for kind in managed for name, output in _BY_KIND[kind].items()}


def outer_outputs(managed: Iterable[str]) -> Outputs:
    """Of the folder that is applied: the same, handed on."""
    return {
        name: (description, f"module.environment.{name}")
        for name, (description, _) in inner_outputs(managed).items()
    }
