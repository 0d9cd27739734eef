"""What other weights would make of the best boundaries, in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from content.messages import Messages
from decomposer.criteria.grouping import listed
from decomposer.criteria.pricing import LARGE
from decomposer.graph import MonolithGraph
from decomposer.partition import Partition
from decomposer.propose import propose
from decomposer.sensitivity import Flip, Flips, Stability, Sway
from decomposer.sensitivity import flips as all_flips
from decomposer.sensitivity import stability as stability_of
from decomposer.sensitivity.flips import Boundary
from decomposer.sensitivity.progress import Progress, untold

NAMED = 12
"""Modules that a sentence names."""
CORE = 30
"""Modules that are named of those that are always together."""


class UnknownSideError(LookupError):
    """A boundary is asked for between what is neither a service of the proposal nor a module."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        self.name = name
        self.known = known
        super().__init__(name)


@dataclass(frozen=True, slots=True)
class FlipsTold:
    """The thresholds as data and as sentences."""

    flips: tuple[Flip, ...]
    sentences: tuple[str, ...]
    """Of the flips, in their order."""
    steady: tuple[str, ...]
    highest: float
    proved: bool
    steps: int
    """Single changes that were tried instead of whole cuts, where there are very many modules."""


@dataclass(frozen=True, slots=True)
class StabilityTold:
    """The stable core and the wavering modules as data and as sentences."""

    mixtures: int
    cuts: int
    core: tuple[tuple[str, ...], ...]
    wavering: tuple[Sway, ...]
    shares: Mapping[str, float]
    """Pairs, written `a + b`: in what part of the best cuts they share a service."""
    sentences: tuple[str, ...]
    proved: bool


def flips_told(
    graph: MonolithGraph,
    words: Messages,
    between: tuple[str, str] | None = None,
    progress: Progress = untold,
) -> FlipsTold:
    """The thresholds of every weight; with `between`, those of one boundary.

    Raises:
        UnknownSideError: `between` names something that is not there.
    """
    found = _flips(graph, between, progress)
    return FlipsTold(
        flips=found.flips,
        sentences=tuple(_flip(flip, words) for flip in found.flips),
        steady=_steady(found, words),
        highest=found.highest,
        proved=found.proved,
        steps=found.steps,
    )


def stability_told(
    graph: MonolithGraph, words: Messages, progress: Progress = untold
) -> StabilityTold:
    """What is best whatever the weights, and what wavers."""
    found = _stability(graph, progress)
    core = (words.text("stability-core", modules=listed(group, CORE)) for group in found.core)
    return StabilityTold(
        mixtures=found.mixtures,
        cuts=found.cuts,
        core=found.core,
        wavering=found.wavering,
        shares={f"{pair.first} + {pair.second}": pair.share for pair in found.pairs},
        sentences=(*core, *(_sway(sway, words) for sway in found.wavering)),
        proved=found.proved,
    )


def _flips(graph: MonolithGraph, between: tuple[str, str] | None, progress: Progress) -> Flips:
    if len(graph.modules) <= LARGE:
        boundary = _boundary(graph, propose(graph).partition, between) if between else None
        return all_flips(graph, boundary=boundary, progress=progress)
    from decomposer.propose.large import large_cut
    from decomposer.sensitivity.large import flips_large

    cut, _ = large_cut(graph, advanced=progress)
    boundary = _boundary(graph, cut, between) if between else None
    return flips_large(graph, cut, boundary=boundary, progress=progress)


def _stability(graph: MonolithGraph, progress: Progress) -> Stability:
    if len(graph.modules) <= LARGE:
        return stability_of(graph, progress)
    from decomposer.sensitivity.large_simplex import stability_large

    return stability_large(graph, progress)


def _boundary(graph: MonolithGraph, cut: Partition, between: tuple[str, str]) -> Boundary:
    """Two services of the proposal or two modules; a module and its service: it and the rest."""
    services = cut.services
    known = (*services, *graph.names)
    for name in between:
        if name not in known:
            raise UnknownSideError(name, known)
    one, other = (frozenset(services.get(name, (name,))) for name in between)
    return (one, other - one) if len(one) < len(other) else (one - other, other)


def _flip(flip: Flip, words: Messages) -> str:
    return words.text(
        f"flip-{flip.side}-{'joins' if flip.companions else 'alone'}",
        weight=_weight(flip.kind, flip.code, words),
        threshold=flip.threshold,
        now=flip.now,
        modules=listed(flip.modules, NAMED),
        companions=listed(flip.companions, NAMED),
    )


def _weight(kind: str, code: str, words: Messages) -> str:
    return words.text(f"weight-{kind}", name=words.text(f"{kind}-{code}"))


def _steady(found: Flips, words: Messages) -> tuple[str, ...]:
    return tuple(words.text(f"{kind}-{code}") for kind, code in found.steady)


def _sway(sway: Sway, words: Messages) -> str:
    facts = {"module": sway.module, "percent": 100 * sway.steadiness}
    if sway.criterion is None:
        return words.text("sway-unclear", **facts)
    kind = "sway-keeps" if sway.keeps else "sway-drives"
    return words.text(kind, criterion=words.text(f"criterion-{sway.criterion}"), **facts)
