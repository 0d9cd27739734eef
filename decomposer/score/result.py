"""What a score is made of."""

from collections.abc import Mapping
from dataclasses import dataclass

from decomposer.constraints import Broken
from decomposer.criteria import Criterion
from decomposer.score.crossing import Crossing
from decomposer.score.penalties import Penalty


@dataclass(frozen=True, slots=True)
class Score:
    """How well boundaries heed the evidence, from 0 to 100."""

    total: float
    """The weighted mean of the criteria."""
    criteria: Mapping[Criterion, float]
    """0 to 100 each; 50 is what both one giant service and a service per module get."""
    penalties: tuple[Penalty, ...]
    """What the total lacks to 100, item by item, dearest first."""
    crossing: Crossing
    """The same in plain counts: calls, transactions, shared entities, hand-offs."""
    kinds: Mapping[str, float]
    """Each kind of evidence there is: what part of its weight is heeded, from 0 to 100."""
    broken: tuple[Broken, ...]
    """Hard constraints that the cut does not honour; no score makes up for them."""
