"""The blueprint: one document that the whole course extends."""

from generators.blueprint.document import Blueprint
from generators.blueprint.dumping import dump_blueprint
from generators.blueprint.loading import Judged, judged, load_blueprint, parse_blueprint
from generators.blueprint.proposal import ModuleFacts, module_facts, new_blueprint
from generators.blueprint.schema import json_schema, modeline

__all__ = [
    "Blueprint",
    "Judged",
    "ModuleFacts",
    "dump_blueprint",
    "json_schema",
    "judged",
    "load_blueprint",
    "modeline",
    "module_facts",
    "new_blueprint",
    "parse_blueprint",
]
