"""One difference between two cuts, as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from decomposer.knowledge import Places


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that holds after and did not before, or the reverse. Words: `difference-<code>`."""

    code: str
    points: float
    """What it changes in the total score. Of the itemised differences these sum to the change."""
    params: Mapping[str, str | int | float] = field(default_factory=dict)
    places: Places = ()
    """Those of the weightiest evidence first."""

    @property
    def worse(self) -> bool | None:
        """True for a price, False for a gain, None for what is neither."""
        return None if self.points == 0 else self.points < 0
