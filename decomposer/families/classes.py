"""Modules that differ in nothing that is known: what pairs of them lose, class by class."""

from dataclasses import dataclass

import numpy as np

from decomposer.criteria.evidence import Direction
from decomposer.families.pairs import (
    Acquainted,
    Alike,
    Burdened,
    Leveled,
    Named,
    Unlike,
    plain,
)
from decomposer.families.pricing import Families
from decomposer.scale.arrays import Floats, Whole

MOST = 1000
"""Classes; of more, each module is nearly one by itself."""


@dataclass(frozen=True, slots=True, eq=False)
class Classes:
    """Points that a pair has at stake that no evidence names, by the classes of its modules."""

    of_module: Whole
    together: Floats
    apart: Floats
    """At least so much: of strangers, and whatever their load."""

    @property
    def losses(self) -> Floats:
        """What sharing a service loses at least; negative where it wins."""
        return self.apart - self.together


def classes(told: Families) -> Classes | None:
    """None where a pair's stake is its own, or there are too many classes."""
    columns = []
    for each in told.priced:
        match plain(each.family.pairs):
            case Alike(traits=column) | Unlike(traits=column) | Leveled(levels=column):
                columns.append(column)
            case Named() | Burdened():
                pass
            case _:
                return None
    table = np.stack(columns or [np.zeros(len(told.names), dtype=np.int32)])
    _, samples, of_module = np.unique(table, axis=1, return_index=True, return_inverse=True)
    if len(samples) > MOST:
        return None
    ends = np.meshgrid(samples, samples, indexing="ij")
    stakes = {direction: np.zeros(ends[0].size) for direction in Direction}
    for each in told.priced:
        known = plain(each.family.pairs)
        if not isinstance(known, Named | Burdened):
            share = each.family.pairs.strangers if isinstance(each.family.pairs, Acquainted) else 1
            weights = known.between(ends[0].ravel(), ends[1].ravel())
            stakes[each.family.direction] += each.price * share * weights
    shape = ends[0].shape
    together, apart = (stakes[each].reshape(shape) for each in Direction)
    return Classes(of_module.reshape(-1).astype(np.int32), together, apart)
