"""`python -m tests.crash [WORD…]`: the whole matrix, or the cells whose names hold a word.

Exit 1: a point was not reached, or something was lost.
"""

import asyncio
import random
import sys
import time
from collections.abc import AsyncIterator, Sequence

from tests.crash import report
from tests.crash.arena import Arena
from tests.crash.cells import STYLES, Cell, cells
from tests.crash.trial import Outcome, attempt

CELLS_PER_LAB = 25
"""An audit reads all there is: a lab that has seen many orders is slow to audit."""

BOX_S = 480.0
"""A style gets no more: what is left then is not run, and the report says so."""


async def run(chosen: Sequence[Cell]) -> list[Outcome]:
    """Try cells of one style, in as many labs as it takes and as far as its time goes."""
    until = time.monotonic() + BOX_S
    outcomes: list[Outcome] = []
    while len(outcomes) < len(chosen) and time.monotonic() < until:
        group = chosen[len(outcomes) : len(outcomes) + CELLS_PER_LAB]
        arena = await Arena.open(group[0].style)
        try:
            async for outcome in _tried(arena, group, until):
                outcomes.append(outcome)
                sys.stdout.write(report.line(outcome) + "\n")
                sys.stdout.flush()
        finally:
            await arena.close()
    return outcomes


async def _tried(arena: Arena, group: Sequence[Cell], until: float) -> AsyncIterator[Outcome]:
    for number, cell in enumerate(group):
        if time.monotonic() < until:
            yield await attempt(arena, cell, seed=number)


def chosen(style: str, words: Sequence[str]) -> list[Cell]:
    """The cells of a style whose names hold one of the words; without words all of them.

    Shuffled, always alike: those that the time is enough for are of every kind.
    """
    found = [cell for cell in cells(style) if _is_meant(cell, words)]
    random.Random(style).shuffle(found)  # noqa: S311 - an order, no secret
    return found


def _is_meant(cell: Cell, words: Sequence[str]) -> bool:
    return not words or any(word in f"{cell.style} {cell.name}" for word in words)


def main(words: Sequence[str]) -> int:
    """Run and report."""
    wanted, outcomes = [], []
    for style in STYLES:
        of_style = chosen(style, words)
        wanted += of_style
        outcomes += asyncio.run(run(of_style))
    tried = {outcome.cell for outcome in outcomes}
    left = [cell for cell in wanted if cell not in tried]
    sys.stdout.write(report.write(outcomes, left).read_text(encoding="utf-8"))
    return 0 if outcomes and all(outcome.clean for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
