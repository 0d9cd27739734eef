"""How far two cuts agree, beyond what cuts of the same sizes agree on by chance.

The adjusted Rand index of Hubert and Arabie, "Comparing Partitions", Journal of Classification 2,
1985, equation 5. Metrics of a cut alone can be gamed; agreement with a cut that an expert made
cannot, as long as the expert's cut is not what was searched for.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from math import comb

from decomposer.partition import Partition


def agreement(one: Partition, other: Partition) -> float | None:
    """The adjusted Rand index over the modules that both cuts place.

    1 for equal cuts, 0 for what chance gives, less for worse; None where fewer than two modules
    are shared and there is no pair to agree on.
    """
    shared = one.service_of.keys() & other.service_of.keys()
    if len(shared) < 2:  # noqa: PLR2004 - a pair
        return None
    return adjusted_rand_index(
        [one.service_of[name] for name in shared], [other.service_of[name] for name in shared]
    )


def adjusted_rand_index(one: Sequence[Hashable], other: Sequence[Hashable]) -> float:
    """The index of two labellings of the same things, given in the same order; 1 at most."""
    met = _pairs(Counter(zip(one, other, strict=True)).values())
    ours, theirs = _pairs(Counter(one).values()), _pairs(Counter(other).values())
    mean, all_pairs = (ours + theirs) / 2, comb(len(one), 2)
    by_chance = ours * theirs / all_pairs if all_pairs else 0.0
    # only when both put everything together or everything apart, and so are the same
    return 1.0 if mean == by_chance else (met - by_chance) / (mean - by_chance)


def _pairs(sizes: Iterable[int]) -> int:
    return sum(comb(size, 2) for size in sizes)
