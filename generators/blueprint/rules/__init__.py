"""Cross-choice validation: what each section promises about the others."""

from collections.abc import Callable, Iterable

from decomposer.documents import Violation
from generators.blueprint.document import Blueprint
from generators.blueprint.rules import (
    absence,
    access,
    deployment,
    edges,
    events,
    limits,
    mesh,
    modules,
    releases,
    routes,
    secrets,
    transactions,
)

BlueprintRule = Callable[[Blueprint], Iterable[Violation]]

RULES: tuple[BlueprintRule, ...] = (
    *modules.RULES,
    *edges.RULES,
    *routes.RULES,
    *limits.RULES,
    *access.RULES,
    *events.RULES,
    *transactions.RULES,
    *deployment.RULES,
    *mesh.RULES,
    *releases.RULES,
    *secrets.RULES,
)
"""Every rule that needs nothing but the blueprint."""

known_modules = modules.known_modules
follows = absence.follows

__all__ = ["RULES", "BlueprintRule", "follows", "known_modules"]
