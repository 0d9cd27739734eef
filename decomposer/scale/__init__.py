"""Cuts of very large graphs: arrays instead of objects, seconds instead of a proof."""

from decomposer.scale.arrays import ArrayGraph, array_graph
from decomposer.scale.finding import Found, find
from decomposer.scale.running_cut import RunningCut
from decomposer.scale.staying import moved

__all__ = ["ArrayGraph", "Found", "RunningCut", "array_graph", "find", "moved"]
