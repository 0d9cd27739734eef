"""Inequalities that every cut fulfils and a fractional solution breaks.

A solution is a symmetric matrix of togetherness with ones on the diagonal. Each inequality is a row
over pairs of modules with a right-hand side of 1.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
MOST = 600
"""Added at once; more slow the solver down and seldom bind."""


@dataclass(frozen=True, slots=True)
class Inequality:
    """The sum of coefficients times togetherness over the pairs (first, second) is at most 1."""

    first: Array
    second: Array
    coefficients: Array


def triangles(together: Array, tolerance: float) -> tuple[Inequality, ...]:
    """The most broken x_ij + x_jk - x_ik <= 1: i with j and j with k makes i with k."""
    broken = together[:, :, None] + together[None, :, :] - together[:, None, :] - 1.0
    i, j, k = np.nonzero(broken > tolerance)
    keep = (i < k) & (i != j) & (j != k)
    i, j, k = i[keep], j[keep], k[keep]
    worst = np.argsort(-broken[i, j, k], kind="stable")[:MOST]
    signs = np.array([1.0, 1.0, -1.0])
    return tuple(
        Inequality(np.array([a, b, a]), np.array([b, c, c]), signs)
        for a, b, c in zip(i[worst], j[worst], k[worst], strict=True)
    )


def stars(together: Array, tolerance: float) -> tuple[Inequality, ...]:
    """Broken 2-partition inequalities with one centre (Groetschel and Wakabayashi, 1990).

    Of modules that are all apart from each other, the centre can be with one only:
    sum of x_it over T - sum of x_st over pairs in T <= 1. Each T is grown greedily from every leaf.
    """
    found: dict[tuple[int, tuple[int, ...]], Inequality] = {}
    for centre, row in enumerate(together):
        halves = np.nonzero((row > tolerance) & (row < 1.0 - tolerance))[0]
        for seed in halves:
            leaves = _grown(together, row, halves, int(seed))
            key = (centre, tuple(sorted(leaves)))
            if len(leaves) > 2 and _excess(together, row, leaves) > tolerance:  # noqa: PLR2004
                found.setdefault(key, _star(centre, leaves))
    return tuple(found.values())[:MOST]


def _grown(together: Array, row: Array, halves: Array, seed: int) -> list[int]:
    """Leaves around a seed, each of which adds to the excess when it joins."""
    leaves = [seed]
    worth = row - together[seed]
    for leaf in halves[np.argsort(-row[halves], kind="stable")]:
        if leaf not in leaves and worth[leaf] > 0:
            leaves.append(int(leaf))
            worth = worth - together[leaf]
    return leaves


def _excess(together: Array, row: Array, leaves: list[int]) -> float:
    among = together[np.ix_(leaves, leaves)]
    inner = (among.sum() - np.trace(among)) / 2
    return float(row[leaves].sum() - inner - 1.0)


def _star(centre: int, leaves: list[int]) -> Inequality:
    pairs = list(_pairs(leaves))
    first = [centre] * len(leaves) + [a for a, _ in pairs]
    second = leaves + [b for _, b in pairs]
    signs = [1.0] * len(leaves) + [-1.0] * len(pairs)
    return Inequality(np.array(first), np.array(second), np.array(signs))


def _pairs(leaves: list[int]) -> Iterator[tuple[int, int]]:
    for position, leaf in enumerate(leaves):
        yield from ((other, leaf) for other in leaves[:position])
