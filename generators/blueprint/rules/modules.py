"""Every module stands in exactly one service."""

from collections.abc import Callable, Collection, Iterator

from decomposer.documents import Violation
from generators.blueprint.document import Blueprint


def module_twice(bp: Blueprint) -> Iterator[Violation]:
    """Two services cannot both hold a module: its data would have two owners."""
    holder: dict[str, str] = {}
    for name, service in bp.services.items():
        for index, module in enumerate(service.modules):
            if module in holder:
                at = ("services", name, "modules", index)
                yield Violation("module-twice", at, module, params={"other": holder[module]})
            holder.setdefault(module, name)


RESERVED = (
    "gateway",
    "postgres",
    "postgresql",
    "mongodb",
    "valkey",
    "elasticsearch",
    "nats",
    "kafka",
    "rabbitmq",
    "store",
    "broker",
    "keys",
    "waypoint",
)
"""Names of the gateway, the stores and the brokers, on the network, in variables and policies."""


def name_reserved(bp: Blueprint) -> Iterator[Violation]:
    """A service is not called like the servers beside it."""
    for name in bp.services:
        if name in RESERVED:
            yield Violation("service-name-reserved", ("services", name), name)


def known_modules(known: Collection[str]) -> Callable[[Blueprint], Iterator[Violation]]:
    """The rule that the services hold exactly these modules."""

    def module_unknown_or_missing(bp: Blueprint) -> Iterator[Violation]:
        held = set()
        for name, service in bp.services.items():
            for index, module in enumerate(service.modules):
                held.add(module)
                if module not in known:
                    at = ("services", name, "modules", index)
                    yield Violation("module-unknown", at, module, tuple(sorted(known)))
        for module in sorted(set(known) - held):
            yield Violation("module-missing", ("services",), module)

    return module_unknown_or_missing


RULES = (module_twice, name_reserved)
