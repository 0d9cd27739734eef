"""The course's shop as a partition, for tests of the blueprint and of what it generates."""

from functools import cache

from generators.blueprint import Blueprint, ModuleFacts, module_facts, new_blueprint
from generators.blueprint.events import Broker
from generators.render import render
from workbench.usecases.partitions import shop_graph

REFERENCE = {
    "user": ["registration", "authentication", "profiles", "permissions"],
    "product": ["products", "categories", "search", "recommendations"],
    "cart": ["cart"],
    "order": ["orders", "order-status"],
    "payment": ["payments"],
    "inventory": ["stock", "reservations", "suppliers"],
    "shipping": ["shipping"],
    "notification": ["notifications"],
    "review": ["reviews", "ratings", "moderation"],
    "analytics": ["behaviour", "sales-reports", "recommendation-models"],
    "admin": ["admin"],
}
MODULES = tuple(module for held in REFERENCE.values() for module in held)
MONOLITH = {"shop": list(MODULES)}

_FACTS = {
    module: ModuleFacts(
        prefix=f"/api/v1/{module}",
        team=f"{service}-team",
        scaling="read-heavy" if service == "product" else "balanced",
        calls=("products",) if module in {"cart", "reviews"} else (),
    )
    for service, held in REFERENCE.items()
    for module in held
}


@cache
def reference() -> Blueprint:
    """The eleven services of the course."""
    return new_blueprint(REFERENCE, "shop", _FACTS)


@cache
def capstone() -> Blueprint:
    """The eleven as the workbench proposes them: prefixes and calls are those of the shop."""
    return new_blueprint(REFERENCE, "shop", module_facts(shop_graph()))


@cache
def monolith() -> Blueprint:
    """Everything in one service."""
    return new_blueprint(MONOLITH, "shop", _FACTS)


def in_the_cloud(bp: Blueprint, broker: Broker = "kafka") -> Blueprint:
    """A blueprint that chooses AWS and a broker."""
    chosen = bp.model_dump(by_alias=True, exclude_unset=True)
    chosen["deployment"]["cloud"] = "aws"
    if "events" in chosen:
        chosen["events"]["broker"] = broker
    return Blueprint.model_validate(chosen)


def manifests(bp: Blueprint) -> dict[str, str]:
    """What is applied to a cluster, the mesh included."""
    files = render(bp, ["kubernetes", "mesh"])
    return {path: text for path, text in files.items() if path.endswith(".yaml")}
