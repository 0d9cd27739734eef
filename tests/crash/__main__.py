"""`python -m tests.crash [WORD…]`: the whole matrix, or the cells whose names hold a word.

Exit 1: a point was not reached, something was lost, or a cell could not be tried.
"""

import random
import sys
import time
from collections.abc import Sequence

from tests.crash import report
from tests.crash.cells import STYLES, Cell, cells
from tests.crash.labs import LABS_AT_ONCE, side_by_side


def chosen(style: str, words: Sequence[str]) -> list[Cell]:
    """The cells of a style whose names hold one of the words; without words all of them.

    Shuffled, always alike: so that no lab gets all those that take long.
    """
    found = [cell for cell in cells(style) if _is_meant(cell, words)]
    random.Random(style).shuffle(found)  # noqa: S311 - an order, no secret
    return found


def _is_meant(cell: Cell, words: Sequence[str]) -> bool:
    return not words or any(word in f"{cell.style} {cell.name}" for word in words)


def main(words: Sequence[str]) -> int:
    """Run and report."""
    begun = time.monotonic()
    wanted = {style: chosen(style, words) for style in STYLES}
    outcomes = side_by_side([*wanted.values()])
    tried = {outcome.cell for outcome in outcomes}
    left = [cell for found in wanted.values() for cell in found if cell not in tried]
    took_s = time.monotonic() - begun
    written = report.write(report.Matrix(outcomes, left, took_s, LABS_AT_ONCE))
    sys.stdout.write(written.read_text(encoding="utf-8"))
    return 0 if outcomes and not left and all(outcome.clean for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
