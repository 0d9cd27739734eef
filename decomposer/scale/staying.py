"""How much of a cut another one keeps."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from decomposer.scale.arrays import changes, numbered


def moved(before: NDArray[Any], after: NDArray[Any]) -> int:
    """How many nodes are elsewhere than most of their old group."""
    pairs = np.sort((numbered(before).astype(np.int64) << 32) | numbered(after))
    begins = np.flatnonzero(changes(pairs))
    together = np.diff(np.append(begins, len(pairs)))
    groups = np.flatnonzero(changes(pairs[begins] >> 32))
    return len(pairs) - int(np.maximum.reduceat(together, groups).sum()) if len(pairs) else 0
