"""A first blueprint for a partition: complete, valid, and a place to start from."""

from generators.blueprint.proposal.assemble import new_blueprint
from generators.blueprint.proposal.facts import ModuleFacts
from generators.blueprint.proposal.from_graph import module_facts

__all__ = ["ModuleFacts", "module_facts", "new_blueprint"]
