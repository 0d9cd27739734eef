"""The gateway on a cluster: what is chosen for it, and nobody there does.

The Envoy of `gateway/envoy.yaml` does all of it; the way into a cluster is somebody else's proxy.
"""

from collections.abc import Iterable, Iterator

from decomposer.documents import Violation
from generators.blueprint.document import Blueprint
from generators.blueprint.gateway import Gateway, Route

_NAMED = 3
"""Routes that a warning names; it stands at the first."""

_ELSEWHERE = ("compression", "response_headers", "ip_rules", "geo")


def retries_off_cluster(bp: Blueprint) -> Iterator[Violation]:
    """Retries are experimental in Gateway API, and unknown to an Ingress."""
    found = [index for index, route in _routes(bp) if route.retries]
    if found:
        at = ("gateway", "routes", found[0], "retries")
        yield Violation("retries-off-cluster", at, _prefixes(bp, found))


def limit_off_cluster(bp: Blueprint) -> Iterator[Violation]:
    """Neither API of a cluster counts requests; a Gateway of the mesh counts all together."""
    limits = _gateway(bp).limits
    chosen = {"global": limits.overall, "services": limits.services, "tiers": limits.tiers}
    if bp.mesh and bp.deployment and bp.deployment.ingress == "gateway-api":
        del chosen["global"]
    for name, limit in chosen.items():
        if limit:
            at = ("gateway", "limits", name)
            yield Violation("limit-off-cluster", at, f"limits.{name}", on_key=True)


def token_off_cluster(bp: Blueprint) -> Iterator[Violation]:
    """Nobody reads tokens before the services do."""
    gateway = _gateway(bp)
    if gateway.rbac or any(route.auth == "jwt" for route in gateway.routes):
        yield Violation("token-off-cluster", ("gateway", "auth", "jwt"), on_key=True)


def api_key_off_cluster(bp: Blueprint) -> Iterator[Violation]:
    """Nobody asks for keys: the routes are open."""
    found = [index for index, route in _routes(bp) if route.auth == "api-key"]
    if found:
        at = ("gateway", "routes", found[0], "auth")
        yield Violation("api-key-off-cluster", at, _prefixes(bp, found))


def choice_off_cluster(bp: Blueprint) -> Iterator[Violation]:
    """What else is written down, and no object of a cluster says."""
    gateway = _gateway(bp)
    for name in _ELSEWHERE:
        if name in gateway.model_fields_set and getattr(gateway, name):
            yield Violation("choice-off-cluster", ("gateway", name), name, on_key=True)
    plain = bp.deployment is not None and bp.deployment.ingress == "ingress"
    for name in ("cache", *(("rewrite", "timeout_ms") if plain else ())):
        for index, route in _routes(bp):
            if name in route.model_fields_set and getattr(route, name):
                at = ("gateway", "routes", index, name)
                yield Violation("choice-off-cluster", at, name, on_key=True)
                break


def _gateway(bp: Blueprint) -> Gateway:
    """The choices that a cluster has to meet; none where nothing leads into one."""
    leads_in = bp.deployment is not None and bp.deployment.ingress != "none"
    return bp.gateway if bp.gateway and bp.gateway.routes and leads_in else Gateway()


def _routes(bp: Blueprint) -> Iterable[tuple[int, Route]]:
    return enumerate(_gateway(bp).routes)


def _prefixes(bp: Blueprint, found: list[int]) -> str:
    named = ", ".join(_gateway(bp).routes[index].prefix for index in found[:_NAMED])
    return f"{named}, …" if len(found) > _NAMED else named


ADVICE = (
    retries_off_cluster,
    limit_off_cluster,
    token_off_cluster,
    api_key_off_cluster,
    choice_off_cluster,
)
