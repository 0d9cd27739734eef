"""Cuts measured as INESC's papers measure them, side by side, and what each exploits."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from content.messages import Messages
from decomposer.importers.access_sequences import load_entities, load_sequences
from decomposer.importers.clusters import load_authors, load_entity_cut
from decomposer.metrics import InescMetrics, inesc_metrics, sequence_exploits
from decomposer.metrics.inesc import Sequences
from decomposer.metrics.sequence_exploits import Authors
from decomposer.partition import Partition
from workbench.usecases.imports import ExploitTold

PARTS = 100
"""Strokes of the bar for each cut."""


@dataclass(frozen=True, slots=True)
class AccessFigures:
    """A cut of entities with the papers' metrics; not rounded."""

    cut: str
    parts: int
    entities: int
    metrics: InescMetrics
    exploits: tuple[ExploitTold, ...]
    unplaced: tuple[str, ...]
    """Entities of the data set that the cut says nothing about."""


def access_metrics(
    sequences: Path,
    entities: Path,
    cuts: tuple[Path, ...],
    authors: Path | None,
    words: Messages,
    advanced: Callable[[int, int], None],
) -> tuple[AccessFigures, ...]:
    """Measure cuts; `advanced` is told how much of how much is done.

    Raises:
        DocumentError: with the problems of the first file that has any.
    """
    names = load_entities(entities)
    known = load_authors(authors, names) if authors else None
    read = {str(path): load_entity_cut(path, names) for path in cuts}
    found = load_sequences(sequences, entities)

    def figures(position: int, path: str, cut: Partition) -> AccessFigures:
        def dealt(share: float) -> None:
            advanced(round(PARTS * (position + share)), PARTS * len(read))

        dealt(0.0)
        return AccessFigures(
            cut=path,
            parts=len(cut.services),
            entities=len(cut.service_of),
            metrics=inesc_metrics(found, cut, known),
            exploits=_exploits(found, cut, known, words, dealt),
            unplaced=tuple(name for name in names.values() if name not in cut.service_of),
        )

    measured = tuple(figures(i, path, cut) for i, (path, cut) in enumerate(read.items()))
    advanced(PARTS * len(read), PARTS * len(read))
    return measured


def _exploits(
    sequences: Sequences,
    cut: Partition,
    authors: Authors | None,
    words: Messages,
    advanced: Callable[[float], None],
) -> tuple[ExploitTold, ...]:
    return tuple(
        ExploitTold(e.code, e.metrics, words.text(f"exploit-{e.code}", **e.params))
        for e in sequence_exploits(sequences, cut, authors, advanced)
    )
