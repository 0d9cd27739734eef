"""The architecture as a picture."""

from generators.blueprint import Blueprint
from generators.render.diagram.drawing import dot_source
from generators.render.diagram.svg import svg


def diagram_files(bp: Blueprint) -> dict[str, str]:
    """`diagrams/architecture.svg`."""
    return {"diagrams/architecture.svg": svg(dot_source(bp))}


__all__ = ["diagram_files"]
