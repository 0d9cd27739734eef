"""The one sentence about a move: what it does to calls and transactions."""

from dataclasses import dataclass

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
    graph: MonolithGraph, before: Partition, after: Partition, move: Move, points: float
) -> Difference:
    """`move-<calls>-<transactions>` or, for a service of its own, `extract-…`.

    The ends are `more`, `same` or `fewer`; counts are net, without sign.
    """
    was, now = crossing(graph, before), crossing(graph, after)
    calls = len(now.synchronous) - len(was.synchronous)
    transactions = len(now.transactions) - len(was.transactions)
    kind = "extract" if move.alone else "move"
    return Difference(
        f"{kind}-{_direction(calls)}-{_direction(transactions)}",
        points,
        {
            "module": move.module,
            "origin": move.origin,
            "target": move.target,
            "calls": abs(calls),
            "transactions": abs(transactions),
        },
    )


def _direction(change: int) -> str:
    if change == 0:
        return "same"
    return "more" if change > 0 else "fewer"
