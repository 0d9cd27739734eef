"""A canary at the way in: a Gateway knows nothing of what VirtualServices tell the sidecars.

So the routes of such a service stand with the service, and are delivered with it.
"""

from collections.abc import Iterator

from generators.blueprint.gateway import Route
from generators.blueprint.mesh import Canary
from generators.render.kubernetes.ingress import prefix_rule, routes_in, under
from generators.render.kubernetes.view import Json, View


def canary_route(view: View) -> Json | None:
    """The service's own routes from outside; none where the mesh shares its requests out."""
    canary = view.canary
    if canary is None or not view.split_at_gateway:
        return None
    own = [route for route in routes_in(view.blueprint) if route.service == view.name]
    return {
        "apiVersion": "gateway.networking.k8s.io/v1",
        "kind": "HTTPRoute",
        "metadata": view.metadata(f"{view.name}-way-in"),
        "spec": {
            "parentRefs": [{"name": view.blueprint.name}],
            "rules": [rule for route in own for rule in _rules(route, canary)],
        },
    }


def _rules(route: Route, canary: Canary) -> Iterator[Json]:
    """By header first; of rules for one path the one with more conditions holds anyway."""
    for match in canary.headers:
        header = {"type": "Exact", "name": match.name, "value": match.value}
        yield prefix_rule(route) | {
            "matches": [{**under(route), "headers": [header]}],
            "backendRefs": [{"name": f"{route.service}-{match.subset}", "port": 80}],
        }
    yield prefix_rule(route) | {
        "backendRefs": [
            {"name": f"{route.service}-{subset}", "port": 80, "weight": canary.weights[subset]}
            for subset in canary.subsets
            if subset in canary.weights
        ]
    }
