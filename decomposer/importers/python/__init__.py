"""Python source as a graph: imports, loads by name, models and transactions."""

from decomposer.importers.python.importing import load_python

__all__ = ["load_python"]
