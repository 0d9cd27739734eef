"""A cut as a picture: text in, text out."""

from decomposer.drawing.context_map import draw_context_map
from decomposer.drawing.dot import draw_dot
from decomposer.drawing.matrix import draw_matrix
from decomposer.drawing.sheet import Words
from decomposer.drawing.svg import draw_svg

__all__ = ["Words", "draw_context_map", "draw_dot", "draw_matrix", "draw_svg"]
