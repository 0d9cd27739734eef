"""All sections of a proposal."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from decomposer.documents import DocumentError, Problem
from generators.blueprint.document import Blueprint
from generators.blueprint.proposal.events import events
from generators.blueprint.proposal.facts import ModuleFacts, Placed
from generators.blueprint.proposal.gateway import gateway
from generators.blueprint.proposal.transactions import checkout_edges, transactions
from generators.blueprint.rules import RULES


def new_blueprint(
    partition_services: Mapping[str, Sequence[str]], name: str, modules: Mapping[str, ModuleFacts]
) -> Blueprint:
    """A complete blueprint for a partition: modules by service, and what is known of each module.

    Raises:
        DocumentError: the partition itself is wrong, say a module stands in two services.
    """
    placed = Placed(partition_services, modules)
    sections: dict[str, Any] = {
        "services": {service: _service(placed, service) for service in placed.services},
        "communication": _communication(placed),
        "gateway": gateway(placed),
        "events": events(placed),
        "transactions": transactions(placed),
        "deployment": _deployment(placed),
        "mesh": {"mode": "sidecar", "mtls": "strict"},
        "objectives": {"users": 10_000, "p95_ms": 200, "availability_percent": 99.9},
    }
    chosen = {key: value for key, value in sections.items() if value}
    blueprint = Blueprint.model_validate({"format_version": 1, "name": name, **chosen})
    broken = [violation for rule in RULES for violation in rule(blueprint)]
    if broken:
        raise DocumentError(
            Problem(name, 0, 0, v.code, v.value, v.expected, params=v.params) for v in broken
        )
    return blueprint


def _service(placed: Placed, service: str) -> dict[str, Any]:
    held = [placed.facts[module] for module in placed.services[service] if module in placed.facts]
    section: dict[str, Any] = {"modules": list(placed.services[service])}
    if team := _most(facts.team for facts in held if facts.team):
        section["team"] = team
    section["store"] = _most(facts.store for facts in held) or "postgresql"
    section["scaling"] = _most(facts.scaling for facts in held) or "balanced"
    return section


def _communication(placed: Placed) -> dict[str, Any]:
    calls = placed.calls() | set(checkout_edges(placed))
    notices = placed.notices() - calls
    edges = [
        {"caller": caller, "callee": callee, "style": "sync", "timeout_ms": 1000}
        for caller, callee in sorted(calls)
    ] + [
        {"caller": caller, "callee": callee, "style": "async"} for caller, callee in sorted(notices)
    ]
    breakers = {
        callee: {"consecutive_failures": 5, "open_ms": 2000}
        for callee in sorted({callee for _, callee in calls})
    }
    section = {"discovery": "mesh", "edges": edges, "breakers": breakers}
    return {key: value for key, value in section.items() if value}


def _deployment(placed: Placed) -> dict[str, Any]:
    return {
        "ingress": "gateway-api",
        "environments": {
            "dev": {"namespace": "shop-dev", "replicas": 1},
            "staging": {"namespace": "shop-staging"},
            "prod": {"namespace": "shop-prod"},
        },
        "workloads": {
            service: {
                "autoscaling": {"min_replicas": 2, "max_replicas": 6, "cpu_percent": 70},
                "disruption_budget": {"max_unavailable": 1},
            }
            for service in placed.services
        },
    }


def _most(values: Iterable[str]) -> str | None:
    counted = Counter(values).most_common(1)
    return counted[0][0] if counted else None
