"""How much each criterion counts in the total."""

from dataclasses import dataclass

from decomposer.criteria.evidence import Criterion


class BadWeightsError(ValueError):
    """A weight is negative, or all are zero."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The importance of the criteria; only their proportions matter, and they start equal."""

    capability: float = 1.0
    data: float = 1.0
    team: float = 1.0
    scaling: float = 1.0

    def __post_init__(self) -> None:
        if min(self._all()) < 0 or sum(self._all()) <= 0:
            raise BadWeightsError(self._all())

    def share(self, criterion: Criterion) -> float:
        """The criterion's part of the total, from 0 to 1."""
        weight: float = getattr(self, criterion.value)
        return weight / sum(self._all())

    def _all(self) -> tuple[float, ...]:
        return (self.capability, self.data, self.team, self.scaling)
