"""Explaining boundaries: what a move or another cut changes, item by item, and why."""

from decomposer.explain.arguments import Argument, arguments
from decomposer.explain.comparing import compare, move
from decomposer.explain.difference import Difference

__all__ = ["Argument", "Difference", "arguments", "compare", "move"]
