"""The promises of each service to others: OpenAPI for requests, AsyncAPI for events."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from content.contracts import event_schemas, module_contracts, public_api
from generators.blueprint import Blueprint
from generators.blueprint.deployment import Deployment
from generators.render.contracts.asyncapi import asyncapi
from generators.render.contracts.openapi import described, openapi, remounted
from generators.render.kubernetes.view import environments
from generators.render.reasons import because
from generators.render.topology import HTTP_PORT, published
from generators.render.yaml_text import yaml_text

Json = dict[str, Any]

_RULES = Path(__file__).parent / "files" / "spectral.yaml"


def contracts_files(bp: Blueprint) -> dict[str, str]:
    """Two documents for each service; only the modules and events that the shop knows have any."""
    files: dict[str, str] = {}
    api = public_api() if bp.gateway else None
    known = event_schemas() if bp.events else None
    for name, service in bp.services.items():
        about = _about(service.modules)
        info = _info(bp, name, about)
        if api and (document := openapi(api, info["title"], info["version"], about)):
            public = remounted(document, _mounts(bp, name, service.modules))
            told = described(public, info, _servers(bp), about)
            promised = because(told, "promised-requests", f"services.{name}.modules")
            files[f"contracts/{name}.openapi.yaml"] = yaml_text(promised)
        info = info | {"tags": [{"name": module} for module in service.modules]}
        if bp.events and known and (sent := asyncapi(known, bp.events, info, name)):
            files[f"contracts/{name}.asyncapi.yaml"] = yaml_text(sent)
    linted = {"contracts/.spectral.yaml": _RULES.read_text("utf-8")} if files else {}
    return files | linted


def _about(modules: tuple[str, ...]) -> dict[str, str]:
    known = module_contracts()["modules"]
    return {name: known[name]["about"] if name in known else name for name in modules}


def _mounts(bp: Blueprint, service: str, modules: tuple[str, ...]) -> list[tuple[str, str]]:
    """Where the shop has each module, and where the gateway publishes it."""
    known = module_contracts()["modules"]
    return [
        (known[name]["prefix"], published(bp, service, name)) for name in modules if name in known
    ]


def _info(bp: Blueprint, service: str, about: Mapping[str, str]) -> Json:
    return {
        "title": f"{bp.name} {service}",
        "version": (bp.deployment or Deployment()).version,
        "description": " ".join(about.values()),
        "contact": {"name": bp.services[service].team or bp.name},
    }


def _servers(bp: Blueprint) -> list[Json]:
    """The gateway, in each place that it stands in."""
    places: dict[str, list[str]] = {f"http://127.0.0.1:{HTTP_PORT}": ["compose"]}
    if bp.deployment and bp.deployment.ingress != "none":
        for name, place in environments(bp).items():
            host = place.host or bp.deployment.host
            places.setdefault(f"https://{host}", []).append(name)
    return [{"url": url, "description": ", ".join(names)} for url, names in places.items()]


__all__ = ["contracts_files"]
