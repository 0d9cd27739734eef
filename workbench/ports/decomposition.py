"""Cuts of the monolith, priced."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

PLACES = 3
"""Of a difference that are shown beside its sentence."""

Cut = Mapping[str, tuple[str, ...]]
"""Service -> its modules, both in the order shown."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What the learner wants kept, whatever it costs: lists of modules."""

    together: tuple[tuple[str, ...], ...] = ()
    """Each shares a service."""
    apart: tuple[tuple[str, ...], ...] = ()
    """No two of a list share one."""


NO_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Price:
    """What a cut is worth."""

    total: float
    """0 to 100."""
    criteria: tuple[tuple[str, float], ...]
    """Criterion code (`capability`, `data`, `team`, `scaling`) and 0 to 100."""
    penalties: tuple[str, ...] = ()
    """Sentences."""
    broken: tuple[str, ...] = ()
    """The limits that the cut does not keep, as sentences; no score makes up for them."""


@dataclass(frozen=True, slots=True)
class Optimum:
    """The best cut there is, or the best one found."""

    cut: Cut
    total: float
    proved: bool
    gap: float = 0.0
    """How much better a cut could still be, at most, in points of the score."""


@dataclass(frozen=True, slots=True)
class Delta:
    """One difference between two cuts."""

    text: str
    worse: bool | None
    """None: neither better nor worse."""
    places: tuple[str, ...] = ()
    """Where the code says so, as `file:line`; the weightiest first."""

    @property
    def where(self) -> str:
        """The first of the places, for a line of text; empty where there are none."""
        more = len(self.places) - PLACES
        return ", ".join(self.places[:PLACES]) + (f", … +{more}" if more > 0 else "")


@dataclass(frozen=True, slots=True)
class Coupling:
    """Two modules that depend on each other."""

    source: str
    target: str
    weight: float
    evidence: tuple[str, ...]
    """Where it comes from: use cases, shared tables, teams. Sentences."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a model tells of one use case under a cut; times from the kind to the harsh end."""

    use_case: str
    hops: int
    p95_ms: tuple[float, float]
    availability: float
    """From 0 to 1, at the harsh end."""


@dataclass(frozen=True, slots=True)
class Consequences:
    """What a cut asks of teams, and of the running system."""

    hand_offs: tuple[str, ...]
    """Sentences."""
    forecasts: tuple[Forecast, ...]
    """Those with the most hops first."""
    assumed: str
    """What the forecasts take for granted."""


class DecompositionPort(Protocol):
    """Scores and explains cuts of the e-commerce monolith; fast but for the first call."""

    def cut(self, name: str, limits: Limits = NO_LIMITS) -> Cut:
        """The cut called `mine` (the learner's), `proposal`, `reference` or `monolith`.

        `mine` is the monolith as long as the learner has no boundaries file; the proposal is the
        best cut within the limits.
        """
        ...

    def limits(self) -> Limits:
        """What the learner's boundaries file wants kept."""
        ...

    def price(self, cut: Cut, language: str, limits: Limits = NO_LIMITS) -> Price:
        """The score of a cut, and which limits it does not keep."""
        ...

    def optimum(self, limits: Limits = NO_LIMITS) -> Optimum:
        """The proposal with its proof."""
        ...

    def compare(self, before: Cut, after: Cut, language: str) -> tuple[Delta, ...]:
        """Every difference in consequences, as a sentence, weightiest first."""
        ...

    def couplings(self, language: str) -> tuple[Coupling, ...]:
        """The graph, heaviest first."""
        ...

    def consequences(self, cut: Cut, language: str) -> Consequences:
        """Who has to agree, and what every use case would do at run time."""
        ...

    def save(self, cut: Cut, limits: Limits = NO_LIMITS) -> str:
        """Write the learner's boundaries file (a backup of the old one is kept); its path."""
        ...
