"""A list of edges, or of call volumes, cut into groups."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import numpy as np

from content.messages import Messages
from decomposer.importers.call_edges import read_call_edges
from decomposer.importers.edges import read_edges
from decomposer.importers.node_groups import dump_groups, load_groups
from decomposer.scale import find, moved
from generators.blueprint.wording import problem_line
from workbench.usecases.boundaries import save_new


@dataclass(frozen=True, slots=True)
class LargeCut:
    """The groups that were found, and what they are worth."""

    groups: int
    nodes: int
    edges: int
    largest: int
    """Nodes in the largest group."""
    median: int
    shorter: float
    """Share of the description that the cut saves; 0: the edges are as good as chance."""
    resolution: float | None
    swept: tuple[tuple[float, int], ...]
    """Resolutions tried, and how many groups each gave."""
    moved: int | None
    """Nodes that left what became of their group of the start; None without a start."""
    read_s: float
    cut_s: float
    gaps: tuple[str, ...]
    skipped: tuple[str, ...]
    """The first lines that could not be used, located."""


def cut_edges(
    file: Path,
    start: Path | None,
    out: Path | None,
    words: Messages,
    advanced: Callable[[int, int], None],
    *,
    force: bool,
) -> LargeCut:
    """Cut the edges of a file (`.json`: call volumes); nothing is written before all is done.

    Raises:
        DocumentError: with the problems of the list, or of the start.
        WorkspaceError: `out` exists, and `force` was not said.
    """
    began = perf_counter()
    read = read_call_edges if ".json" in file.suffixes else read_edges
    told = read(file, advanced)
    before = load_groups(start, told.names) if start else None
    read_s = perf_counter() - began
    found = find(told.graph, start=before, advanced=advanced)
    if out:
        save_new(out, dump_groups(told.names, found.labels), force=force)
    sizes = np.bincount(found.labels)
    return LargeCut(
        groups=found.groups,
        nodes=told.graph.count,
        edges=told.edges,
        largest=int(sizes.max()),
        median=int(np.median(sizes)),
        shorter=found.shorter,
        resolution=found.resolution,
        swept=found.swept,
        moved=None if before is None else moved(before, found.labels),
        read_s=read_s,
        cut_s=found.seconds,
        gaps=tuple(words.text(f"import-{gap.code}", **gap.params) for gap in told.gaps),
        skipped=tuple(problem_line(problem, words) for problem in told.skipped),
    )
