"""A cut as a dependency-structure matrix: rows call columns, services are blocks on the diagonal.

Steward, "The Design Structure System" (1981); Eppinger and Browning, "Design Structure Matrix
Methods and Applications" (2012). Callers stand first as far as possible, so that what is left below
the diagonal and outside a block is a call back, and two services that wait for each other.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import log1p

from decomposer.drawing.order import callers_first
from decomposer.drawing.sheet import CALL, EVENT, QUIET, Words, folded, page, text
from decomposer.drawing.sketch import sketch
from decomposer.graph import Edge, MonolithGraph
from decomposer.partition import Partition

ROOMY, TIGHT = 28.0, 7.0
"""Widest and narrowest cell, in pixels."""
ACROSS = 1680.0
"""The matrix is no wider as long as cells are not TIGHT."""
NAMED, NUMBERED = 9.0, 22.0
"""From this size of a cell on, rows have names and cells have numbers."""
LETTER, MARGIN, TITLE, LINE = 7.0, 24.0, 72.0, 18.0
INSIDE = "#3d7a52"


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where everything stands."""

    order: tuple[str, ...]
    blocks: tuple[tuple[str, int, int], ...]
    """A service, its first row and how many it has."""
    cell: float
    x: float
    y: float

    @property
    def size(self) -> float:
        """Of the matrix, in pixels."""
        return self.cell * len(self.order)


def draw_matrix(whole: MonolithGraph, cut: Partition, words: Words) -> str:
    """The cut as a matrix. Cells grow with the logarithm of the calls; events are outlined."""
    drawn = sketch(whole, cut, words, most=None)
    graph, partition = drawn.graph, drawn.partition
    frame = _frame(graph, partition)
    title = words("matrix-title", graph=graph.name, cut=partition.name)
    legend = (*_legend(graph, partition, frame, words), *drawn.notes)
    bottom = frame.y + frame.size + 2 * LINE
    width = max(frame.x + frame.size + MARGIN, 560.0)
    lines = [line for told in legend for line in folded(told, int((width - 2 * MARGIN) / 6))]
    body = [
        text(MARGIN, 36, title, "title"),
        *_blocks(frame),
        *_grid(frame),
        *(_names(frame) if frame.cell >= NAMED else _service_names(frame)),
        *_cells(graph, partition, frame),
        *(text(MARGIN, bottom + n * LINE, line, "small") for n, line in enumerate(lines)),
    ]
    return page(title, width, bottom + len(lines) * LINE + MARGIN / 2, body)


def _frame(graph: MonolithGraph, partition: Partition) -> _Frame:
    blocks: list[tuple[str, int, int]] = []
    order: list[str] = []
    inner: dict[tuple[str, str], float] = {}
    outer: dict[tuple[str, str], float] = defaultdict(float)
    for edge in graph.edges:
        inner[edge.caller, edge.callee] = edge.calls_per_1000
        ends = partition.service_of[edge.caller], partition.service_of[edge.callee]
        outer[ends] += edge.calls_per_1000 if ends[0] != ends[1] else 0.0
    for service in callers_first(tuple(partition.services), outer):
        held = callers_first(partition.services[service], inner)
        blocks.append((service, len(order), len(held)))
        order += held
    cell = min(max(ACROSS / len(order), TIGHT), ROOMY)
    names = order if cell >= NAMED else list(partition.services)
    label = LETTER * max(map(len, names)) + LETTER * 4
    return _Frame(tuple(order), tuple(blocks), cell, MARGIN + label, TITLE + label * 0.8)


def _blocks(frame: _Frame) -> Iterator[str]:
    for service, first, count in frame.blocks:
        at, size = first * frame.cell, count * frame.cell
        yield (
            f'<rect class="service" x="{frame.x + at:g}" y="{frame.y + at:g}" width="{size:g}"'
            f' height="{size:g}"><title>{escape(service)}</title></rect>'
        )


def _grid(frame: _Frame) -> Iterator[str]:
    """Hair lines between cells, stronger ones between services."""
    starts = {first for _, first, _ in frame.blocks} | {len(frame.order)}
    for n in range(len(frame.order) + 1):
        at = n * frame.cell
        strong = n in starts
        if not strong and frame.cell < NAMED:
            continue
        ink, width = ("#7b8794", 1.0) if strong else ("#d5dbe3", 0.5)
        yield (
            f'<path d="M{frame.x:g} {frame.y + at:g}h{frame.size:g}M{frame.x + at:g} {frame.y:g}'
            f'v{frame.size:g}" stroke="{ink}" stroke-width="{width}"/>'
        )


