"""What the score of a cut would win by each change that evidence names, family by family.

A change is a module that joins a service it is coupled to, or is alone from now on, or two coupled
services that become one.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from decomposer.families import Families
from decomposer.families.pairs import Named
from decomposer.scale.arrays import Floats, Whole


@dataclass(frozen=True, slots=True)
class Step:
    """One change of a cut, by positions of modules."""

    modules: tuple[int, ...]
    companions: tuple[int, ...]
    """Whom they join; nobody where they are alone."""


@dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """Many of them, and what each wins: a row for each family, a column for each step."""

    wins: Floats
    _members: tuple[Whole, ...]
    _moves: tuple[Whole, Whole]
    _mergers: tuple[Whole, Whole]

    def __len__(self) -> int:
        return int(self.wins.shape[1])

    def step(self, number: int) -> Step:
        """One of them."""
        modules, targets = self._moves
        if number < len(modules):
            target = int(targets[number])
            joined = self._members[target] if target < len(self._members) else ()
            return Step((int(modules[number]),), tuple(map(int, joined)))
        one, other = (int(each[number - len(modules)]) for each in self._mergers)
        return Step(tuple(map(int, self._members[one])), tuple(map(int, self._members[other])))

    def __iter__(self) -> Iterator[Step]:
        return map(self.step, range(len(self)))


def steps(told: Families, labels: Whole) -> Steps:
    """All steps from a cut, given as labels from 0 on."""
    count = int(labels.max(initial=-1)) + 1
    order = np.argsort(labels, kind="stable")
    members = tuple(np.split(order, np.cumsum(np.bincount(labels))[:-1]))
    sizes = np.bincount(labels, minlength=count)
    ends = _crossing(told, labels)
    moves = _distinct(np.concatenate((ends, ends[::-1]), axis=1), labels)
    alone = np.flatnonzero(sizes[labels] > 1)
    modules = np.concatenate((moves[0], alone))
    targets = np.concatenate((moves[1], np.full(len(alone), count)))
    joins = told.wins(modules, targets, labels) - told.wins(modules, labels[modules], labels)
    mergers = _mergers(labels[ends], sizes)
    return Steps(
        np.concatenate((joins, _merged(told, labels, members, mergers)), axis=1),
        members,
        (modules, targets),
        (mergers[0], mergers[1]),
    )


def _crossing(told: Families, labels: Whole) -> Whole:
    """The ends of all pairs that are named and torn."""
    named = [each.family.pairs for each in told.priced if isinstance(each.family.pairs, Named)]
    keys = np.unique(np.concatenate([each.keys for each in named] or [np.zeros(0, np.int64)]))
    pairs = Named(keys, np.ones(len(keys)))
    torn = labels[pairs.first] != labels[pairs.second]
    return np.stack((pairs.first[torn], pairs.second[torn]))


def _distinct(ends: Whole, labels: Whole) -> Whole:
    """Each module once with each service that it is coupled to."""
    return np.unique(np.stack((ends[0], labels[ends[1]])), axis=1)


def _mergers(ends: Whole, sizes: Whole) -> Whole:
    """Each pair of coupled services once, the smaller first."""
    swapped = sizes[ends[0]] > sizes[ends[1]]
    ordered = np.where(swapped, ends[::-1], ends)
    even = sizes[ordered[0]] == sizes[ordered[1]]
    return np.unique(np.where(even, np.sort(ordered, axis=0), ordered), axis=1)


def _merged(told: Families, labels: Whole, members: tuple[Whole, ...], mergers: Whole) -> Floats:
    """What mergers win: the modules of the smaller service, each with the other."""
    held = [members[one] for one in mergers[0].tolist()]
    lengths = [len(each) for each in held]
    modules = np.concatenate([*held, np.zeros(0, np.int64)]).astype(np.int64)
    wins = told.wins(modules, np.repeat(mergers[1], lengths), labels)
    merger = np.repeat(np.arange(len(held)), lengths)
    found = np.zeros((len(told.priced), len(held)))
    for row, each in enumerate(wins):
        found[row] = np.bincount(merger, each, len(held))
    return found
