"""A cut as a picture: text in, text out."""

from decomposer.drawing.dot import draw_dot
from decomposer.drawing.svg import draw_svg

__all__ = ["draw_dot", "draw_svg"]