def _names(frame: _Frame) -> Iterator[str]:
    size = min(13.0, frame.cell - 2)
    for n, module in enumerate(frame.order):
        middle = (n + 0.5) * frame.cell
        yield _label(frame.x - 8, frame.y + middle + size / 3, f"{module}  {n + 1}", size)
        x, y = frame.x + middle, frame.y - 8
        yield _label(x + size / 3, y, f"{n + 1}  {module}", size, turned=True)


def _service_names(frame: _Frame) -> Iterator[str]:
    """Only where there are too many modules to name."""
    for service, first, count in frame.blocks:
        if count * frame.cell >= NAMED:
            middle = (first + count / 2) * frame.cell
            yield _label(frame.x - 8, frame.y + middle + 4, service, 11.0)


def _label(x: float, y: float, content: str, size: float, *, turned: bool = False) -> str:
    turn = f' transform="rotate(-90 {x:g} {y:g})"' if turned else ' text-anchor="end"'
    return f'<text x="{x:g}" y="{y:g}" style="font-size:{size:g}px"{turn}>{escape(content)}</text>'


def _cells(graph: MonolithGraph, partition: Partition, frame: _Frame) -> Iterator[str]:
    place = {module: n for n, module in enumerate(frame.order)}
    for n in range(len(frame.order)):
        at = n * frame.cell
        yield (
            f'<rect x="{frame.x + at:g}" y="{frame.y + at:g}" width="{frame.cell:g}"'
            f' height="{frame.cell:g}" fill="#c3ccd8"/>'
        )
    most = max((_traffic(edge) for edge in graph.edges), default=1.0)
    for edge in graph.edges:
        x = frame.x + (place[edge.callee] + 0.5) * frame.cell
        y = frame.y + (place[edge.caller] + 0.5) * frame.cell
        together = partition.together(edge.caller, edge.callee)
        yield from _cell(edge, x, y, frame.cell, most, together=together)


def _cell(
    edge: Edge, x: float, y: float, cell: float, most: float, *, together: bool
) -> Iterator[str]:
    share = log1p(_traffic(edge)) / log1p(most)
    side = (cell - 2) * (0.35 + 0.65 * share)
    crossing = CALL if edge.calls_per_1000 else EVENT
    ink = INSIDE if together else crossing
    fill = (ink, 0.25 + 0.6 * share) if edge.calls_per_1000 else ("#fff", 1.0)
    tip = f"{edge.caller} → {edge.callee}: {', '.join(edge.use_cases)}"
    dashes = "" if edge.calls_per_1000 else ' stroke-dasharray="3 2"'
    yield (
        f'<rect x="{x - side / 2:g}" y="{y - side / 2:g}" width="{side:g}" height="{side:g}" rx="2"'
        f' fill="{fill[0]}" fill-opacity="{fill[1]:.2f}" stroke="{ink}"{dashes}>'
        f"<title>{escape(tip)}</title></rect>"
    )
    if cell >= NUMBERED:
        white = edge.calls_per_1000 and share > 0.6  # noqa: PLR2004 - where black gets illegible
        yield (
            f'<text x="{x:g}" y="{y + 3.5:g}" text-anchor="middle" pointer-events="none"'
            f' style="font-size:10px;fill:{"#fff" if white else QUIET}">{_traffic(edge):.0f}</text>'
        )


def _traffic(edge: Edge) -> float:
    return edge.calls_per_1000 + edge.deferred_per_1000


def _legend(
    graph: MonolithGraph, partition: Partition, frame: _Frame, words: Words
) -> Iterator[str]:
    yield words("matrix-reading")
    yield words("matrix-colours")
    back = _backwards(graph, partition, frame.order)
    yield words("matrix-order", calls=len(back)) if back else words("matrix-no-way-back")


def _backwards(
    graph: MonolithGraph, partition: Partition, order: Sequence[str]
) -> tuple[Edge, ...]:
    """The synchronous calls of a service to one that stands before it."""
    place = {module: n for n, module in enumerate(order)}
    return tuple(
        edge
        for edge in graph.edges
        if edge.calls_per_1000
        and place[edge.callee] < place[edge.caller]
        and not partition.together(edge.caller, edge.callee)
    )
