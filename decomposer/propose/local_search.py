"""A good cut, fast: single moves and merges from many starts, the best kept.

Kernighan and Lin's idea of improving exchanges, in the form used for community detection (Blondel
et al., 2008, the first phase). Deterministic: the order of visits comes from a fixed seed.
"""

from collections import defaultdict
from collections.abc import Sequence
from random import Random

from decomposer.propose.labels import Gains, Labels, canonical, value

STARTS = 30
PAIRS_VISITED = 150_000
"""Large graphs get fewer starts, always the same number: the search stays within seconds."""
IMPROVEMENT = 1e-9
"""Less than this is rounding, and a search that follows it need not end."""


def search(gains: Gains, seed: int = 1) -> Labels:
    """The best cut found; no single move and no merge of two groups improves it."""
    starts = max(1, min(STARTS, PAIRS_VISITED // max(1, len(gains) ** 2)))
    random = Random(seed)  # noqa: S311 - an order of visits, not a secret
    best: Labels = tuple(range(len(gains)))
    for _ in range(starts):
        found = _climb(gains, list(range(len(gains))), random)
        if value(gains, found) > value(gains, best) + IMPROVEMENT:
            best = found
    return best


def climb(gains: Gains, start: Sequence[int], seed: int = 1) -> Labels:
    """The cut that single moves and merges make of `start`, as long as each of them wins."""
    return _climb(gains, list(start), Random(seed))  # noqa: S311 - an order of visits


def _climb(gains: Gains, labels: list[int], random: Random) -> Labels:
    order = list(range(len(labels)))
    improved = True
    while improved:
        random.shuffle(order)
        moved = [_move(gains, labels, module) for module in order]
        improved = any(moved) or _merge(gains, labels)
    return canonical(labels)


def _move(gains: Gains, labels: list[int], module: int) -> bool:
    """Put one module where it wins most; a group of its own counts as winning nothing."""
    wins: dict[int, float] = defaultdict(float)
    for other, label in enumerate(labels):
        if other != module:
            wins[label] += gains[module][other]
    here = wins.get(labels[module], 0.0)
    alone = next(label for label in range(len(labels) + 1) if label not in wins)
    wins[alone] = 0.0
    best = max(wins, key=lambda label: (wins[label], -label))
    if wins[best] <= here + IMPROVEMENT:
        return False
    labels[module] = best
    return True


def _merge(gains: Gains, labels: list[int]) -> bool:
    """Join the two groups that win most by it."""
    wins: dict[tuple[int, int], float] = defaultdict(float)
    for i, row in enumerate(gains):
        for j in range(i):
            if labels[i] != labels[j]:
                wins[_ordered(labels[i], labels[j])] += row[j]
    if not wins:
        return False
    best = max(wins, key=lambda groups: (wins[groups], groups))
    if wins[best] <= IMPROVEMENT:
        return False
    _relabel(labels, *best)
    return True


def _relabel(labels: list[int], kept: int, gone: int) -> None:
    labels[:] = [kept if label == gone else label for label in labels]


def _ordered(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a < b else (b, a)
