"""The dependency-structure matrix of a cut as text: a window on it around one module. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from content.messages import Messages
from workbench.ports.decomposition import Coupling, Cut
from workbench.tui.ink import Line, Role, Span, line, shortened, wrapped

LABEL_CELLS = 17
NUMBER_CELLS = 3
STRONGEST = 9
HEADER_ROWS = 2


@dataclass(frozen=True, slots=True)
class _View:
    """The modules in the order of their services, and the columns and rows that are shown."""

    order: tuple[str, ...]
    ends: frozenset[int]
    """Positions after the last module of each service."""
    columns: range
    rows: range

    @property
    def cut_off(self) -> bool:
        """Whether there is more than fits."""
        return len(self.columns) < len(self.order) or len(self.rows) < len(self.order)


def matrix(
    cut: Cut, couplings: Sequence[Coupling], card: str, words: Messages, width: int, height: int
) -> list[Line]:
    """Modules by modules, in the order of their services; 1 to 9 is the strength of a tie.

    Digits inside a service stand in its block; those outside the blocks cross the network. What
    does not fit into `width` and `height` cells is left out at the sides, far from the card.
    """
    legend = wrapped(words.text("tui-matrix-legend"), width, Role.MUTED)
    view = _view(cut, card, width, height - HEADER_ROWS - len(legend))
    if view.cut_off:
        shown = {"first": view.columns[0] + 1, "last": view.columns[-1] + 1}
        told = words.text("tui-matrix-part", of=len(view.order), **shown)
        legend = wrapped(told, width, Role.MUTED)
    weights = _weights(couplings)
    heaviest = max(weights.values(), default=1.0)
    lines = _header(view)
    for row in view.rows:
        lines.append(_row(view, row, card, weights, heaviest))
        if row + 1 in view.ends and row + 1 < view.rows.stop:
            rule = " " * (LABEL_CELLS + NUMBER_CELLS) + _rule(view)
            lines.append(line((rule, Role.MUTED)))
    return [*lines, *legend]


def _view(cut: Cut, card: str, width: int, height: int) -> _View:
    order = tuple(module for modules in cut.values() for module in modules)
    ends, at = [], 0
    for modules in cut.values():
        at += len(modules)
        ends.append(at)
    middle = order.index(card)
    across = max((width - LABEL_CELLS - NUMBER_CELLS) // 2, 1)
    rows = _window(len(order), middle, max(height, 1))
    while len(rows) > 1 and len(rows) + sum(rows.start < end < rows.stop for end in ends) > height:
        rows = _window(len(order), middle, len(rows) - 1)
    return _View(order, frozenset(ends), _window(len(order), middle, across), rows)


def _window(count: int, middle: int, size: int) -> range:
    """As many positions as fit, the middle one among them."""
    start = max(min(middle - size // 2, count - size), 0)
    return range(start, min(start + size, count))


def _row(
    view: _View, row: int, card: str, weights: dict[frozenset[str], float], heaviest: float
) -> Line:
    module = view.order[row]
    spans = [
        Span(f"{row + 1:2}".ljust(NUMBER_CELLS), Role.MUTED),
        _label(module, chosen=module == card),
    ]
    for column in view.columns:
        digit = _digit(weights.get(frozenset((module, view.order[column])), 0.0), heaviest)
        inside = _block(view, row) == _block(view, column)
        mark = "■" if row == column else digit
        spans.append(Span(mark, _role(digit, inside=inside, diagonal=row == column)))
        spans.append(Span("│" if column + 1 in view.ends else " ", Role.MUTED))
    return Line(tuple(spans))


def _weights(couplings: Sequence[Coupling]) -> dict[frozenset[str], float]:
    weights: dict[frozenset[str], float] = {}
    for each in couplings:
        pair = frozenset((each.source, each.target))
        weights[pair] = weights.get(pair, 0.0) + each.weight
    return weights


def _block(view: _View, position: int) -> int:
    return min(end for end in view.ends if position < end)


def _header(view: _View) -> list[Line]:
    """The columns' numbers, a digit above the other."""
    pad = " " * (LABEL_CELLS + NUMBER_CELLS)
    rows = []
    for digit in range(HEADER_ROWS):
        text = "".join(
            f"{n + 1:2}"[-HEADER_ROWS:][digit] + ("│" if n + 1 in view.ends else " ")
            for n in view.columns
        )
        rows.append(line((pad + text, Role.MUTED)))
    return rows


def _rule(view: _View) -> str:
    return "".join("─" + ("┼" if n + 1 in view.ends else "─") for n in view.columns)


def _label(module: str, *, chosen: bool) -> Span:
    text = shortened(("▸" if chosen else " ") + module, LABEL_CELLS)
    return Span(text, Role.CURSOR if chosen else Role.PLAIN)


def _digit(weight: float, heaviest: float) -> str:
    return str(ceil(STRONGEST * weight / heaviest)) if weight > 0 else "·"


def _role(digit: str, *, inside: bool, diagonal: bool) -> Role:
    if diagonal or digit == "·":
        return Role.MUTED
    return Role.GOOD if inside else Role.WARN
