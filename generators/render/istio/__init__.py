"""Istio policy: a base that every environment shares, and an overlay for each."""

from collections.abc import Sequence

from generators.blueprint import Blueprint
from generators.blueprint.deployment import Deployment
from generators.blueprint.mesh import AllowRule, Mesh
from generators.render.istio.ambient import (
    allow_at_waypoint,
    nothing_at_waypoint,
    route,
    waypoint,
)
from generators.render.istio.authorization import (
    allow,
    allow_rules,
    everybody_at_gateway,
    nothing_by_default,
    only_users,
    peer_authentication,
)
from generators.render.istio.limit import overall_limit
from generators.render.istio.traffic import destination_rules, virtual_service
from generators.render.kubernetes.environment import stores_here
from generators.render.kubernetes.kustomization import base, kustomization, overlay
from generators.render.kubernetes.stores.backing import backings
from generators.render.kubernetes.view import (
    Json,
    View,
    environment_place,
    environments,
    in_cluster,
)
from generators.render.reasons import because

_BASE = "mesh/base"


def istio_files(bp: Blueprint) -> dict[str, str]:
    """The base and the overlays; none while the blueprint lacks `mesh` or `deployment`."""
    if bp.mesh is None or bp.deployment is None:
        return {}
    rules = tuple(allow_rules(bp, bp.mesh))
    files = base(_BASE, _shared(bp, bp.deployment, bp.mesh))
    for service in bp.services:
        view = View(bp, bp.deployment, service)
        files |= base(f"{_BASE}/{service}", _service(view, bp.mesh, rules))
    for backing in backings(bp) if in_cluster(bp) else ():
        files |= base(f"mesh/stores/{backing.name}", {"authorization.yaml": [only_users(backing)]})
    resources = ["../../base", *(f"../../base/{service}" for service in bp.services)]
    for name, environment in environments(bp).items():
        here = [*resources, *stores_here(bp, environment)]
        document = kustomization(here, namespace=environment.namespace)
        chosen = environment_place(bp, name)
        document = because(document, "environment-folder", chosen)
        files |= overlay(f"mesh/overlays/{name}", document)
    return files


def _shared(bp: Blueprint, deployment: Deployment, mesh: Mesh) -> dict[str, list[Json]]:
    policies = [peer_authentication(mesh), nothing_by_default()]
    policies += [each for each in (everybody_at_gateway(bp, deployment),) if each]
    limit = {"limit.yaml": [each for each in (overall_limit(bp, deployment),) if each]}
    if mesh.mode == "ambient":
        return {
            "waypoint.yaml": [waypoint(bp)],
            "policy.yaml": [*policies, nothing_at_waypoint(bp)],
            **limit,
        }
    return {"policy.yaml": policies, **limit}


def _service(view: View, mesh: Mesh, rules: Sequence[AllowRule]) -> dict[str, list[Json]]:
    if mesh.mode == "ambient":
        shared, policies = route(view), list(allow_at_waypoint(view, rules))
    else:
        shared, allowed = virtual_service(view, mesh), allow(view, rules)
        policies = [allowed] if allowed else []
    traffic = [*([shared] if shared else []), *destination_rules(view, mesh)]
    return {"traffic.yaml": traffic, "authorization.yaml": policies}


__all__ = ["istio_files"]
