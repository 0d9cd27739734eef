"""Blueprints to try an answer in: complete ones, over any cut of the shop."""

from functools import cache

from decomposer.partition import Partition
from exercises.monolith.facts import monolith_graph, reference_facts
from generators.blueprint import Blueprint, dump_blueprint, module_facts, new_blueprint
from generators.blueprint.gateway import Limits


@cache
def base_blueprint() -> str:
    """The text of a complete blueprint over the eleven services of the reference."""
    return dump_blueprint(blueprint_of(reference_facts().cut))


def blueprint_of(cut: Partition) -> Blueprint:
    """A complete blueprint over a cut."""
    return new_blueprint(cut.services, cut.name, module_facts(monolith_graph()))


def unlimited(blueprint: Blueprint) -> Blueprint:
    """The same without rate limits, which are another exercise's matter."""
    if blueprint.gateway is None:
        return blueprint
    gateway = blueprint.gateway.model_copy(update={"limits": Limits()})
    return blueprint.model_copy(update={"gateway": gateway})
