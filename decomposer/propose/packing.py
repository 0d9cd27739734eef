"""Cycles that contradict themselves, packed side by side: `decomposer.propose.routed` says why."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from decomposer.families.classes import Classes
from decomposer.families.pairs import Named, pair_keys
from decomposer.propose.trees import Trees
from decomposer.scale.arrays import Floats, Whole, added_up

ROUNDS = 4
"""Each sends through what the ones before have left."""
LARGEST = 40_000_000
"""Modules times modules and winning pairs of a service through which anything is sent."""
LEFT = 1e-3
"""Share of its points below which a pair counts as used up."""


@dataclass(slots=True, eq=False)
class _Service:
    """A service with what its winning pairs can still carry."""

    members: Whole
    first: Whole
    """Ends of its winning pairs, as positions among the members."""
    second: Whole
    left: Floats
    full: Floats
    asked: Floats
    """Points that pairs of members still lose by sharing it, half of each on either side."""

    def route(self, torn: Floats) -> tuple[Floats, float]:
        """Spread what is torn off each member; tell what share of it arrived, and points packed."""
        usable = self.left > LEFT * self.full
        trees = Trees(len(self.members), self.first[usable], self.second[usable], self.left[usable])
        spread = np.repeat(torn[:, None] / len(torn), len(torn), axis=1)
        sent = trees.send(spread + self.asked)
        self.left[usable] -= np.minimum(sent.load, self.left[usable])
        wanted = spread + self.asked
        share = np.divide(sent.arrived, wanted, out=np.zeros_like(wanted), where=wanted > 0)
        packed = float((share * self.asked).sum())
        self.asked -= share * self.asked
        arrived = np.where(torn > 0, (share * spread).sum(axis=1), 0.0)
        return np.divide(arrived, torn, out=np.zeros_like(torn), where=torn > 0), packed


class Packing:
    """Cycles, chosen round by round."""

    def __init__(self, known: Classes, labels: Whole, named: Named, gains: Named) -> None:
        self._known, self._labels = known, labels
        torn = labels[gains.first] != labels[gains.second]
        self._first, self._second = gains.first[torn], gains.second[torn]
        self._left = gains.weights[torn]
        self._kinds = [
            np.unique(known.of_module[labels == each], return_counts=True)
            for each in range(int(labels.max(initial=0)) + 1)
        ]
        self._services = list(self._inside(named, gains))
        self._block, self._room, self._waste = self._blocks(named)

    def packed(self) -> float:
        """Points of all cycles."""
        return sum(self._round() for _ in range(ROUNDS))

    def _round(self) -> float:
        """Send what is left of the torn pairs, as far as the pairs between the services lose."""
        wanted = added_up(self._left, self._block, len(self._room))
        share = np.divide(self._room, wanted, out=np.ones_like(wanted), where=wanted > self._room)
        flow = self._left * np.minimum(share, 1.0)[self._block]
        count = len(self._labels)
        torn = added_up(flow, self._first, count) + added_up(flow, self._second, count)
        spread, packed = np.zeros(count), 0.0
        for service in self._services:
            spread[service.members], within = service.route(torn[service.members])
            packed += within
        through = flow * spread[self._first] * spread[self._second]
        self._left -= through
        self._room -= added_up(flow, self._block, len(self._room))
        return packed + float(np.maximum(through - flow * self._waste[self._block], 0.0).sum())

    def _inside(self, named: Named, gains: Named) -> Iterator[_Service]:
        labels = self._labels
        place = np.zeros(len(labels), dtype=np.int32)
        winning, listed = _within(gains, labels), _within(named, labels)
        order = np.argsort(labels, kind="stable").astype(np.int32)
        for label, members in enumerate(np.split(order, np.cumsum(np.bincount(labels))[:-1])):
            here, told = winning[label], listed[label]
            if len(members) * (len(members) + len(here)) > LARGEST:
                continue
            place[members] = np.arange(len(members))
            ends = place[gains.first[here]], place[gains.second[here]]
            asked = self._asked(members)
            one, other = place[named.first[told]], place[named.second[told]]
            asked[one, other] = asked[other, one] = 0.0
            full = gains.weights[here]
            yield _Service(members, *ends, full.copy(), full, asked)

    def _asked(self, members: Whole) -> Floats:
        kinds = self._known.of_module[members]
        asked: Floats = np.maximum(self._known.losses[np.ix_(kinds, kinds)], 0.0) / 2
        np.fill_diagonal(asked, 0.0)
        return asked

    def _blocks(self, named: Named) -> tuple[Whole, Floats, Floats]:
        """Each torn pair's two services; for each such two, room for flow, and its wasted share.

        The flow spreads evenly, so that the pair that loses least limits it; what gets to pairs
        that do not lose, or that something names, closes no cycle.
        """
        labels = self._labels
        blocks, block = np.unique(
            pair_keys(labels[self._first], labels[self._second]), return_inverse=True
        )
        homes = pair_keys(labels[named.first], labels[named.second])
        ends = (blocks >> 32).astype(np.int32), blocks.astype(np.int32)
        counted, counts = np.unique(homes, return_counts=True)
        listed = Named(counted, counts.astype(float)).between(*ends)
        between = [self._between(key) for key in blocks.tolist()]
        least, astray, pairs = np.array(between).reshape(-1, 3).T
        return block.astype(np.int32), least * pairs, (astray + listed) / pairs

    def _between(self, block: int) -> tuple[float, float, float]:
        """Of two services the least loss of a losing pair, how many others there are, and all."""
        one, other = self._kinds[block >> 32], self._kinds[block & 0xFFFFFFFF]
        losses = self._known.losses[np.ix_(one[0], other[0])]
        pairs = np.outer(one[1], other[1])
        losing = losses > 0
        least = float(losses[losing].min(initial=np.inf)) if losing.any() else 0.0
        return least, float(pairs[~losing].sum()), float(pairs.sum())


def _within(pairs: Named, labels: Whole) -> list[Whole]:
    """For each label, the positions of the pairs that it holds whole."""
    homes = labels[pairs.first]
    inside = np.flatnonzero(homes == labels[pairs.second])
    order = inside[np.argsort(homes[inside], kind="stable")]
    counts = np.bincount(homes[inside], minlength=int(labels.max(initial=0)) + 1)
    return np.split(order.astype(np.int32), np.cumsum(counts)[:-1])
