"""Istio policy: a folder per environment, a file per service."""

from generators.blueprint import Blueprint
from generators.render.istio.authorization import (
    allow,
    allow_rules,
    nothing_by_default,
    peer_authentication,
)
from generators.render.istio.traffic import destination_rule, virtual_service
from generators.render.kubernetes.view import View, environments
from generators.render.yaml_text import yaml_documents


def istio_files(bp: Blueprint) -> dict[str, str]:
    """The mesh of every environment; none while the blueprint lacks `mesh` or `deployment`."""
    if bp.mesh is None or bp.deployment is None:
        return {}
    files: dict[str, str] = {}
    rules = tuple(allow_rules(bp, bp.mesh))
    for name, environment in environments(bp).items():
        whole = [peer_authentication(bp.mesh, environment), nothing_by_default(environment)]
        files[f"mesh/{name}/00-namespace.yaml"] = yaml_documents(whole)
        for service in bp.services:
            view = View(bp, bp.deployment, environment, service)
            objects = [
                virtual_service(view, bp.mesh),
                destination_rule(view, bp.mesh),
                allow(view, rules),
            ]
            files[f"mesh/{name}/{service}.yaml"] = yaml_documents(each for each in objects if each)
    return files


__all__ = ["istio_files"]
