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

    def towards(self, modules: Whole, groups: Whole, labels: Whole) -> Floats:
        """Weight of the pairs of each of these modules with the others of the group beside it."""
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

    def towards(self, modules: Whole, groups: Whole, labels: Whole) -> Floats:
        """The weight of those that lead from the module into the group."""
        ends = np.concatenate((self.first, self.second))
        others = np.concatenate((self.second, self.first))
        keys = _keys(ends, labels[others])
        return _sums(keys, np.tile(self.weights, 2), _keys(modules, groups))

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

    def towards(self, modules: Whole, groups: Whole, labels: Whole) -> Floats:
        """By the number of modules of its trait in the group, less itself."""
        known, trait = self.traits >= 0, self.traits[modules]
        keys = _keys(labels[known], self.traits[known])
        mates = _sums(keys, np.ones(len(keys)), _keys(groups, trait)) - (labels[modules] == groups)
        return np.where(trait >= 0, self.weight * mates, 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class Unlike:
    """Pairs of different traits; each weighs 1."""

    traits: Whole

    def within(self, labels: Whole) -> float:
        """All pairs of known traits, less those of the same."""
        known = Alike(np.where(self.traits >= 0, 0, -1).astype(np.int32))
        return known.within(labels) - Alike(self.traits).within(labels)

    def towards(self, modules: Whole, groups: Whole, labels: Whole) -> Floats:
        """All of known traits in the group, less those of its own."""
        known = Alike(np.where(self.traits >= 0, 0, -1).astype(np.int32))
        every = known.towards(modules, groups, labels)
        return every - Alike(self.traits).towards(modules, groups, labels)

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
        counts = self._counts(labels, int(labels.max(initial=-1)) + 1)
        return float(((counts @ self.prices) * counts).sum() / 2)

    def between(self, first: Whole, second: Whole) -> Floats:
        """The price of the two levels."""
        one, other = self.levels[first], self.levels[second]
        return np.asarray(np.where((one >= 0) & (other >= 0), self.prices[one, other], 0.0))

    def towards(self, modules: Whole, groups: Whole, labels: Whole) -> Floats:
        """By the number of modules of each level in the group."""
        most = max(int(labels.max(initial=-1)), int(groups.max(initial=-1)))
        told, level = self._counts(labels, most + 1) @ self.prices, self.levels[modules]
        return np.asarray(np.where(level >= 0, told[groups, level], 0.0))

    def _counts(self, labels: Whole, groups: int) -> Whole:
        """How many modules of each level there are under each label."""
        known, kinds = self.levels >= 0, len(self.prices)
        slots = labels[known].astype(np.int64) * kinds + self.levels[known]
        return np.bincount(slots, minlength=groups * kinds).reshape(-1, kinds)


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

    def towards(self, modules: Whole, groups: Whole, labels: Whole) -> Floats:
        """Profile by profile: by its own load with the less busy, by theirs with the busier."""
        own, ranks = self.profiles[modules], np.unique(self.loads, return_inverse=True)[1]
        found = np.zeros(len(modules))
        for profile in range(int(self.profiles.max(initial=-1)) + 1):
            here = np.flatnonzero(self.profiles == profile)
            told = _keys(labels[here], ranks[here])
            order = np.argsort(told)
            burdens = np.append(0.0, np.cumsum(np.log1p(self.loads[here[order]])))
            asked = (own >= 0) & (own != profile)
            group, rank = groups[asked], ranks[modules[asked]]
            ends = (_keys(group, 0 * rank), _keys(group, rank + 1), _keys(group + 1, 0 * rank))
            begin, at, end = (np.searchsorted(told[order], each) for each in ends)
            less = (at - begin) * np.log1p(self.loads[modules[asked]])
            found[asked] += less + burdens[end] - burdens[at]
        return found


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

    def towards(self, modules: Whole, groups: Whole, labels: Whole) -> Floats:
        """All as strangers, and what those it has met count more."""
        told = self.pairs.between(self.met.first, self.met.second)
        met = Named(self.met.keys, (1.0 - self.strangers) * told)
        strangers = self.strangers * self.pairs.towards(modules, groups, labels)
        return strangers + met.towards(modules, groups, labels)


def plain(pairs: Pairs) -> Pairs:
    """The family as if all had met."""
    return pairs.pairs if isinstance(pairs, Acquainted) else pairs


def pair_keys(first: Whole, second: Whole) -> Keys:
    """A number for each pair, whichever end is named first."""
    low, high = np.minimum(first, second), np.maximum(first, second)
    return (low.astype(np.int64) << 32) | high


def _keys(labels: Whole, traits: Whole) -> Keys:
    return (labels.astype(np.int64) << 32) | traits


def _run_lengths(values: Keys) -> Whole:
    return np.unique(values, return_counts=True)[1]


def _sums(keys: Keys, weights: Floats, wanted: Keys) -> Floats:
    """The weight of each key that is wanted; 0 where there is none."""
    if not len(keys):
        return np.zeros(len(wanted))
    distinct, at = np.unique(keys, return_inverse=True)
    found = np.minimum(np.searchsorted(distinct, wanted), len(distinct) - 1)
    told = np.bincount(at, weights, len(distinct))
    return np.where(distinct[found] == wanted, told[found], 0.0)


def _rank(values: Keys) -> Floats:
    """How many of the values before each are equal to it."""
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    begins = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]]) if len(values) else order
    runs = np.diff(np.append(begins, len(values)))
    ranks = np.empty(len(values))
    ranks[order] = np.arange(len(values)) - np.repeat(begins, runs)
    return ranks
