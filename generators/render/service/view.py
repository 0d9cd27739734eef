"""What the templates of one service are filled with."""

from collections.abc import Mapping
from dataclasses import dataclass
from keyword import iskeyword

from generators.blueprint import Blueprint
from generators.blueprint.communication import Edge
from generators.blueprint.deployment import Deployment
from generators.render.topology import uses_broker


@dataclass(frozen=True, slots=True)
class ModuleView:
    """A module as Python and HTTP name it."""

    name: str
    identifier: str
    type: str
    prefix: str


@dataclass(frozen=True, slots=True)
class PeerView:
    """A service that is called, and the policy of the call."""

    name: str
    variable: str
    timeout_ms: int | None
    attempts: int


@dataclass(frozen=True, slots=True)
class ServiceView:
    """A service as its templates see it."""

    service: str
    project: str
    package: str
    version: str
    description: str
    modules: tuple[ModuleView, ...]
    peers: tuple[PeerView, ...]
    needs: Mapping[str, str]
    """The variable that holds the URL of what must be reachable, by name."""
    complete: Mapping[str, str]
    """An environment with every variable, for the tests."""


def service_view(bp: Blueprint, name: str) -> ServiceView:
    """The view of one service."""
    service = bp.services[name]
    package = f"{_identifier(name)}_service"
    peers = _peers(bp, name)
    needs = _needs(bp, name)
    return ServiceView(
        service=name,
        project=f"{bp.name}-{name}",
        package=package,
        version=(bp.deployment or Deployment()).version,
        description=f"Modules: {', '.join(service.modules)}",
        modules=tuple(_module(bp, name, module) for module in sorted(service.modules)),
        peers=peers,
        needs=needs,
        complete={
            variable: f"http://{owner}.test"
            for owner, variable in (
                *needs.items(),
                *((peer.name, peer.variable) for peer in peers),
            )
        },
    )


def _module(bp: Blueprint, service: str, module: str) -> ModuleView:
    identifier = _identifier(module)
    # a class is called like one thing; the suffix keeps it clear of Python's own names
    title = "".join(word.capitalize() for word in identifier.split("_"))
    return ModuleView(module, identifier, f"{title}Record", _prefix(bp, service, module))


def _prefix(bp: Blueprint, service: str, module: str) -> str:
    """Where the gateway expects the module: by its own route, or below its service's."""
    routes = bp.gateway.routes if bp.gateway else ()
    own = [route for route in routes if route.module == module]
    if own:
        return own[0].rewrite or own[0].prefix
    shared = [route for route in routes if route.service == service and route.module is None]
    base = (shared[0].rewrite or shared[0].prefix).rstrip("/") if shared else ""
    return base if base.endswith(f"/{module}") else f"{base}/{module}"


def _peers(bp: Blueprint, service: str) -> tuple[PeerView, ...]:
    edges = bp.communication.edges if bp.communication else ()
    own = [edge for edge in edges if edge.caller == service and edge.style == "sync"]
    return tuple(
        PeerView(edge.callee, _variable(edge.callee), edge.timeout_ms, _attempts(edge))
        for edge in sorted(own, key=lambda edge: edge.callee)
    )


def _attempts(edge: Edge) -> int:
    return 1 + edge.retries if edge.idempotent else 1


def _needs(bp: Blueprint, service: str) -> dict[str, str]:
    needs = {} if bp.services[service].store == "none" else {"store": "STORE_URL"}
    return needs | ({"broker": "BROKER_URL"} if uses_broker(bp, service) else {})


def _identifier(name: str) -> str:
    identifier = name.replace("-", "_")
    return f"{identifier}_" if iskeyword(identifier) else identifier


def _variable(name: str) -> str:
    return f"{_identifier(name).upper()}_URL"
