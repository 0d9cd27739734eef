"""Cuts of the monolith, priced."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

Cut = Mapping[str, tuple[str, ...]]
"""Service -> its modules, both in the order shown."""


@dataclass(frozen=True, slots=True)
class Price:
    """What a cut is worth."""

    total: float
    """0 to 100."""
    criteria: tuple[tuple[str, float], ...]
    """Criterion code (`capability`, `data`, `team`, `scaling`) and 0 to 100."""
    penalties: tuple[str, ...] = ()
    """Sentences."""


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


@dataclass(frozen=True, slots=True)
class Coupling:
    """Two modules that depend on each other."""

    source: str
    target: str
    weight: float
    evidence: tuple[str, ...]
    """Where it comes from: use cases, shared tables, teams. Sentences."""


class DecompositionPort(Protocol):
    """Scores and explains cuts of the e-commerce monolith; fast but for the first call."""

    def cut(self, name: str) -> Cut:
        """The cut called `mine` (the learner's), `proposal`, `reference` or `monolith`.

        `mine` is the monolith as long as the learner has no boundaries file.
        """
        ...

    def price(self, cut: Cut, language: str) -> Price:
        """The score of a cut."""
        ...

    def optimum(self) -> Optimum:
        """The proposal with its proof."""
        ...

    def compare(self, before: Cut, after: Cut, language: str) -> tuple[Delta, ...]:
        """Every difference in consequences, as a sentence, weightiest first."""
        ...

    def couplings(self, language: str) -> tuple[Coupling, ...]:
        """The graph, heaviest first."""
        ...

    def save(self, cut: Cut) -> str:
        """Write the learner's boundaries file (a backup of the old one is kept); its path."""
        ...
