"""The matrix in figures: Markdown for people, JSON for programs, a line for each cell."""

import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from labs.observe.audit import Invariant
from tests.crash.cells import Cell
from tests.crash.controls import CONTROLS
from tests.crash.trial import ORDERS_PER_S, Outcome

FOLDER = Path("build/crash-matrix")
FOR_PROGRAMS = "report.json"
_COUNTED = {
    "lost orders": (Invariant.NO_ORDER_LOST, Invariant.ORDERS_SETTLED),
    "double charges": (
        *(Invariant.NO_DOUBLE_CHARGE, Invariant.MONEY_ADDS_UP),
        Invariant.BOOKS_AGREE,
    ),
    "stock drift": (Invariant.STOCK_CONSERVED, Invariant.NOTHING_RESERVED),
    "other": (
        *(Invariant.CANCELLED_UNDONE, Invariant.EVENTS_DELIVERED),
        *(Invariant.ONE_LETTER, Invariant.NOTHING_IN_DOUBT, Invariant.REPLAYS_AGREE),
    ),
}


@dataclass(frozen=True, slots=True)
class Matrix:
    """What was tried, and how."""

    outcomes: Sequence[Outcome]
    left: Sequence[Cell] = ()
    """Cells that could not be tried."""
    took_s: float = 0.0
    labs_at_once: int = 1


def figures(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """What a set of cells amounts to."""
    times = sorted(outcome.recovered_s for outcome in outcomes if outcome.reached) or [0.0]
    return {
        "cells": len(outcomes),
        "not reached": sum(not outcome.reached for outcome in outcomes),
        "orders": sum(outcome.orders for outcome in outcomes),
        "requests": sum(outcome.requests for outcome in outcomes),
        "failed requests": sum(outcome.failed_requests for outcome in outcomes),
        "unanswered customers": sum(len(outcome.given_up) for outcome in outcomes),
        **{name: _count(outcomes, kinds) for name, kinds in _COUNTED.items()},
        "recovery p50 s": round(_quantile(times, 0.5), 2),
        "recovery p95 s": round(_quantile(times, 0.95), 2),
    }


def write(matrix: Matrix, folder: Path = FOLDER) -> Path:
    """Write all reports; returns the one for people."""
    folder.mkdir(parents=True, exist_ok=True)
    by_style = _by_style(matrix.outcomes)
    table = {style: figures(cells) for style, cells in by_style.items()}
    document = {
        "figures": table,
        "cells": [_row(outcome) for outcome in matrix.outcomes],
        "not tried": [_title(cell) for cell in matrix.left],
    }
    (folder / FOR_PROGRAMS).write_text(json.dumps(document, indent=1), encoding="utf-8")
    lines = [line(outcome) for cells in by_style.values() for outcome in cells]
    (folder / "cells.txt").write_text("\n".join([*lines, ""]), encoding="utf-8")
    markdown = folder / "report.md"
    markdown.write_text(_markdown(matrix, table), encoding="utf-8")
    return markdown


def line(outcome: Outcome) -> str:
    """One cell in one line."""
    verdict = "clean" if outcome.clean else "NOT REACHED" if not outcome.reached else "BROKEN"
    failed = f"{outcome.failed_requests} of {outcome.requests} requests failed"
    return (
        f"{verdict:11} {outcome.cell.style:18} {outcome.cell.name:55}"
        f" {outcome.orders:4} orders, {failed}, recovered in {outcome.recovered_s:.2f} s"
        f"{''.join(f'; {name}: {subjects[0]}' for name, subjects in outcome.broken.items())}"
        f"{'; ' + outcome.given_up[0] if outcome.given_up else ''}"
    )


def _row(outcome: Outcome) -> dict[str, object]:
    return {
        "style": outcome.cell.style,
        "cell": outcome.cell.name,
        "clean": outcome.clean,
        "reached": outcome.reached,
        "recovered_s": round(outcome.recovered_s, 3),
        "orders": outcome.orders,
        "requests": outcome.requests,
        "failed": dict(outcome.failures),
        "given_up": list(outcome.given_up),
        "broken": {name.value: list(subjects) for name, subjects in outcome.broken.items()},
    }


def _markdown(matrix: Matrix, table: Mapping[str, Mapping[str, float]]) -> str:
    lines = ["# Crash matrix", "", _conditions(matrix), ""]
    lines += [f"| | {' | '.join(table)} |", f"|---|{'---:|' * len(table)}"]
    lines += [
        f"| {name} | {' | '.join(f'{table[style][name]:g}' for style in table)} |"
        for name in next(iter(table.values()), {})
    ]
    lines += ["", _controls()]
    lines += _listed("Not clean", [line(one) for one in matrix.outcomes if not one.clean])
    lines += _listed("Not tried", [_title(cell) for cell in matrix.left])
    return "\n".join([*lines, ""])


def _conditions(matrix: Matrix) -> str:
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores ({platform.machine()}),"
        f" {matrix.labs_at_once} labs side by side with {ORDERS_PER_S:g} orders a second each,"
        f" {matrix.took_s / 60:.0f} minutes. By `make crash-matrix`."
    )


def _controls() -> str:
    caught = "; ".join(f"{one.sabotage} ({one.caught_by.value})" for one in CONTROLS)
    return f"What the same crashes must show of a shop that gets one thing wrong: {caught}."


def _listed(title: str, names: Sequence[str]) -> list[str]:
    return ["", f"## {title}", "", "```", *names, "```"] if names else []


def _title(cell: Cell) -> str:
    return f"{cell.style} {cell.name}"


def _by_style(outcomes: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    found: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        found.setdefault(outcome.cell.style, []).append(outcome)
    return found


def _count(outcomes: Sequence[Outcome], kinds: Sequence[Invariant]) -> int:
    return sum(len(outcome.broken.get(kind, ())) for outcome in outcomes for kind in kinds)


def _quantile(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
