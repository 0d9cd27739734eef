"""Many cells, tried in several labs side by side."""

import asyncio
import sys
import traceback
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context

from labs.runtime import LabError
from tests.crash import report
from tests.crash.arena import Arena
from tests.crash.cells import Cell
from tests.crash.trial import Outcome, attempt

LABS_AT_ONCE = 2
"""A cell is mostly waiting: for a part to be back, for orders to end."""

CELLS_PER_LAB = 31
"""An audit reads all there is: a lab that has seen many orders is slow to audit."""


def side_by_side(found: Sequence[Sequence[Cell]]) -> list[Outcome]:
    """Try the cells of each style in as many labs as it takes."""
    # new interpreters look for what they are to do by name: it must not stand in a program
    with ProcessPoolExecutor(LABS_AT_ONCE, mp_context=get_context("spawn")) as pool:
        labs = [pool.submit(_run, group) for cells in found for group in _groups(cells)]
        return [outcome for tried in labs for outcome in _of(tried)]


def _run(group: Sequence[Cell]) -> list[Outcome]:
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
            sys.stderr.write(f"{report.line(outcome)}\n")
            if not outcome.clean:
                break
    except Exception:  # noqa: BLE001 - the cell counts as not tried, and the others go on
        traceback.print_exc()
    finally:
        await _close(arena)


async def _close(arena: Arena) -> None:
    """Take a lab down; what was tried in it counts, even where a busy machine is slow at that."""
    try:
        await arena.close()
    except LabError:
        traceback.print_exc()


def _groups(found: Sequence[Cell]) -> Iterator[Sequence[Cell]]:
    """The cells of each lab, about as many in each."""
    labs = -(-len(found) // CELLS_PER_LAB)
    yield from (found[number::labs] for number in range(labs))


def _of(tried: "Future[list[Outcome]]") -> list[Outcome]:
    try:
        return tried.result()
    except Exception:  # noqa: BLE001 - no lab could be had: its cells count as not tried
        traceback.print_exc()
        return []
