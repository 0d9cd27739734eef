"""The blueprint: one document that the whole course extends."""

from generators.blueprint.document import Blueprint

__all__ = ["Blueprint"]
