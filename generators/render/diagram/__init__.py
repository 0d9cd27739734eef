"""The architecture as pictures."""

from generators.blueprint import Blueprint
from generators.render.diagram.c4 import c4_files
from generators.render.diagram.drawing import dot_source
from generators.render.diagram.svg import svg


def diagram_files(bp: Blueprint) -> dict[str, str]:
    """`diagrams/architecture.svg`, and the levels of C4 beside it."""
    return {"diagrams/architecture.svg": svg(dot_source(bp)), **c4_files(bp)}


__all__ = ["diagram_files"]
