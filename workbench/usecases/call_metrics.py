"""Cuts of observed classes measured as the papers measure them, side by side."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from content.messages import Messages
from decomposer.importers.mono2micro import load_assignment, load_observation
from decomposer.importers.traced_calls import graph_of_calls
from decomposer.metrics import (
    Observation,
    agreement,
    cargo_metrics,
    dominating,
    exploits,
    ibm_metrics,
)
from decomposer.partition import Partition
from decomposer.propose import propose
from workbench.usecases.imports import ExploitTold

PROPOSAL = "proposal"
Advanced = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Searched:
    """How a cut was found that is to be no worse than another."""

    against: str
    dominates: bool
    """By none of IBM's metrics it is worse."""
    seconds: float


@dataclass(frozen=True, slots=True)
class CallFigures:
    """The papers' metrics of a cut; None is undefined. Not rounded."""

    cut: str
    parts: int
    classes: int
    ibm: Mapping[str, float | None]
    cargo: Mapping[str, float | None]
    agreement: float | None
    """Adjusted Rand index with the expert's cut; None without one."""
    exploits: tuple[ExploitTold, ...]
    unplaced: tuple[str, ...]
    """Classes that were observed and that the cut says nothing about."""
    searched: Searched | None
    """For a cut that was searched for."""
    services: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class CallQuestion:
    """What is to be measured."""

    use_cases: Path
    volumes: Path
    cuts: tuple[str, ...]
    """Partition files, or `proposal`."""
    expert: Path | None = None
    search: bool = False
    """Beside each cut one that is no worse by any of IBM's metrics, where there is one."""
    parts: int | None = None
    """Of the cuts searched for; None: as many as the cut has that they are held against."""


def call_metrics(
    question: CallQuestion, words: Messages, advanced: Advanced
) -> tuple[CallFigures, ...]:
    """Measure each cut, and after it the one that was searched for.

    Raises:
        DocumentError: with the problems of the first file that has any.
    """
    seen = load_observation(question.use_cases, question.volumes)
    expert = load_assignment(question.expert) if question.expert else None
    cuts = {word: _cut(seen, word) for word in question.cuts}
    found = tuple(
        _figures(seen, word, cut, expert, words, searched)
        for word, cut, searched in _with_searched(seen, cuts, question, advanced)
    )
    advanced(1, 1)
    return found


def _cut(seen: Observation, word: str) -> Partition:
    if word != PROPOSAL or Path(word).exists():
        return load_assignment(Path(word))
    graph = graph_of_calls(seen, PROPOSAL).graph
    foreign = {module.name: module.title.en for module in graph.modules if module.title}
    services = propose(graph).partition.services
    return Partition(
        PROPOSAL, {name: tuple(foreign[each] for each in held) for name, held in services.items()}
    )


def _with_searched(
    seen: Observation, cuts: Mapping[str, Partition], question: CallQuestion, advanced: Advanced
) -> Iterator[tuple[str, Partition, Searched | None]]:
    for word, cut in cuts.items():
        yield word, cut, None
        if question.search:
            found = dominating(seen, cut, parts=question.parts, advanced=advanced)
            told = Searched(word, found.dominates, found.seconds)
            yield f"{word} · search", found.partition, told


def _figures(
    seen: Observation,
    word: str,
    cut: Partition,
    expert: Partition | None,
    words: Messages,
    searched: Searched | None,
) -> CallFigures:
    return CallFigures(
        cut=word,
        parts=len(cut.services),
        classes=len(cut.service_of),
        ibm=asdict(ibm_metrics(seen, cut)),
        cargo=asdict(cargo_metrics(seen, cut)),
        agreement=agreement(cut, expert) if expert else None,
        exploits=tuple(
            ExploitTold(e.code, e.metrics, words.text(f"exploit-{e.code}", **e.params))
            for e in exploits(seen, cut)
        ),
        unplaced=seen.unplaced(cut),
        searched=searched,
        services=cut.services,
    )
