"""Mono2Micro's call volumes as edges: for more pairs of classes than a graph file is good for."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from decomposer.documents import DocumentError, Problem
from decomposer.importers.edges import EdgeList
from decomposer.importers.imported import Gap
from decomposer.importers.mono2micro import load_volumes
from decomposer.metrics.observation import is_root
from decomposer.scale import array_graph

STEPS = 3


def read_call_edges(
    path: Path, advanced: Callable[[int, int], None] = lambda _done, _of: None
) -> EdgeList:
    """Read `runtime_call_volume.json`: calls there and back are one edge, the driver's are none.

    Raises:
        DocumentError: with every problem of the file; no two classes call each other.
    """
    volumes = load_volumes(path)
    advanced(1, STEPS)
    numbers: dict[str, int] = {}
    ends = [
        (numbers.setdefault(caller, len(numbers)), numbers.setdefault(callee, len(numbers)), volume)
        for (caller, callee), volume in volumes.items()
        if caller != callee and not is_root(caller) and not is_root(callee)
    ]
    if not ends:
        raise DocumentError([Problem(str(path), 0, 0, "no-calls-between-classes")])
    advanced(2, STEPS)
    first, second, weights = np.array(ends, dtype=np.float64).T
    graph = array_graph(len(numbers), first, second, weights)
    advanced(STEPS, STEPS)
    params = {"edges": len(graph.rows) // 2, "nodes": graph.count}
    return EdgeList(tuple(numbers), graph, (Gap("edges-read", params),), ())
