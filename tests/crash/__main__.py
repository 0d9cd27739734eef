"""`python -m tests.crash [WORD…]`: the whole matrix, or the cells whose names hold a word.

Exit 1: a point was not reached, something was lost, or a cell could not be tried.
"""

import asyncio
import random
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context

from tests.crash import report
from tests.crash.arena import Arena
from tests.crash.cells import STYLES, Cell, cells
from tests.crash.trial import Outcome, attempt

LABS_AT_ONCE = 2
"""A cell is mostly waiting: for a part to be back, for orders to end."""

CELLS_PER_LAB = 31
"""An audit reads all there is: a lab that has seen many orders is slow to audit."""


def run(group: Sequence[Cell]) -> list[Outcome]:
    """Try cells of one style, in one lab for as long as nothing is wrong with it."""
    left, outcomes = list(group), list[Outcome]()
    while left:
        asyncio.run(_in_one_lab(left, outcomes))
    return outcomes


async def _in_one_lab(left: list[Cell], outcomes: list[Outcome]) -> None:
    """Try cells until one goes wrong: what it broke must not be laid to the others."""
    arena = await Arena.open(left[0].style)
    try:
        while left:
            outcome = await attempt(arena, left.pop(0), seed=len(left))
            outcomes.append(outcome)
            _say(report.line(outcome))
            if not outcome.clean:
                break
    except Exception:  # noqa: BLE001 - the cell counts as not tried, and the others go on
        traceback.print_exc()
    finally:
        await arena.close()


def chosen(style: str, words: Sequence[str]) -> list[Cell]:
    """The cells of a style whose names hold one of the words; without words all of them.

    Shuffled, always alike: so that no lab gets all those that take long.
    """
    found = [cell for cell in cells(style) if _is_meant(cell, words)]
    random.Random(style).shuffle(found)  # noqa: S311 - an order, no secret
    return found


def _is_meant(cell: Cell, words: Sequence[str]) -> bool:
    return not words or any(word in f"{cell.style} {cell.name}" for word in words)


def _groups(found: Sequence[Cell]) -> Iterator[Sequence[Cell]]:
    """The cells of each lab, about as many in each."""
    labs = -(-len(found) // CELLS_PER_LAB)
    yield from (found[number::labs] for number in range(labs))


def _side_by_side(groups: Sequence[Sequence[Cell]]) -> list[Outcome]:
    with ProcessPoolExecutor(LABS_AT_ONCE, mp_context=get_context("spawn")) as pool:
        return [
            one for tried in [pool.submit(run, group) for group in groups] for one in _of(tried)
        ]


def _of(tried: "Future[list[Outcome]]") -> list[Outcome]:
    try:
        return tried.result()
    except Exception:  # noqa: BLE001 - no lab could be had: its cells count as not tried
        traceback.print_exc()
        return []


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main(words: Sequence[str]) -> int:
    """Run and report."""
    begun = time.monotonic()
    wanted = {style: chosen(style, words) for style in STYLES}
    outcomes = _side_by_side([group for found in wanted.values() for group in _groups(found)])
    tried = {outcome.cell for outcome in outcomes}
    left = [cell for found in wanted.values() for cell in found if cell not in tried]
    took_s = time.monotonic() - begun
    written = report.write(report.Matrix(outcomes, left, took_s, LABS_AT_ONCE))
    _say(written.read_text(encoding="utf-8"))
    return 0 if outcomes and not left and all(outcome.clean for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
