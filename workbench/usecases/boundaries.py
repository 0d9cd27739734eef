"""Boundaries in words: scores, differences, drawings and files."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from content.messages import Messages
from decomposer.constraints import Broken
from decomposer.graph import MonolithGraph
from decomposer.importers.boundaries import dump_boundaries
from decomposer.partition import Partition
from decomposer.score import Score
from workbench.ports.decomposition import Delta
from workbench.usecases.files import save
from workbench.usecases.workspace import WorkspaceError

SHOWN = 8
"""How many penalties are told; the rest is in the total."""


@dataclass(frozen=True, slots=True)
class ScoreFigures:
    """A score as it is shown."""

    total: float
    criteria: Mapping[str, float]
    penalties: tuple[str, ...]
    """The dearest, as sentences."""
    counts: Mapping[str, float]
    """What became distributed, in plain counts; rates are per thousand requests."""
    kinds: Mapping[str, float]
    """Each kind of evidence there is: what part of its weight is heeded, from 0 to 100."""
    broken: tuple[str, ...]
    """The hard constraints that the cut breaks, as sentences."""


def score_figures(score: Score, words: Messages) -> ScoreFigures:
    """The score in the words of one language."""
    crossing = score.crossing
    return ScoreFigures(
        total=score.total,
        criteria={criterion.value: value for criterion, value in score.criteria.items()},
        penalties=tuple(
            words.text(f"penalty-{penalty.code}", points=penalty.points, **penalty.params)
            for penalty in score.penalties[:SHOWN]
        ),
        counts={
            "synchronous_calls_per_1000": crossing.calls_per_1000,
            "distributed_transactions_per_1000": crossing.transactions_per_1000,
            "shared_entities": len(crossing.shared_entities),
            "hand_offs": crossing.hand_offs,
        },
        kinds=score.kinds,
        broken=_broken(score.broken, words),
    )


def _broken(found: Iterable[Broken], words: Messages) -> tuple[str, ...]:
    return tuple(words.text(f"broken-{b.kind}", modules=", ".join(b.modules)) for b in found)


def save_boundaries(partition: Partition, path: Path, *, force: bool) -> None:
    """Write a boundaries file.

    Raises:
        WorkspaceError: the file exists, and `force` was not said.
    """
    save_new(path, dump_boundaries(partition), force=force)


def save_new(path: Path, text: str, *, force: bool) -> None:
    """Write a file of the learner's that is not there yet.

    Raises:
        WorkspaceError: it exists, and `force` was not said.
    """
    if path.exists() and not force:
        raise WorkspaceError("exists", path=str(path))
    save(path, text)


def differences(
    graph: MonolithGraph, before: Partition, after: Partition, words: Messages
) -> tuple[Delta, ...]:
    """Every difference between two cuts as a sentence, weightiest first."""
    from decomposer.explain import compare

    return tuple(
        Delta(words.text(f"difference-{d.code}", **d.params), d.worse, d.places)
        for d in compare(graph, before, after)
    )


def drawing(graph: MonolithGraph, partition: Partition, kind: str, words: Messages) -> str:
    """The cut as SVG (`graph`, `matrix` or `map`), or its graph as `dot`."""
    from decomposer.drawing import draw_context_map, draw_dot, draw_matrix, draw_svg

    def told(code: str, **params: object) -> str:
        return words.text(f"drawing-{code}", **params)

    if kind == "dot":
        return draw_dot(graph, partition, told)
    pictures = {"graph": draw_svg, "matrix": draw_matrix, "map": draw_context_map}
    return pictures[kind](graph, partition, told)
