"""What the board tells on a screen of its own: comparisons, and what follows from a cut. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from content.messages import Messages
from workbench.ports.decomposition import Consequences, Coupling, Delta, Forecast, Limits, Price
from workbench.tui.board import view
from workbench.tui.board.limits import told_of
from workbench.tui.ink import Line, Role, cell, line, wrapped

COLUMNS = (24, 6, 15, 15, 14)
"""Cells of the forecast's columns."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The cut on the board beside another one."""

    baseline: str
    """`proposal`, `reference` or `monolith`."""
    price: Price
    """Of the other one."""
    deltas: tuple[Delta, ...]
    """From the other one to the cut on the board."""


@dataclass(frozen=True, slots=True)
class Follows:
    """What follows from the cut on the board, and from the monolith."""

    cut: Consequences
    monolith: Consequences


def comparisons(
    price: Price, others: Sequence[Comparison], words: Messages, width: int
) -> list[Line]:
    """Every difference from every baseline, the change of the score before them."""
    lines: list[Line] = []
    for each in others:
        change = price.total - each.price.total
        name = words.text(f"tui-cut-{each.baseline}")
        lines.append(
            line(
                (words.text("tui-against", baseline=name) + "  ", Role.STRONG),
                (f"{each.price.total:.1f} → {price.total:.1f}  ", Role.PLAIN),
                (view.signed(change), view.role_of(change)),
            )
        )
        for delta in each.deltas:
            lines += view.delta(delta, width)
        if not each.deltas:
            lines += wrapped(words.text("tui-no-difference"), width, Role.MUTED)
        lines.append(line())
    return lines


def ties(
    module: str, couplings: Sequence[Coupling], limits: Limits, words: Messages, width: int
) -> list[Line]:
    """The limits of a module, then what ties it to others."""
    told = [
        each
        for kind, others in told_of(limits, module)
        for each in wrapped(words.text(f"tui-limit-{kind}", modules=others), width, Role.ACCENT)
    ]
    return [*told, *view.evidence(module, couplings, words, width)]


def consequences(found: Follows, words: Messages, width: int) -> list[Line]:
    """Who has to agree, then every use case beside what it does in the monolith."""
    lines = [line((words.text("tui-hand-offs"), Role.STRONG))]
    for sentence in found.cut.hand_offs:
        lines += wrapped(sentence, width, indent="  ")
    lines += [line(), line((words.text("tui-forecast"), Role.STRONG))]
    lines.append(line((_columns(words.text("tui-forecast-columns").split("|")), Role.MUTED)))
    lines += _forecasts(found)
    return [*lines, line(), *wrapped(found.cut.assumed, width, Role.MUTED)]


def _forecasts(found: Follows) -> Iterator[Line]:
    before = {each.use_case: each for each in found.monolith.forecasts}
    for each in found.cut.forecasts:
        cells = (
            each.use_case,
            str(each.hops),
            _ms(before[each.use_case]),
            _ms(each),
            f"{100 * each.availability:.2f} %",
        )
        yield line(_columns(cells))


def _columns(cells: Sequence[str]) -> str:
    return " ".join(cell(text, width) for text, width in zip(cells, COLUMNS, strict=True))


def _ms(forecast: Forecast) -> str:
    low, high = (f"{value:.1f}" for value in forecast.p95_ms)
    return low if low == high else f"{low}–{high}"
