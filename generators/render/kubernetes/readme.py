"""How the manifests are applied, and which Secrets they expect."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from generators.blueprint import Blueprint
from generators.blueprint.deployment import Deployment, Stores
from generators.render.kubernetes.secrets import BROKER, INTERNAL, TOKEN, URL
from generators.render.kubernetes.stores.backing import PASSWORD, backings
from generators.render.kubernetes.stores.server import USER
from generators.render.kubernetes.topics import CLUSTER
from generators.render.kubernetes.view import environments, in_cluster
from generators.render.templating import templates
from generators.render.topology import at_aws, uses_broker

_TEMPLATES = Path(__file__).parent / "templates"
_USER = f"{USER}:PASSWORD"
_HERE: Mapping[str, str] = {
    "postgresql": f"postgresql://{_USER}@postgresql:5432/{{database}}",
    "mongodb": f"mongodb://{_USER}@mongodb-0.mongodb:27017/{{database}}"
    "?replicaSet=shop&authSource=admin",
    "valkey": "redis://:PASSWORD@valkey:6379/0",
    "elasticsearch": "http://elastic:PASSWORD@elasticsearch:9200",
    "nats": "nats://PASSWORD@nats:4222",
    "kafka": f"kafka://{CLUSTER}-kafka-bootstrap:9092",
    "rabbitmq": f"amqp://{_USER}@rabbitmq:5672/",
}
"""Addresses in the namespace itself."""
_OUTSIDE: Mapping[str, str] = {
    "postgresql": "postgresql://USER:PASSWORD@HOST:5432/{database}",
    "mongodb": "mongodb+srv://USER:PASSWORD@HOST/{database}",
    "valkey": "rediss://USER:PASSWORD@HOST:6379/0",
    "elasticsearch": "https://USER:PASSWORD@HOST:9200",
    "nats": "tls://USER:PASSWORD@HOST:4222",
    "kafka": "kafka+tls://USER:PASSWORD@HOST:9092",
    "rabbitmq": "amqps://USER:PASSWORD@HOST:5672/",
}
"""Addresses outside; their ports are those that the NetworkPolicies open."""
_AT_AWS: Mapping[str, str] = {
    "kafka": "kafka+iam://HOST:9098",
    "sns-sqs": "sns-sqs://NAME-OF-THE-ENVIRONMENT",
}
"""Without passwords: services sign in as their pods."""


@dataclass(frozen=True, slots=True)
class Secret:
    """A Secret, its key, and what stands under it."""

    name: str
    key: str
    holds: str


def readme(bp: Blueprint, deployment: Deployment) -> str:
    """For whoever applies them first."""
    values = {
        "name": bp.name,
        "mesh": bp.mesh is not None,
        "in_cluster": in_cluster(bp),
        "secrets_by_operator": deployment.secrets == "external-secrets",
        "store": deployment.secret_store,
        "secrets": tuple(_secrets(bp)),
    }
    return templates(_TEMPLATES).get_template("README.md.j2").render(**values)


def _secrets(bp: Blueprint) -> Iterator[Secret]:
    for name, service in bp.services.items():
        if service.store != "none":
            yield Secret(f"{name}-store", URL, _address(bp, service.store, name.replace("-", "_")))
    if bp.events and any(uses_broker(bp, name) for name in bp.services):
        yield Secret(BROKER, URL, _address(bp, bp.events.broker))
    yield Secret(INTERNAL, TOKEN, "a long random text, by which services know each other")
    for backing in backings(bp) if in_cluster(bp) else ():
        yield Secret(backing.name, PASSWORD, f"the password of {backing.name} in the namespace")


def _address(bp: Blueprint, kind: str, database: str = "") -> str:
    """Where it is looked for, in each of the places that environments choose."""
    places = {place.stores for place in environments(bp).values()}
    outside = {**_OUTSIDE, **_AT_AWS} if at_aws(bp) else _OUTSIDE
    known: Mapping[Stores, Mapping[str, str]] = {"external": outside, "cluster": _HERE}
    ways = (known[each].get(kind) for each in known if each in places)
    return ", or ".join(f"`{way.format(database=database)}`" for way in ways if way)
