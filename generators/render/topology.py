"""Who talks to whom, as manifests need to know it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from generators.blueprint import Blueprint
from generators.blueprint.gateway import SIGNER, Route
from generators.blueprint.services import Store

GATEWAY = "gateway"
"""The gateway as a caller; no service of a blueprint that has a gateway may take the name."""

HTTP_PORT = 8080
"""Where every service listens inside its container."""

MERGED_METRICS_PORT = 15020
"""Where a sidecar offers its own metrics with those of its service, outside mutual TLS."""

STORE_PORTS: Mapping[Store, int] = {
    "postgresql": 5432,
    "mongodb": 27017,
    "valkey": 6379,
    "elasticsearch": 9200,
}
BROKER_PORTS = {"nats": 4222, "kafka": 9092, "rabbitmq": 5672, "sns-sqs": 443}
MSK_PORT = 9098
"""Where Kafka listens at AWS for those that sign in by IAM."""

MANAGED_BROKERS = ("kafka", "sns-sqs")
"""Those that AWS runs; whoever talks to them there signs in as its pod."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The calls of one service."""

    callers: tuple[str, ...]
    """Services, and the gateway where a route leads here."""
    callees: tuple[str, ...]
    uses_broker: bool


def neighbours(bp: Blueprint, service: str) -> Neighbours:
    """Who calls a service, whom it calls, and whether it talks to the broker."""
    edges = bp.communication.edges if bp.communication else ()
    calls = [edge for edge in edges if edge.style == "sync"]
    callers = sorted({edge.caller for edge in calls if edge.callee == service})
    if service in routed_services(bp):
        callers.insert(0, GATEWAY)
    callees = sorted({edge.callee for edge in calls if edge.caller == service})
    return Neighbours(tuple(callers), tuple(callees), uses_broker(bp, service))


def routed_services(bp: Blueprint) -> tuple[str, ...]:
    """The services that the gateway reaches, in the order of the blueprint."""
    routed = {route.service for route in bp.gateway.routes} if bp.gateway else set()
    return tuple(service for service in bp.services if service in routed)


def uses_broker(bp: Blueprint, service: str) -> bool:
    """Whether a service publishes or consumes."""
    return bp.events is not None and bp.events.concern(service)


def at_aws(bp: Blueprint) -> bool:
    """Whether the cloud that was chosen is Amazon's."""
    return bp.deployment is not None and bp.deployment.cloud == "aws"


def signs_in_as_pod(bp: Blueprint, service: str) -> bool:
    """Whether a service talks to a broker that knows the identities of pods."""
    managed = bp.events is not None and bp.events.broker in MANAGED_BROKERS
    return managed and at_aws(bp) and uses_broker(bp, service)


def mounted(bp: Blueprint, service: str, module: str) -> str:
    """The prefix where the gateway expects a module: by its own route, or below its service's."""
    return _below_its_route(bp, service, module, lambda route: route.rewrite or route.prefix)


def published(bp: Blueprint, service: str, module: str) -> str:
    """The prefix that clients of the gateway know a module by."""
    return _below_its_route(bp, service, module, lambda route: route.prefix)


def _below_its_route(
    bp: Blueprint, service: str, module: str, prefix: Callable[[Route], str]
) -> str:
    routes = bp.gateway.routes if bp.gateway else ()
    own = [route for route in routes if route.module == module]
    if own:
        return prefix(own[0])
    shared = [route for route in routes if route.service == service and route.module is None]
    base = prefix(shared[0]).rstrip("/") if shared else ""
    return base if base.endswith(f"/{module}") else f"{base}/{module}"


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """The keys that verify access tokens (a JWK set)."""

    holder: str
    """The service that signs tokens."""
    path: str
    readers: tuple[str, ...]
    """The services that fetch them: those that customers reach, as only their calls bear tokens."""

    @property
    def place(self) -> str:
        """Where the blueprint says who holds them."""
        return f"services.{self.holder}.modules"

    def url(self, service: str, address: str) -> str | None:
        """Where a service finds them, the holder at `address`; none where it needs none."""
        if service == self.holder:
            return f"http://127.0.0.1:{HTTP_PORT}{self.path}"
        return f"{address}{self.path}" if service in self.readers else None


def public_keys(bp: Blueprint) -> PublicKeys | None:
    """The keys that verify access tokens; none where no service signs any."""
    holder = bp.holders().get(SIGNER)
    if holder is None:
        return None
    reached = routed_services(bp) if bp.gateway else tuple(bp.services)
    readers = tuple(name for name in reached if name != holder)
    return PublicKeys(holder, f"{mounted(bp, holder, SIGNER)}/jwks", readers)
