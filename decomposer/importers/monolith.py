"""The graph of a monolith from YAML; `content/monolith/monolith.yaml` explains the format."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from decomposer.documents import Problem, Source, parse_yaml, read_yaml, validate
from decomposer.graph import MonolithGraph
from decomposer.importers.graph_rules import RULES
from decomposer.importers.graph_warnings import graph_warnings

Advanced = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class ReadGraph:
    """A usable graph, and what is odd about it."""

    graph: MonolithGraph
    warnings: tuple[Problem, ...]


def load_graph(path: Path, advanced: Advanced = lambda _done, _of: None) -> MonolithGraph:
    """Read a graph.

    Raises:
        DocumentError: with every problem of the file.
    """
    return _graph(read_yaml(path, advanced)).graph


def read_graph(path: Path) -> ReadGraph:
    """Read a graph together with what is odd but usable in it.

    Raises:
        DocumentError: with every problem of the file.
    """
    return _graph(read_yaml(path))


def parse_graph(text: str, file: str) -> ReadGraph:
    """The same from text that came from `file`.

    Raises:
        DocumentError: with every problem of the text.
    """
    return _graph(parse_yaml(text, file))


def _graph(source: Source) -> ReadGraph:
    graph = validate(source, MonolithGraph, RULES)
    return ReadGraph(graph, tuple(graph_warnings(source, graph)))
