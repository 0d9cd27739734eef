"""The one sentence about a move, a merger or a split: what it does to calls and transactions."""

from collections.abc import Mapping
from dataclasses import dataclass

from decomposer.criteria.grouping import listed
from decomposer.explain.difference import Difference
from decomposer.graph import MonolithGraph
from decomposer.partition import Partition
from decomposer.score import crossing


@dataclass(frozen=True, slots=True)
class Move:
    """A module that changed its service."""

    module: str
    origin: str
    target: str
    alone: bool
    """It now is a service of its own."""


def single_move(before: Partition, after: Partition) -> Move | None:
    """The move that makes `after` of `before`, where one move does."""
    moved = [m for m, service in before.service_of.items() if after.service_of[m] != service]
    if len(moved) != 1:
        return None
    module = moved[0]
    target = after.service_of[module]
    alone = len(after.services[target]) == 1
    return Move(module, before.service_of[module], target, alone)


def headline(
    graph: MonolithGraph, before: Partition, after: Partition, points: float
) -> Difference | None:
    """`move-<calls>-<transactions>`, `extract-…` for a service of its own, `merge-…` or `split-…`.

    The ends are `more`, `same` or `fewer`; counts are net, without sign. None where the cuts differ
    by more than one such change.
    """
    change = _change(before, after)
    if change is None:
        return None
    kind, names = change
    was, now = crossing(graph, before), crossing(graph, after)
    calls = len(now.synchronous) - len(was.synchronous)
    transactions = len(now.transactions) - len(was.transactions)
    return Difference(
        f"{kind}-{_direction(calls)}-{_direction(transactions)}",
        points,
        {**names, "calls": abs(calls), "transactions": abs(transactions)},
    )


def _change(before: Partition, after: Partition) -> tuple[str, Mapping[str, str]] | None:
    """What kind of change it is, and whom it is about."""
    moved = single_move(before, after)
    if moved:
        names = {"module": moved.module, "origin": moved.origin, "target": moved.target}
        return ("extract" if moved.alone else "move"), names
    if merged := _united(before, after):
        return "merge", merged
    if parted := _united(after, before):
        return "split", parted
    return None


def _united(before: Partition, after: Partition) -> Mapping[str, str] | None:
    """The service that several have become, where nothing else has changed."""
    come, gone = after.groups - before.groups, before.groups - after.groups
    if len(come) != 1 or frozenset().union(*gone) not in come:
        return None
    (whole,) = come
    parts = [name for name, held in before.services.items() if frozenset(held) in gone]
    return {"service": after.service_of[min(whole)], "services": listed(parts)}


def _direction(change: int) -> str:
    if change == 0:
        return "same"
    return "more" if change > 0 else "fewer"
