"""The promises of each service to others: OpenAPI for requests, AsyncAPI for events."""

from content.contracts import event_schemas, public_api
from generators.blueprint import Blueprint
from generators.blueprint.deployment import Deployment
from generators.render.contracts.asyncapi import asyncapi
from generators.render.contracts.openapi import openapi
from generators.render.reasons import because
from generators.render.yaml_text import yaml_text


def contracts_files(bp: Blueprint) -> dict[str, str]:
    """Two documents for each service; only the modules and events that the shop knows have any."""
    version = (bp.deployment or Deployment()).version
    files: dict[str, str] = {}
    api = public_api() if bp.gateway else None
    known = event_schemas() if bp.events else None
    for name, service in bp.services.items():
        title = f"{bp.name} {name}"
        if api and (document := openapi(api, title, version, service.modules)):
            promised = because(document, "promised-requests", f"services.{name}.modules")
            files[f"contracts/{name}.openapi.yaml"] = yaml_text(promised)
        if bp.events and known and (sent := asyncapi(known, bp.events, title, version, name)):
            files[f"contracts/{name}.asyncapi.yaml"] = yaml_text(sent)
    return files


__all__ = ["contracts_files"]
