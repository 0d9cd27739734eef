"""Counterfactuals: the weight at which a boundary of the best cut changes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from decomposer.criteria import DEFAULT_WEIGHTS, Criterion, Weights
from decomposer.graph import MonolithGraph
from decomposer.propose.labels import Labels, groups
from decomposer.sensitivity.dials import Dial, dials
from decomposer.sensitivity.envelope import HIGHEST, Span, envelope
from decomposer.sensitivity.optimum import Optimum
from decomposer.sensitivity.progress import Progress, untold

Side = Literal["below", "above"]
Boundary = tuple[frozenset[str], frozenset[str]]
"""Two sets of modules with a boundary between them, or with none."""


@dataclass(frozen=True, slots=True)
class Flip:
    """Modules that go elsewhere once a weight passes a threshold. Words: `flip-<side>-…`."""

    kind: Literal["criterion", "evidence"]
    criterion: Criterion
    code: str
    """The criterion's name, or the kind of evidence."""
    side: Side
    threshold: float
    now: float
    modules: tuple[str, ...]
    companions: tuple[str, ...]
    """Whom they join; nobody when they become a service of their own."""


@dataclass(frozen=True, slots=True)
class Flips:
    """All thresholds next to today's weights."""

    flips: tuple[Flip, ...]
    steady: tuple[tuple[str, str], ...]
    """Kind and code of the dials that change nothing up to the highest weight looked at."""
    highest: float
    proved: bool
    """Each threshold rests on proved optima; otherwise on the best cuts found."""
    steps: int = 0
    """Single changes that were tried instead of whole cuts (`decomposer.sensitivity.large`)."""


def flips(
    graph: MonolithGraph,
    weights: Weights = DEFAULT_WEIGHTS,
    boundary: Boundary | None = None,
    progress: Progress = untold,
) -> Flips:
    """The nearest thresholds below and above each weight; of one boundary, where it is named.

    A boundary flips when some of its two sets come to share a service, or cease to share any.
    """
    turned = dials(graph, weights)
    best, found, steady = Optimum(graph), [], []
    for done, dial in enumerate(turned):
        progress(done, len(turned))
        spans = envelope(dial, best)
        near = [*_nearest(graph.names, dial, spans, boundary)]
        found += near
        steady += [] if near else [(dial.kind, dial.code)]
    progress(len(turned), len(turned))
    return Flips(nearest_first(found), tuple(steady), HIGHEST, best.proved)


def nearest_first(found: Iterable[Flip]) -> tuple[Flip, ...]:
    """In the order in which they are told."""
    return tuple(sorted(found, key=_distance))


def _distance(flip: Flip) -> tuple[float, str, str, tuple[str, ...]]:
    """How many times larger or smaller the weight has to become."""
    low, high = sorted((flip.now, flip.threshold))
    return high / low if low else float("inf"), flip.kind, flip.code, flip.modules


def _nearest(
    names: Sequence[str], dial: Dial, spans: tuple[Span, ...], boundary: Boundary | None
) -> Iterator[Flip]:
    here = next(i for i, span in enumerate(spans) if span.low <= dial.now <= span.high)
    today = spans[here].labels
    sides: tuple[tuple[Side, Sequence[Span]], ...] = (
        ("below", spans[:here][::-1]),
        ("above", spans[here + 1 :]),
    )
    for side, others in sides:
        for span in others:
            if boundary is None or _joined(names, span.labels, boundary) is not _joined(
                names, today, boundary
            ):
                threshold = span.high if side == "below" else span.low
                yield from _told(names, dial, side, threshold, (today, span.labels))
                break


def _joined(names: Sequence[str], labels: Labels, boundary: Boundary) -> bool:
    one, other = ({labels[names.index(module)] for module in side} for side in boundary)
    return bool(one & other)


def _told(
    names: Sequence[str], dial: Dial, side: Side, threshold: float, cuts: tuple[Labels, Labels]
) -> Iterator[Flip]:
    before, after = ([frozenset(group) for group in groups(cut, names)] for cut in cuts)
    for modules, companions in moves(before, after):
        moved = tuple(name for name in names if name in modules)
        joined = tuple(name for name in names if name in companions)
        code, kind = dial.code, dial.kind
        yield Flip(kind, dial.criterion, code, side, threshold, dial.now, moved, joined)


def moves(
    before: Sequence[frozenset[str]], after: Sequence[frozenset[str]]
) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    """Who goes where from one cut to another; the services that overlap most stay themselves."""
    pairs = [(len(a & b), i, j) for i, a in enumerate(before) for j, b in enumerate(after) if a & b]
    same: dict[int, int] = {}
    for _, i, j in sorted(pairs, key=lambda pair: (-pair[0], pair[1:])):
        if i not in same.values() and j not in same:
            same[j] = i
    moved: dict[int, list[frozenset[str]]] = defaultdict(list)
    for _, i, j in pairs:
        if same.get(j) != i:
            moved[j].append(before[i] & after[j])
    for j, parts in moved.items():
        for part in parts:
            yield part, after[j] - part
