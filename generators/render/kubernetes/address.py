"""The stable addresses of a service."""

from collections.abc import Iterator

from generators.render.kubernetes.view import Json, View
from generators.render.reasons import because

_THROUGH_WAYPOINT = {"istio.io/ingress-use-waypoint": "true"}
"""A gateway sends straight to the pods of a Service that does not ask for its waypoint."""


def services(view: View) -> Iterator[Json]:
    """One address, whatever releases run behind it.

    Each release of a canary has one more: the routes of a Gateway and of a waypoint lead to
    Services, as the subsets of a DestinationRule are known to sidecars alone.
    """
    yield _service(view, view.name, {"app": view.name})
    if view.canary:
        for release in view.releases():
            labels: Json = {"app": view.name, "version": release.version}
            yield _service(view, release.name, labels)


def _service(view: View, name: str, selector: Json) -> Json:
    metadata = view.metadata(name, **(_THROUGH_WAYPOINT if view.ambient else {}))
    port = {"name": "http", "port": 80, "targetPort": "http", "appProtocol": "http"}
    document = {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": metadata,
        "spec": {"selector": selector, "ports": [port]},
    }
    return because(document, "stable-address", f"services.{view.name}")
