"""The dependency-structure matrix of a cut as text. Pure."""

from collections.abc import Sequence
from math import ceil

from content.messages import Messages
from workbench.ports.decomposition import Coupling, Cut
from workbench.tui.ink import Line, Role, Span, cell, line, wrapped

LABEL_CELLS = 17
STRONGEST = 9
HEADER_ROWS = 2


def matrix(
    cut: Cut, couplings: Sequence[Coupling], card: str, words: Messages, width: int
) -> list[Line]:
    """Modules by modules, in the order of their services; 1 to 9 is the strength of a tie.

    Digits inside a service stand in its block; those outside the blocks cross the network.
    """
    weights = _weights(couplings)
    heaviest = max(weights.values(), default=1.0)
    order = [module for modules in cut.values() for module in modules]
    ends = _ends(cut)
    lines = _header(order, ends)
    for row, module in enumerate(order):
        spans = [Span(f"{row + 1:2} ", Role.MUTED), _label(module, module == card)]
        for column, other in enumerate(order):
            digit = _digit(weights.get(frozenset((module, other)), 0.0), heaviest)
            inside = _block(ends, row) == _block(ends, column)
            mark = "■" if row == column else digit
            spans.append(Span(mark, _role(digit, inside=inside, diagonal=row == column)))
            spans.append(Span("│" if column + 1 in ends else " ", Role.MUTED))
        lines.append(Line(tuple(spans)))
        if row + 1 in ends and row + 1 < len(order):
            lines.append(line((" " * (LABEL_CELLS + 3) + _rule(len(order), ends), Role.MUTED)))
    return [*lines, *wrapped(words.text("tui-matrix-legend"), width, Role.MUTED)]


def row_of(cut: Cut, card: str) -> int:
    """The line of the matrix on which a module stands."""
    at = HEADER_ROWS
    for modules in cut.values():
        if card in modules:
            return at + modules.index(card)
        at += len(modules) + 1
    raise KeyError(card)


def _weights(couplings: Sequence[Coupling]) -> dict[frozenset[str], float]:
    weights: dict[frozenset[str], float] = {}
    for each in couplings:
        pair = frozenset((each.source, each.target))
        weights[pair] = weights.get(pair, 0.0) + each.weight
    return weights


def _ends(cut: Cut) -> list[int]:
    """Positions after the last module of each service."""
    ends, at = [], 0
    for modules in cut.values():
        at += len(modules)
        ends.append(at)
    return ends


def _block(ends: Sequence[int], position: int) -> int:
    return next(n for n, end in enumerate(ends) if position < end)


def _header(order: Sequence[str], ends: Sequence[int]) -> list[Line]:
    pad = " " * (LABEL_CELLS + 3)
    numbers = [f"{n + 1:2}" for n in range(len(order))]
    rows = []
    for digit in (0, 1):
        text = "".join(
            number[digit] + ("│" if n + 1 in ends else " ") for n, number in enumerate(numbers)
        )
        rows.append(line((pad + text, Role.MUTED)))
    return rows


def _rule(count: int, ends: Sequence[int]) -> str:
    return "".join("─" + ("┼" if n + 1 in ends else "─") for n in range(count))


def _label(module: str, chosen: bool) -> Span:  # noqa: FBT001 - private, and the name says it
    text = cell(("▸" if chosen else " ") + module, LABEL_CELLS)
    return Span(text, Role.CURSOR if chosen else Role.PLAIN)


def _digit(weight: float, heaviest: float) -> str:
    return str(ceil(STRONGEST * weight / heaviest)) if weight > 0 else "·"


def _role(digit: str, *, inside: bool, diagonal: bool) -> Role:
    if diagonal or digit == "·":
        return Role.MUTED
    return Role.GOOD if inside else Role.WARN
