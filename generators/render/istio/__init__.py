"""Istio policy: a base that every environment shares, and an overlay for each."""

from generators.blueprint import Blueprint
from generators.render.istio.authorization import (
    allow,
    allow_rules,
    nothing_by_default,
    peer_authentication,
)
from generators.render.istio.traffic import destination_rule, virtual_service
from generators.render.kubernetes.kustomization import base, kustomization, overlay
from generators.render.kubernetes.view import View, environments

_BASE = "mesh/base"


def istio_files(bp: Blueprint) -> dict[str, str]:
    """The mesh of every environment; none while the blueprint lacks `mesh` or `deployment`."""
    if bp.mesh is None or bp.deployment is None:
        return {}
    rules = tuple(allow_rules(bp, bp.mesh))
    whole = [peer_authentication(bp.mesh), nothing_by_default()]
    files = base(_BASE, {"policy.yaml": whole})
    for service in bp.services:
        view = View(bp, bp.deployment, service)
        allowed = allow(view, rules)
        objects = {
            "traffic.yaml": [virtual_service(view, bp.mesh), destination_rule(view, bp.mesh)],
            "authorization.yaml": [allowed] if allowed else [],
        }
        files |= base(f"{_BASE}/{service}", objects)
    resources = ["../../base", *(f"../../base/{service}" for service in bp.services)]
    for name, environment in environments(bp).items():
        document = kustomization(resources, namespace=environment.namespace)
        files |= overlay(f"mesh/overlays/{name}", document)
    return files


__all__ = ["istio_files"]
