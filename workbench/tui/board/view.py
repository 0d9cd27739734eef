"""The board, the price of a cut and its differences as text."""

from collections.abc import Sequence
from dataclasses import dataclass

from content.messages import Messages
from workbench.ports.decomposition import Coupling, Delta, Optimum, Price
from workbench.tui.board.layout import Box, Layout
from workbench.tui.board.table import NEW, Table
from workbench.tui.ink import Line, Role, Span, bar, cell, line, shortened, wrapped

BAR_CELLS = (10, 8, 6, 4, 3, 2)


@dataclass(frozen=True, slots=True)
class Appraisal:
    """What is known of the cut, or of the move being tried."""

    price: Price
    before: Price | None = None
    """The price without the move."""
    deltas: tuple[Delta, ...] = ()


def heading(price: Price | None, optimum: Optimum | None, words: Messages) -> tuple[Line, Line]:
    """The monolith's name; score and optimum."""
    left = line((words.text("tui-board"), Role.STRONG))
    if price is None:
        return left, line()
    right = line(words.text("tui-score") + " ", (f"{price.total:.1f}", Role.ACCENT))
    if optimum is not None:
        code = "tui-optimum-proved" if optimum.proved else "tui-optimum-found"
        right += line((" · " + words.text(code, total=f"{optimum.total:.1f}"), Role.MUTED))
    return left, right


def board(table: Table, layout: Layout, words: Messages) -> list[Line]:
    """Every service's box with its cards; a carried card hovers over its target."""
    shelves: dict[int, list[Box]] = {}
    for box in layout.boxes:
        shelves.setdefault(box.y, []).append(box)
    return [
        sum((_box_row(table, layout, box, row, words) for box in shelf), line())
        for shelf in shelves.values()
        for row in range(shelf[0].height)
    ]


def appraisal(
    table: Table, known: Appraisal | None, baseline: str, words: Messages, width: int
) -> list[Line]:
    """The criteria, and every difference as a sentence: of the move, or from the baseline."""
    if known is None:
        return [line(("…", Role.MUTED))]
    lines = [criteria(known.price, words, width)]
    for sentence in known.price.broken:
        lines += wrapped(f"✘ {sentence}", width, Role.BAD, indent="  ")
    lines.append(_title(table, known, baseline, words))
    if not known.deltas:
        code = "tui-move-nothing" if table.target == table.home else "tui-no-difference"
        return [*lines, *wrapped(words.text(code), width, Role.MUTED)]
    for each in known.deltas:
        lines += delta(each, width)
    return lines


def criteria(price: Price, words: Messages, width: int) -> Line:
    """A bar for each criterion, the longest bars that fit."""
    lines = (_criteria(price, words, cells) for cells in BAR_CELLS)
    return next((each for each in lines if each.width <= width), _criteria(price, words, 0))


def _criteria(price: Price, words: Messages, cells: int) -> Line:
    parts: list[Span] = []
    for code, value in price.criteria:
        parts += [
            Span(words.text(f"tui-criterion-{code}") + " "),
            Span(bar(value / 100, cells), Role.BAR),
            Span(f" {value:.0f}  ", Role.STRONG),
        ]
    return Line(tuple(parts))


def evidence(module: str, couplings: Sequence[Coupling], words: Messages, width: int) -> list[Line]:
    """What ties a module to others, heaviest first, with the source of every tie."""
    mine = [each for each in couplings if module in (each.source, each.target)]
    if not mine:
        return wrapped(words.text("tui-no-ties", module=module), width, Role.MUTED)
    lines: list[Line] = []
    for each in mine:
        other = each.target if each.source == module else each.source
        lines.append(line((f"{each.weight:6.2f}  ", Role.ACCENT), (other, Role.STRONG)))
        for source in each.evidence:
            lines += [line(" " * 8) + row for row in wrapped(source, width - 8, Role.MUTED)]
    return lines


