"""A bound without a solver: what every cut loses to triangles that contradict themselves.

Where i and j win by sharing a service, and j and k do, but i and k lose by it, every cut forgoes at
least the smallest of the three (the bad triangles of Bansal, Blum and Chawla, "Correlation
Clustering", 2004). Triangles whose shares of a pair's weight add up to no more than that weight are
lost together, so that their sum may be taken off the sum of all that can be won.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from decomposer.propose.labels import Gains


def upper_bound(gains: Gains) -> float:
    """What no cut gains more than: all winning pairs, less what is lost in any case."""
    matrix = np.array(gains, dtype=float)
    won = np.maximum(matrix, 0.0)
    np.fill_diagonal(won, 0.0)
    everything = won.sum() / 2.0
    first, second = np.nonzero(np.triu(matrix < 0, 1))
    dearest = np.argsort(matrix[first, second], kind="stable")
    lost = sum(
        _lost(won, int(i), int(k), float(-matrix[i, k]))
        for i, k in zip(first[dearest], second[dearest], strict=True)
    )
    return float(everything - lost)


def _lost(won: NDArray[Any], i: int, k: int, left: float) -> float:
    """Use up as much of a losing pair as triangles over it have left; `won` is used up with it."""
    through = np.minimum(won[i], won[k])
    begun = left
    while left > 0.0:
        j = int(through.argmax())
        share = min(float(through[j]), left)
        if share <= 0.0:
            break
        for end in (i, k):
            won[end, j] -= share
            won[j, end] -= share
        through[j] = min(won[i, j], won[k, j])
        left -= share
    return begun - left
