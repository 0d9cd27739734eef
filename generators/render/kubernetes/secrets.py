"""The Secrets that manifests refer to, fetched from a secret store; never their values.

Source: External Secrets, API version v1.
"""

from collections.abc import Iterable, Iterator

from generators.blueprint import Blueprint
from generators.blueprint.deployment import Deployment, Environment
from generators.render.kubernetes.stores.backing import PASSWORD, backings
from generators.render.kubernetes.view import Json, View
from generators.render.reasons import because
from generators.render.topology import uses_broker

BROKER = "broker"
INTERNAL = "internal"
"""What services show each other."""
TOKEN = "token"  # noqa: S105 - the key under which it stands
URL = "url"


def own_secret(view: View) -> str | None:
    """The Secret with the address of a service's store; none where it keeps nothing."""
    return None if view.service.store == "none" else f"{view.name}-store"


def shared_secrets(bp: Blueprint, environment: Environment) -> Iterator[tuple[str, str]]:
    """The Secrets that are no service's own, each with its key."""
    yield INTERNAL, TOKEN
    if any(uses_broker(bp, name) for name in bp.services):
        yield BROKER, URL
    if environment.stores == "cluster":
        yield from ((backing.name, PASSWORD) for backing in backings(bp))


def external_secrets(
    bp: Blueprint, deployment: Deployment, environment: str, secrets: Iterable[tuple[str, str]]
) -> list[Json]:
    """What the operator makes Secrets of; none where whoever deploys makes them."""
    if deployment.secrets != "external-secrets":
        return []
    folder = f"{bp.name}-{environment}"
    return [_external_secret(deployment, folder, name, key) for name, key in secrets]


def _external_secret(deployment: Deployment, folder: str, name: str, key: str) -> Json:
    place = {"key": f"{folder}/{name}", "property": key}
    document: Json = {
        "apiVersion": "external-secrets.io/v1",
        "kind": "ExternalSecret",
        "metadata": {"name": name},
        "spec": {
            "refreshInterval": "1h",
            "secretStoreRef": {"kind": "ClusterSecretStore", "name": deployment.secret_store},
            "target": {"name": name},
            "data": [{"secretKey": key, "remoteRef": place}],
        },
    }
    return because(document, "external-secret", "deployment.secrets")
