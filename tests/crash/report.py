"""The matrix in figures: Markdown for people, JSON for programs."""

import json
from collections.abc import Sequence
from pathlib import Path

from labs.observe.audit import Invariant
from tests.crash.cells import Cell
from tests.crash.trial import Outcome

FOLDER = Path("build/crash-matrix")
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


def figures(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """What a set of cells amounts to."""
    times = sorted(outcome.recovered_s for outcome in outcomes if outcome.reached) or [0.0]
    return {
        "cells": len(outcomes),
        "not reached": sum(not outcome.reached for outcome in outcomes),
        "orders": sum(outcome.orders for outcome in outcomes),
        "failed requests": sum(outcome.failed_requests for outcome in outcomes),
        "unanswered customers": sum(len(outcome.given_up) for outcome in outcomes),
        **{name: _count(outcomes, kinds) for name, kinds in _COUNTED.items()},
        "recovery p50 s": round(_quantile(times, 0.5), 2),
        "recovery p95 s": round(_quantile(times, 0.95), 2),
    }


def write(outcomes: Sequence[Outcome], left: Sequence[Cell] = (), folder: Path = FOLDER) -> Path:
    """Write both reports, with the cells that nobody had time for; returns the one for people."""
    folder.mkdir(parents=True, exist_ok=True)
    content = {style: figures(cells) for style, cells in _by_style(outcomes).items()}
    details = [_row(outcome) for outcome in outcomes]
    not_run = [f"{cell.style} {cell.name}" for cell in left]
    document = json.dumps({"figures": content, "cells": details, "not run": not_run}, indent=1)
    (folder / "report.json").write_text(document, encoding="utf-8")
    markdown = folder / "report.md"
    markdown.write_text(_markdown(outcomes) + _not_run(not_run), encoding="utf-8")
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


def _markdown(outcomes: Sequence[Outcome]) -> str:
    by_style = _by_style(outcomes)
    table = {style: figures(cells) for style, cells in by_style.items()}
    lines = ["# Crash matrix", "", f"| | {' | '.join(table)} |", f"|---|{'---|' * len(table)}"]
    lines += [
        f"| {name} | {' | '.join(f'{table[style][name]:g}' for style in table)} |"
        for name in next(iter(table.values()), {})
    ]
    for style, cells in by_style.items():
        lines += ["", f"## {style}", "", "```", *(line(outcome) for outcome in cells), "```"]
    return "\n".join(lines) + "\n"


def _not_run(names: Sequence[str]) -> str:
    return "\n".join(("", "## Not run", "", "```", *names, "```", "")) if names else ""


def _by_style(outcomes: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    found: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        found.setdefault(outcome.cell.style, []).append(outcome)
    return found


def _count(outcomes: Sequence[Outcome], kinds: Sequence[Invariant]) -> int:
    return sum(len(outcome.broken.get(kind, ())) for outcome in outcomes for kind in kinds)


def _quantile(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
