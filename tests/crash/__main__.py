"""`python -m tests.crash [WORD…]`: the whole matrix, or the cells whose names hold a word.

Exit 1: a point was not reached, or something was lost.
"""

import asyncio
import sys
from collections.abc import Iterator, Sequence

from tests.crash import report
from tests.crash.arena import Arena
from tests.crash.cells import STYLES, Cell, cells
from tests.crash.trial import Outcome, attempt

CELLS_PER_LAB = 25
"""An audit reads all there is: a lab that has seen many orders is slow to audit."""


async def run(chosen: Sequence[Cell]) -> list[Outcome]:
    """Try cells of one style, in as many labs as it takes."""
    outcomes = []
    for first in range(0, len(chosen), CELLS_PER_LAB):
        group = chosen[first : first + CELLS_PER_LAB]
        arena = await Arena.open(group[0].style)
        try:
            for number, cell in enumerate(group):
                outcomes.append(await attempt(arena, cell, seed=number))
                sys.stdout.write(report.line(outcomes[-1]) + "\n")
                sys.stdout.flush()
        finally:
            await arena.close()
    return outcomes


def chosen(style: str, words: Sequence[str]) -> Iterator[Cell]:
    """The cells of a style whose names hold one of the words; without words all of them."""
    for cell in cells(style):
        if not words or any(word in f"{cell.style} {cell.name}" for word in words):
            yield cell


def main(words: Sequence[str]) -> int:
    """Run and report."""
    outcomes = []
    for style in STYLES:
        outcomes += asyncio.run(run([*chosen(style, words)]))
    sys.stdout.write(report.write(outcomes).read_text(encoding="utf-8"))
    return 0 if outcomes and all(outcome.clean for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
