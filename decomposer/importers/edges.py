"""Plain edge lists: a line per edge, two names and, where it is known, a weight.

Made for millions of lines, which are cut straight from the arrays (`decomposer.scale`); a list of
moderate length becomes a graph as well.
"""

import gzip
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

import numpy as np
from numpy.typing import NDArray

from decomposer.documents import DocumentError, Problem
from decomposer.graph import MonolithGraph
from decomposer.importers.edge_lines import EdgeLines, Edges
from decomposer.importers.imported import Gap, Imported, Names, untold_module
from decomposer.importers.short_names import Packed, numbered
from decomposer.knowledge import Dependency
from decomposer.scale import ArrayGraph, array_graph

BLOCK = 2**20
"""Bytes that are read at once."""
MOST = 20_000_000
"""Edges that are read; the rest of a longer file is left out, and that is said."""
AT_ONCE = 4_000_000
"""Edges whose ends are numbered by one sort."""
AS_GRAPH = 50_000
"""Edges of a graph file; more are cut straight from the list."""

GRAPHS = frozenset({".yaml", ".yml"})
"""Endings of what is no list, though many of its lines look like edges."""

Advanced = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, eq=False)
class EdgeList:
    """The edges of a file, and what was odd in it."""

    names: tuple[str, ...]
    graph: ArrayGraph
    """Nodes in the order of `names`; repeated edges added up."""
    gaps: tuple[Gap, ...]
    skipped: tuple[Problem, ...]
    """The first lines that could not be used."""

    @property
    def edges(self) -> int:
        """How many different ones there are."""
        return len(self.graph.rows) // 2


def read_edges(path: Path, advanced: Advanced = lambda _done, _of: None) -> EdgeList:
    """Read a list of edges, packed (.gz) or not.

    Raises:
        DocumentError: the file cannot be read, is a graph, or no line of it is an edge.
    """
    if path.suffix in GRAPHS:
        raise DocumentError([Problem(str(path), 0, 0, "graph-for-edges")])
    lines, found = EdgeLines(str(path)), _Ends()
    try:
        for block in _blocks(path, advanced):
            found.add(lines.edges(block))
            if found.edges > MOST:
                break
    except FileNotFoundError:
        raise DocumentError([Problem(str(path), 0, 0, "file-not-found")]) from None
    except (OSError, EOFError, zlib.error) as error:
        raise DocumentError([Problem(str(path), 0, 0, "file-unreadable", str(error))]) from None
    if not found.edges:
        raise DocumentError([*lines.problems, Problem(str(path), 0, 0, "no-edges")])
    graph = found.graph()
    return EdgeList(
        names=tuple(found.numbers),
        graph=graph,
        gaps=tuple(_gaps(found, graph, lines.more)),
        skipped=tuple(lines.problems),
    )


def load_edges(path: Path, advanced: Advanced = lambda _done, _of: None) -> Imported:
    """The same as a graph of modules that depend on each other.

    Raises:
        DocumentError: as for `read_edges`; or there are more edges than a graph file is good for.
    """
    told = read_edges(path, advanced)
    if told.edges > AS_GRAPH:
        params = {"edges": told.edges, "most": AS_GRAPH}
        raise DocumentError([Problem(str(path), 0, 0, "edges-too-many", params=params)])
    names = Names("module")
    modules = tuple(untold_module(names(each), each) for each in told.names)
    graph = MonolithGraph(
        name=Names("edges")(path.resolve().name.partition(".")[0]),
        modules=modules,
        dependencies=tuple(_dependencies(told.graph, [module.name for module in modules])),
    )
    untold = (Gap("modules-untold", {"modules": len(modules)}), Gap("nothing-apart", {}))
    return Imported(graph, (*told.gaps, *untold), told.skipped)


def _dependencies(graph: ArrayGraph, names: Sequence[str]) -> Iterator[Dependency]:
    once = graph.rows < graph.columns
    arcs = (graph.rows[once], graph.columns[once], graph.weights[once])
    for one, other, weight in zip(*(each.tolist() for each in arcs), strict=True):
        ends = {"from": names[one], "to": names[other]}
        counted = {"kind": "call", "count": max(1, round(weight))}
        yield Dependency.model_validate({**ends, **counted})


class _Ends:
    """The ends of edges, by the number of each name."""

    def __init__(self) -> None:
        self.numbers = defaultdict[str, int]()
        self.numbers.default_factory = self.numbers.__len__
        self.edges = 0
        self._ends: list[NDArray[Any]] = []
        self._short: list[Packed] = []
        """Of edges whose ends have no numbers yet: more of them at once are numbered faster."""
        self._weights: list[NDArray[Any]] = []

    def add(self, edges: Edges) -> None:
        """Take in some more."""
        self.edges += len(edges.weights)
        self._weights.append(edges.weights)
        if isinstance(edges.ends, np.ndarray):
            self._short.append(edges.ends)
            if sum(each.shape[1] for each in self._short) > AT_ONCE:
                self._number_short()
        else:
            self._number_short()
            self._ends.append(np.array([self._numbered(names) for names in edges.ends]))

    def _numbered(self, names: Sequence[str]) -> NDArray[Any]:
        known = map(self.numbers.__getitem__, names)
        return np.fromiter(known, dtype=np.int32, count=len(names))

    def _number_short(self) -> None:
        if self._short:
            names, at = numbered(np.concatenate(self._short, axis=1).ravel())
            self._ends.append(self._numbered(names)[at].reshape(2, -1))
            self._short.clear()

    def graph(self) -> ArrayGraph:
        """What has been taken in."""
        self._number_short()
        first, second = np.concatenate(self._ends, axis=1)
        return array_graph(len(self.numbers), first, second, np.concatenate(self._weights))

    @property
    def loops(self) -> int:
        """How many edges lead from a node to itself."""
        return sum(int((first == second).sum()) for first, second in self._ends)


def _gaps(found: _Ends, graph: ArrayGraph, more: int) -> Iterator[Gap]:
    edges, loops = len(graph.rows) // 2, found.loops
    yield Gap("edges-read", {"edges": edges, "nodes": graph.count})
    repeated = found.edges - loops - edges
    if repeated:
        yield Gap("edges-repeated", {"edges": repeated})
    if loops:
        yield Gap("edges-loops", {"edges": loops})
    if more:
        yield Gap("lines-more", {"lines": more})
    if found.edges > MOST:
        yield Gap("edges-cut", {"edges": found.edges})


def _blocks(path: Path, advanced: Advanced) -> Iterator[list[bytes]]:
    """The lines, some megabytes at a time; `advanced` is told in bytes of the file."""
    size = max(1, path.stat().st_size)
    with path.open("rb") as raw, _unpacked(raw, path) as lines:
        while block := lines.readlines(BLOCK):
            yield block
            advanced(raw.tell(), size)


def _unpacked(raw: IO[bytes], path: Path) -> IO[bytes]:
    return cast("IO[bytes]", gzip.GzipFile(fileobj=raw)) if path.suffix == ".gz" else raw
