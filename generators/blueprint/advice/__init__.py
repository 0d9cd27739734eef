"""What works and will hurt: choices that deserve a second look, told as warnings."""

from generators.blueprint.advice import (
    calls,
    chains,
    cluster,
    events,
    gateway,
    mesh,
    services,
    workloads,
)
from generators.blueprint.rules import BlueprintRule

ADVICE: tuple[BlueprintRule, ...] = (
    *services.ADVICE,
    *calls.ADVICE,
    *chains.ADVICE,
    *gateway.ADVICE,
    *cluster.ADVICE,
    *events.ADVICE,
    *workloads.ADVICE,
    *mesh.ADVICE,
)
"""Asked only of a blueprint that breaks no rule."""

__all__ = ["ADVICE"]
