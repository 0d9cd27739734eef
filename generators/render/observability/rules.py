"""Prometheus' rules: what is computed ahead, and when somebody is called."""

from collections.abc import Iterable
from typing import cast

from generators.blueprint import Blueprint
from generators.blueprint.objectives import Objectives
from generators.render.observability import measured, objectives, symptoms
from generators.render.observability.objectives import PROMISES
from generators.render.reasons import because

Json = dict[str, object]

RATE = "service:shop_requests:rate5m"
P95 = "service:shop_request_seconds:p95_5m"

_CHOICES = {
    "objectives": PROMISES,
    "releases": ("mesh.canaries",),
    "objectives-alerts": PROMISES,
    "machinery-alerts": ("services",),
    "events-alerts": ("events.broker",),
    "checkout-alerts": ("transactions.checkout",),
}
"""What in the blueprint a group of rules comes from."""


def rules(bp: Blueprint, promised: Objectives) -> Json:
    """The document; a group without rules is left out."""
    groups: dict[str, Iterable[Json]] = {
        "requests": _requests(),
        "objectives": objectives.recorded(promised),
        "releases": objectives.releases(promised) if bp.mesh and bp.mesh.canaries else (),
        "objectives-alerts": objectives.alerts(promised),
        "machinery-alerts": symptoms.machinery(bp),
        "events-alerts": symptoms.events(bp),
        "checkout-alerts": symptoms.checkout(bp),
    }
    listed = {name: list(group) for name, group in groups.items()}
    return {
        "groups": [
            because(
                {"name": f"{bp.name}-{name}", "interval": "30s", "rules": group},
                f"rules-{name}",
                *_CHOICES.get(name, ()),
            )
            for name, group in listed.items()
            if group
        ]
    }


def alerts(document: Json) -> set[str]:
    """The names of all alerts of the document."""
    groups = cast("list[dict[str, list[dict[str, str]]]]", document["groups"])
    return {rule["alert"] for group in groups for rule in group["rules"] if "alert" in rule}


def _requests() -> list[Json]:
    return [
        {"record": RATE, "expr": measured.requests("5m")},
        {"record": P95, "expr": measured.percentile(0.95, "5m")},
    ]
