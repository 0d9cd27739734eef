"""What every lab runs beside the learner's services: the shop's pages, and the world outside it.

They are no part of the decomposition: any partition is served by the same ones.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generators.blueprint import Blueprint
from generators.blueprint.gateway import Gateway, Route
from generators.blueprint.services import Service


@dataclass(frozen=True, slots=True)
class Companion:
    """A deployable that no blueprint declares."""

    name: str
    modules: tuple[str, ...]
    prefixes: Mapping[str, str]
    """Public prefix -> the module behind it."""
    kept_at_the_edge: frozenset[str] = frozenset()
    """Prefixes whose answers the gateway keeps for as long as they allow."""

    def routes(self, name: str) -> Iterator[Route]:
        """How the gateway reaches it under `name`."""
        for prefix, module in self.prefixes.items():
            cache = prefix in self.kept_at_the_edge
            yield Route(prefix=prefix, service=name, module=module, timeout_ms=10_000, cache=cache)


MAILBOX = "mailbox"
"""Takes letters by SMTP, on a port of its own."""

COMPANIONS = (
    Companion(
        "web",
        ("storefront",),
        {"/": "storefront", "/assets": "storefront"},
        # files whose names change with their content, and no page
        kept_at_the_edge=frozenset({"/assets"}),
    ),
    Companion(
        "outside",
        ("payment-provider", MAILBOX),
        {"/psp": "payment-provider", "/mailbox": MAILBOX},
    ),
)


WITHOUT_DATA = frozenset({"storefront"})
"""Modules that keep nothing: a deployable of these alone has no database."""


def keeps_data(service: Service) -> bool:
    """Whether any module of the service has tables."""
    return not WITHOUT_DATA.issuperset(service.modules)


def with_companions(blueprint: Blueprint) -> Blueprint:
    """The blueprint that a lab really runs."""
    named = {_free_name(companion.name, blueprint): companion for companion in COMPANIONS}
    gateway = blueprint.gateway or Gateway()
    routes = (route for name, companion in named.items() for route in companion.routes(name))
    services = {name: Service(modules=companion.modules) for name, companion in named.items()}
    return blueprint.model_copy(
        update={
            "services": {**blueprint.services, **services},
            "gateway": gateway.model_copy(update={"routes": (*gateway.routes, *routes)}),
        }
    )


def _free_name(wanted: str, blueprint: Blueprint) -> str:
    """A name that no service of the learner's has."""
    return wanted if wanted not in blueprint.services else _free_name(f"{wanted}-beside", blueprint)
