"""What every cut loses, for very many modules: a packing of cycles that contradict themselves.

A losing pair whose ends are joined by a path of winning pairs costs every cut: the pair, if they
all share a service, or else a pair of the path. So cycles that together use no pair for more than
its points bound the loss of every cut from below. It is weak duality of the linear program over
such cycles (Bansal, Blum and Chawla, "Correlation Clustering", 2004; packed in practice by Lange,
Karrenbauer and Andres, "Partial Optimality and Fast Lower Bounds for Weighted Correlation
Clustering", ICML 2018). However the cycles are chosen, the bound holds; a good cut chooses well.

Here a cut says which: of two services, each winning pair that is torn is spread evenly over all
pairs of their modules, along shortest paths on either side; within a service, every pair that
loses by sharing it asks for its points.
"""

import numpy as np

from decomposer.criteria.pricing import FULL
from decomposer.families import Families
from decomposer.families.classes import Classes, classes
from decomposer.families.pairs import Keys, Named
from decomposer.propose.packing import Packing
from decomposer.scale.arrays import Whole


def upper_bound(told: Families, labels: Whole) -> float:
    """Points of the total that no cut exceeds; `labels` say where to look for contradictions."""
    named = _named(told)
    first, second = named.first, named.second
    together, apart = told.stakes(first, second)
    known = classes(told)
    lost = float(np.minimum(together, apart).sum())
    if known is None:
        return FULL - lost
    lost += _unnamed(known, first, second)
    wins = together > apart
    gains = Named(named.keys[wins], (together - apart)[wins])
    return FULL - lost - Packing(known, labels, named, gains).packed()


def _named(told: Families) -> Named:
    """Every pair that any evidence names."""
    lists = [each.family.pairs.keys for each in told.priced if isinstance(each.family.pairs, Named)]
    keys: Keys = np.unique(np.concatenate([*lists, np.zeros(0, dtype=np.int64)]))
    return Named(keys, np.ones(len(keys)))


def _unnamed(known: Classes, first: Whole, second: Whole) -> float:
    """What pairs lose in any case that nothing names, since traits argue both ways."""
    least = np.minimum(known.together, known.apart)
    counts = np.bincount(known.of_module, minlength=len(least)).astype(float)
    pairs = np.outer(counts, counts)
    pairs[np.diag_indices(len(counts))] -= counts
    listed = least[known.of_module[first], known.of_module[second]].sum()
    return float((pairs * least).sum() / 2 - listed)
