"""A first blueprint for a partition: complete, valid, and a place to start from."""

from generators.blueprint.proposal.assemble import new_blueprint
from generators.blueprint.proposal.facts import ModuleFacts

__all__ = ["ModuleFacts", "new_blueprint"]
