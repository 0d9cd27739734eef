"""Families of pairs of modules, each with a weight: how much of it is inside the groups of a cut.

What a family's pairs have in common (a trait, two different levels) says how many there are in a
group; only `Named` keeps a list. Modules are positions; a trait of -1 is one that nobody knows.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from decomposer.scale.arrays import Floats, Whole

Keys = np.ndarray[tuple[int], np.dtype[np.int64]]


class Pairs(Protocol):
    """A family."""

    def within(self, labels: Whole) -> float:
        """Weight of all its pairs that share a label."""
        ...

    def between(self, first: Whole, second: Whole) -> Floats:
        """Weight of each of these pairs; 0 for one that is not of the family."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Named:
    """Pairs that evidence names one by one; `keys` ascend, as `pair_keys` makes them."""

    keys: Keys
    weights: Floats

    def within(self, labels: Whole) -> float:
        """The weight of those that share a label."""
        return float(self.weights[labels[self.first] == labels[self.second]].sum())

    def between(self, first: Whole, second: Whole) -> Floats:
        """The weight of those that are named."""
        if not len(self.keys):
            return np.zeros(len(first))
        wanted = pair_keys(first, second)
        at = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        return np.where(self.keys[at] == wanted, self.weights[at], 0.0)

    @property
    def first(self) -> Whole:
        """One end of each pair."""
        return (self.keys >> 32).astype(np.int32)

    @property
    def second(self) -> Whole:
        """The other end."""
        return self.keys.astype(np.int32)


@dataclass(frozen=True, slots=True, eq=False)
class Alike:
    """Pairs of one trait."""

    traits: Whole
    weight: float = 1.0

    def within(self, labels: Whole) -> float:
        """By the number of modules of each label and trait."""
        known = self.traits >= 0
        counts = _run_lengths(_keys(labels[known], self.traits[known]))
        return self.weight * float((counts * (counts - 1) / 2).sum())

    def between(self, first: Whole, second: Whole) -> Floats:
        """The weight where both traits are known and the same."""
        one, other = self.traits[first], self.traits[second]
        return np.where((one >= 0) & (one == other), self.weight, 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class Unlike:
    """Pairs of different traits; each weighs 1."""

    traits: Whole

    def within(self, labels: Whole) -> float:
        """All pairs of known traits, less those of the same."""
        known = Alike(np.where(self.traits >= 0, 0, -1).astype(np.int32))
        return known.within(labels) - Alike(self.traits).within(labels)

    def between(self, first: Whole, second: Whole) -> Floats:
        """1 where both traits are known and differ."""
        one, other = self.traits[first], self.traits[second]
        return np.where((one >= 0) & (other >= 0) & (one != other), 1.0, 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class Leveled:
    """Pairs of different levels, of which there are few: the weight is of the two levels."""

    levels: Whole
    prices: Floats
    """Symmetric, with zeros on the diagonal."""

    def within(self, labels: Whole) -> float:
        """By the number of modules of each level under each label."""
        known = self.levels >= 0
        kinds = len(self.prices)
        slots = labels[known].astype(np.int64) * kinds + self.levels[known]
        size = (int(labels.max(initial=-1)) + 1) * kinds
        counts = np.bincount(slots, minlength=size).reshape(-1, kinds)
        return float(((counts @ self.prices) * counts).sum() / 2)

    def between(self, first: Whole, second: Whole) -> Floats:
        """The price of the two levels."""
        one, other = self.levels[first], self.levels[second]
        return np.asarray(np.where((one >= 0) & (other >= 0), self.prices[one, other], 0.0))


@dataclass(frozen=True, slots=True, eq=False)
class Burdened:
    """Pairs of different profiles, by ln(1 + the load of the busier)."""

    profiles: Whole
    loads: Floats

    def within(self, labels: Whole) -> float:
        """Each module with the less busy ones of other profiles under its label."""
        known = np.flatnonzero(self.profiles >= 0)
        order = known[np.argsort(self.loads[known], kind="stable")]
        before = _rank(labels[order].astype(np.int64))
        alike = _rank(_keys(labels[order], self.profiles[order]))
        return float((np.log1p(self.loads[order]) * (before - alike)).sum())

    def between(self, first: Whole, second: Whole) -> Floats:
        """The burden where both profiles are known and differ."""
        busier = np.maximum(self.loads[first], self.loads[second])
        return Unlike(self.profiles).between(first, second) * np.log1p(busier)


@dataclass(frozen=True, slots=True, eq=False)
class Acquainted:
    """A family of which pairs that never meet count for a part only."""

    pairs: Pairs
    met: Named
    """Each weighs 1."""
    strangers: float

    def within(self, labels: Whole) -> float:
        """All as strangers, and what those who have met count more."""
        first, second = self.met.first, self.met.second
        same = labels[first] == labels[second]
        told = float(self.pairs.between(first[same], second[same]).sum())
        return self.strangers * self.pairs.within(labels) + (1.0 - self.strangers) * told

    def between(self, first: Whole, second: Whole) -> Floats:
        """The weight, less where they are strangers."""
        share = self.strangers + (1.0 - self.strangers) * self.met.between(first, second)
        return self.pairs.between(first, second) * share


def pair_keys(first: Whole, second: Whole) -> Keys:
    """A number for each pair, whichever end is named first."""
    low, high = np.minimum(first, second), np.maximum(first, second)
    return (low.astype(np.int64) << 32) | high


def _keys(labels: Whole, traits: Whole) -> Keys:
    return (labels.astype(np.int64) << 32) | traits


def _run_lengths(values: Keys) -> Whole:
    return np.unique(values, return_counts=True)[1]


def _rank(values: Keys) -> Floats:
    """How many of the values before each are equal to it."""
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    begins = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]]) if len(values) else order
    runs = np.diff(np.append(begins, len(values)))
    ranks = np.empty(len(values))
    ranks[order] = np.arange(len(values)) - np.repeat(begins, runs)
    return ranks
