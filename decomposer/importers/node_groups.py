"""A cut of a list of edges as a file: a line per node, its name, a tab and its group."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from decomposer.documents import DocumentError, Problem
from decomposer.importers.edge_lines import EdgeLines


def dump_groups(names: Sequence[str], labels: NDArray[np.int32]) -> str:
    """The text of a cut, groups counted from 1."""
    rows = zip(names, labels.tolist(), strict=True)
    return "".join(f"{name}\t{label + 1}\n" for name, label in rows)


def load_groups(path: Path, names: Sequence[str]) -> NDArray[np.int64]:
    """The group of each name by such a file; a name that it lacks is a group of its own.

    Raises:
        DocumentError: the file cannot be read, or a line of it places no node.
    """
    lines = EdgeLines(str(path))
    try:
        placed = lines.edges(path.read_bytes().splitlines(keepends=True))
    except OSError as error:
        reason = error.strerror or ""
        raise DocumentError([Problem(str(path), 0, 0, "file-unreadable", reason)]) from None
    placed_names, groups = placed.named
    if lines.problems or not placed_names:
        raise DocumentError([*lines.problems] or [Problem(str(path), 0, 0, "no-groups")])
    group_of = dict(zip(placed_names, groups, strict=True))
    numbers = {group: number for number, group in enumerate(dict.fromkeys(groups))}
    found = (
        numbers[group_of[name]] if name in group_of else len(numbers) + position
        for position, name in enumerate(names)
    )
    return np.fromiter(found, dtype=np.int64, count=len(names))
