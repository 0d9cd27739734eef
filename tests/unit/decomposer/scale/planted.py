"""Graphs whose groups are known, because they were planted."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from decomposer.scale import ArrayGraph, array_graph


@dataclass(frozen=True)
class Planted:
    first: NDArray[np.int64]
    second: NDArray[np.int64]
    truth: NDArray[np.int64]

    @property
    def graph(self) -> ArrayGraph:
        return array_graph(len(self.truth), self.first, self.second)


def planted(
    nodes: int, groups: int, *, degree: float = 12, mixing: float = 0.25, spread: float = 0, seed=1
) -> Planted:
    """Each edge leaves a random node and stays in its group but for a share of `mixing`.

    Groups are equal, or of lognormal sizes with a `spread`.
    """
    random = np.random.default_rng(seed)
    sizes = random.lognormal(0, spread, groups) if spread else np.ones(groups)
    sizes = np.maximum(8, sizes / sizes.sum() * nodes).astype(int)
    truth = np.repeat(np.arange(groups), sizes)
    random.shuffle(truth)
    members = np.argsort(truth, kind="stable")
    begins = np.concatenate(([0], np.cumsum(sizes)))
    edges = int(len(truth) * degree / 2)
    first = random.integers(0, len(truth), edges)
    home = truth[first]
    inside = members[begins[home] + (random.random(edges) * sizes[home]).astype(int)]
    anywhere = random.integers(0, len(truth), edges)
    second = np.where(random.random(edges) > mixing, inside, anywhere)
    return Planted(first, second, truth)
