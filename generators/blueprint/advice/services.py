"""Services on their own, and how they are found."""

from collections.abc import Iterator

from decomposer.documents import Violation
from generators.blueprint.document import Blueprint
from generators.blueprint.saga_actions import CHECKOUT_MODULES
from generators.blueprint.services import RECORD_STORES

_KEEPS = {"mongodb": "products", "elasticsearch": "search"}
"""The module of the course's shop that can keep its data there; all others keep theirs in SQL."""


def store_unsupported(bp: Blueprint) -> Iterator[Violation]:
    """A module of the shop keeps its data where it was written to keep it."""
    held = bp.holders()
    if not all(module in held for module in CHECKOUT_MODULES):
        return  # another system: its modules are not known here
    for name, service in bp.services.items():
        module = _KEEPS.get(service.store)
        if module and module not in service.modules:
            at = ("services", name, "store")
            params = {"service": name, "module": module}
            yield Violation("store-unsupported", at, service.store, ("postgresql",), params)


def store_forgets(bp: Blueprint) -> Iterator[Violation]:
    """What a service owns is kept where a transaction spans a record and its event."""
    for name, service in bp.services.items():
        if service.store != "none" and service.store not in RECORD_STORES:
            at = ("services", name, "store")
            params = {"service": name}
            yield Violation("store-forgets", at, service.store, RECORD_STORES, params)


def service_unreached(bp: Blueprint) -> Iterator[Violation]:
    """Somebody calls each service, routes to it, or sends it messages."""
    if bp.gateway is None or bp.communication is None or bp.events is None:
        return
    reached = {route.service for route in bp.gateway.routes}
    reached |= {edge.callee for edge in bp.communication.edges}
    for topic in bp.events.topics.values():
        reached.update(topic.consumers)
    for name in bp.services:
        if name not in reached:
            yield Violation("service-unreached", ("services", name), name, on_key=True)


def discovery_without_registry(bp: Blueprint) -> Iterator[Violation]:
    """Clients that choose a replica themselves need somebody who knows the replicas."""
    if bp.communication and bp.communication.discovery == "client-side":
        at = ("communication", "discovery")
        yield Violation("discovery-without-registry", at, "client-side", ("server-side", "mesh"))


ADVICE = (store_unsupported, store_forgets, service_unreached, discovery_without_registry)
