"""Where each service's box and each module's card stands. Pure."""

from dataclasses import dataclass
from math import ceil

from workbench.ports.decomposition import Cut
from workbench.tui.board.table import NEW

NARROW = 16
WIDE = 20
ROOMY = 100
"""From this many cells on, boxes are WIDE."""
TALLEST = 6
"""Cards above one another before a box grows sideways."""
FRAME = 2


@dataclass(frozen=True, slots=True)
class Box:
    """A service: its frame in cells, and how many cards stand side by side."""

    service: str
    x: int
    y: int
    width: int
    height: int
    columns: int


@dataclass(frozen=True, slots=True)
class Layout:
    """All boxes, and the place of every card's first cell."""

    boxes: tuple[Box, ...]
    cards: dict[str, tuple[int, int]]

    @property
    def height(self) -> int:
        """Rows in all."""
        return max((box.y + box.height for box in self.boxes), default=0)


def lay_out(cut: Cut, width: int) -> Layout:
    """Boxes on shelves, left to right; the last one is for a new service."""
    least = WIDE if width >= ROOMY else NARROW
    across = max(width // least, 1)
    unit = width // across
    boxes: list[Box] = []
    shelf: list[tuple[str, int, int]] = []
    taken = y = 0
    for service, count in [*((name, len(m)) for name, m in cut.items()), (NEW, 1)]:
        span = min(ceil(count / TALLEST), across)
        if taken + span > across:
            y = _close(boxes, shelf, y, unit)
            shelf, taken = [], 0
        shelf.append((service, span, ceil(count / span)))
        taken += span
    _close(boxes, shelf, y, unit)
    return Layout(tuple(boxes), _cards(cut, boxes, unit))


def card_towards(layout: Layout, card: str, dx: int, dy: int) -> str:
    """The nearest card in a direction; the same one at the edge."""
    x, y = layout.cards[card]
    ahead = [
        (abs(cy - y) * 100 + (cx - x) * dx if dx else (cy - y) * dy * 100 + abs(cx - x), name)
        for name, (cx, cy) in layout.cards.items()
        if (dx and (cx - x) * dx > 0) or (dy and (cy - y) * dy > 0)
    ]
    return min(ahead)[1] if ahead else card


def neighbour(cut: Cut, card: str, step: int) -> str:
    """The card so many places on in the order of the services; the last one at the end."""
    order = [module for modules in cut.values() for module in modules]
    return order[min(max(order.index(card) + step, 0), len(order) - 1)]


def box_towards(layout: Layout, service: str, dx: int, dy: int) -> str:
    """The nearest box in a direction; sideways runs on over the shelves' ends."""
    names = [box.service for box in layout.boxes]
    at = names.index(service)
    if dx:
        return names[min(max(at + dx, 0), len(names) - 1)]
    here = layout.boxes[at]
    shelves = sorted({box.y for box in layout.boxes})
    row = min(max(shelves.index(here.y) + dy, 0), len(shelves) - 1)
    there = [box for box in layout.boxes if box.y == shelves[row]]
    return min(there, key=lambda box: abs(box.x - here.x)).service


def _close(boxes: list[Box], shelf: list[tuple[str, int, int]], y: int, unit: int) -> int:
    """Stand a shelf's boxes at row `y`; the row below the tallest."""
    rows = max(rows for _, _, rows in shelf)
    x = 0
    for service, span, _ in shelf:
        boxes.append(Box(service, x, y, span * unit, rows + FRAME, span))
        x += span * unit
    return y + rows + FRAME


def _cards(cut: Cut, boxes: list[Box], unit: int) -> dict[str, tuple[int, int]]:
    cards: dict[str, tuple[int, int]] = {}
    for box in boxes:
        modules = cut.get(box.service, ())
        rows = ceil(len(modules) / box.columns)
        for n, module in enumerate(modules):
            column, row = divmod(n, rows)
            cards[module] = (box.x + 1 + column * unit, box.y + 1 + row)
    return cards
