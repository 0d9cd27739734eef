"""What other weights would make of the best boundaries, in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from content.messages import Messages
from decomposer.graph import MonolithGraph
from decomposer.propose import propose
from decomposer.sensitivity import Flip, Flips, Sway
from decomposer.sensitivity import flips as all_flips
from decomposer.sensitivity import stability as stability_of
from decomposer.sensitivity.flips import Boundary
from decomposer.sensitivity.progress import Progress, untold


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
    boundary = _boundary(graph, between) if between else None
    found = all_flips(graph, boundary=boundary, progress=progress)
    return FlipsTold(
        flips=found.flips,
        sentences=tuple(_flip(flip, words) for flip in found.flips),
        steady=_steady(found, words),
        highest=found.highest,
        proved=found.proved,
    )


def stability_told(
    graph: MonolithGraph, words: Messages, progress: Progress = untold
) -> StabilityTold:
    """What is best whatever the weights, and what wavers."""
    found = stability_of(graph, progress)
    core = (words.text("stability-core", modules=", ".join(group)) for group in found.core)
    return StabilityTold(
        mixtures=found.mixtures,
        cuts=found.cuts,
        core=found.core,
        wavering=found.wavering,
        shares={f"{pair.first} + {pair.second}": pair.share for pair in found.pairs},
        sentences=(*core, *(_sway(sway, words) for sway in found.wavering)),
        proved=found.proved,
    )


def _boundary(graph: MonolithGraph, between: tuple[str, str]) -> Boundary:
    """Two services of the proposal or two modules; a module and its service: it and the rest."""
    services = propose(graph).partition.services
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
        modules=", ".join(flip.modules),
        companions=", ".join(flip.companions),
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