def _title(table: Table, known: Appraisal, baseline: str, words: Messages) -> Line:
    if not table.carrying:
        against = words.text(f"tui-cut-{baseline}")
        return line((words.text("tui-against", baseline=against), Role.STRONG))
    to = words.text("tui-own-service") if table.target == NEW else str(table.target)
    title = line((f"{table.card} → {to}  ", Role.STRONG))
    if known.before is None:
        return title
    change = known.price.total - known.before.total
    return title + line((signed(change), role_of(change)))


def signed(change: float) -> str:
    """A change with its sign; a typographic minus."""
    return f"{change:+.1f}".replace("-", "−").replace("+0.0", "±0.0").replace("−0.0", "±0.0")


def role_of(change: float) -> Role:
    """Whether a change of the score is good."""
    return Role.GOOD if change > 0 else Role.BAD if change < 0 else Role.MUTED


def delta(told: Delta, width: int) -> list[Line]:
    """A difference with the sign of what it does to the score."""
    signs = {True: ("−", Role.BAD), False: ("+", Role.GOOD), None: ("·", Role.PLAIN)}
    mark, role = signs[told.worse]
    first, *rest = wrapped(told.text, width - 3)
    rest += wrapped(told.where, width - 3, Role.MUTED) if told.where else []
    return [line((f" {mark} ", role)) + first, *(line("   ") + each for each in rest)]


def _box_row(table: Table, layout: Layout, box: Box, row: int, words: Messages) -> Line:
    if row == 0:
        return _top(table, box, words)
    if row == box.height - 1:
        return _bottom(table, box)
    corners, role = _frame(table, box)
    side = (corners[3], role)
    return line(side, *_cards(table, layout, box, row), side)


def _top(table: Table, box: Box, words: Messages) -> Line:
    frame, role = _frame(table, box)
    name = words.text("tui-new-service") if box.service == NEW else box.service
    name_role = Role.MUTED if box.service == NEW else Role.STRONG
    edge = _labelled(name, name_role, frame[1], role, box.width - 2)
    return line((frame[0], role), *edge, (frame[2], role))


def _bottom(table: Table, box: Box) -> Line:
    """The lower frame; on the target it names the card that hovers there."""
    frame, role = _frame(table, box)
    inner = box.width - 2
    if not _is_target(table, box) or table.target == table.home:
        return line((frame[4] + frame[1] * inner + frame[5], role))
    edge = _labelled(f"+{table.card}", Role.CURSOR, frame[1], role, inner)
    return line((frame[4], role), *edge, (frame[5], role))


def _labelled(name: str, name_role: Role, rule: str, role: Role, width: int) -> list[Span]:
    """A horizontal edge with a name in it; a long name takes the room of the rule."""
    text = f" {name} " if len(name) + 2 <= width else cell(name, width)
    before = min(width - len(text), 1)
    after = width - len(text) - before
    return [Span(rule * before, role), Span(text, name_role), Span(rule * after, role)]


def _frame(table: Table, box: Box) -> tuple[str, Role]:
    if _is_target(table, box):
        return "┏━┓┃┗┛", Role.ACCENT
    return "╭─╮│╰╯", Role.MUTED


def _is_target(table: Table, box: Box) -> bool:
    return table.carrying and table.target == box.service


def _cards(table: Table, layout: Layout, box: Box, row: int) -> list[Span]:
    unit = box.width // box.columns
    names = {place: name for name, place in layout.cards.items()}
    spans: list[Span] = []
    for column in range(box.columns):
        width = unit - 2 if column == box.columns - 1 else unit
        module = names.get((box.x + 1 + column * unit, box.y + row), "")
        spans.append(_card(table, module, width))
    return spans


def _card(table: Table, module: str, width: int) -> Span:
    if module != table.card or not module:
        sign = "◆" if table.mark and module == table.mark.module else " "
        return Span(shortened(module if len(module) == width else f"{sign}{module}", width))
    if table.carrying and table.target != table.home:
        return Span(shortened(f"−{module}", width), Role.MUTED)
    return Span(shortened(f"▸{module}", width), Role.CURSOR)
