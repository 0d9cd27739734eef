"""`python -m tests.crash [WORD…]`: the whole matrix, or the cells whose names hold a word.

Exit 1: a point was not reached, something was lost, or a cell could not be tried; 2: no cell is
meant.
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Mapping, Sequence

from tests.crash import report
from tests.crash.cells import STYLES, Cell, cells
from tests.crash.labs import LABS_AT_ONCE, side_by_side

_NOTHING_MEANT = 2


def chosen(style: str, words: Sequence[str]) -> list[Cell]:
    """The cells of a style whose names hold one of the words; without words all of them.

    Shuffled, always alike: so that no lab gets all those that take long.
    """
    found = [cell for cell in cells(style) if _is_meant(cell, words)]
    random.Random(style).shuffle(found)  # noqa: S311 - an order, no secret
    return found


def _is_meant(cell: Cell, words: Sequence[str]) -> bool:
    return not words or any(word in f"{cell.style} {cell.name}" for word in words)


def asked(arguments: Sequence[str]) -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.crash",
        description="End each process at each of its crash points while customers buy, wait until"
        " every order has ended, and audit the books. The report is written to"
        f" {report.FOLDER}/.",
        epilog="examples: python -m tests.crash --list payment;"
        ' python -m tests.crash "saga-choreography nats"',
    )
    parser.add_argument(
        "words",
        nargs="*",
        metavar="WORD",
        help="only cells whose `style part point` holds one of these; without any, all",
    )
    parser.add_argument("--list", action="store_true", help="name the cells and try none")
    parser.add_argument(
        "--json", action="store_true", help="print the list or the report for programs"
    )
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> int:
    """Run and report."""
    wanted = asked(arguments)
    found = {style: chosen(style, wanted.words) for style in STYLES}
    if not any(found.values()):
        sys.stderr.write(f"no cell is called so: {' '.join(wanted.words)}\n")
        return _NOTHING_MEANT
    if wanted.list:
        sys.stdout.write(listed(found, as_json=wanted.json))
        return 0
    return tried(found, as_json=wanted.json)


def listed(found: Mapping[str, Sequence[Cell]], *, as_json: bool) -> str:
    """The cells by name, in an order that is easily searched."""
    names = {style: sorted(cell.name for cell in cells) for style, cells in found.items()}
    if as_json:
        return f"{json.dumps(names, indent=1)}\n"
    return "".join(f"{style} {name}\n" for style, cells in names.items() for name in cells)


def tried(found: Mapping[str, Sequence[Cell]], *, as_json: bool) -> int:
    """Try the cells, write the reports, and print one of them. Exit 1: not all is well."""
    begun = time.monotonic()
    outcomes = side_by_side([*found.values()])
    done = {outcome.cell for outcome in outcomes}
    left = [cell for cells in found.values() for cell in cells if cell not in done]
    took_s = time.monotonic() - begun
    written = report.write(report.Matrix(outcomes, left, took_s, LABS_AT_ONCE))
    printed = written.with_name(report.FOR_PROGRAMS) if as_json else written
    sys.stdout.write(printed.read_text(encoding="utf-8"))
    return 0 if outcomes and not left and all(outcome.clean for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
