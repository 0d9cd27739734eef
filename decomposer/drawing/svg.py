"""A cut as an SVG that needs no other program: services as frames, calls between them as arrows."""

from collections.abc import Iterator
from html import escape
from math import log1p

from decomposer.drawing.layout import HEADER, LOOP, MARGIN, PADDING, ROW, Box, layout
from decomposer.drawing.links import Link, links
from decomposer.drawing.ports import Ends, ports
from decomposer.drawing.sheet import Words, folded, page, text
from decomposer.drawing.sketch import sketch
from decomposer.graph import MonolithGraph
from decomposer.partition import Partition

LINE = 16.0
"""Between two lines of the legend, in pixels."""
ARROW = """\
<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9" markerHeight="9"
  markerUnits="userSpaceOnUse" orient="auto">
  <path class="tip" d="M0 0 8 4 0 8z"/>
</marker></defs>"""


def draw_svg(whole: MonolithGraph, cut: Partition, words: Words) -> str:
    """The cut as SVG. Arrow width grows with the logarithm of the calls; events are dashed."""
    drawn = sketch(whole, cut, words)
    graph, partition = drawn.graph, drawn.partition
    between = links(graph, partition)
    sheet = layout(partition, between)
    ends = ports(between, sheet.boxes)
    letters = max(60, int((sheet.width - 2 * MARGIN) / 6))
    told = (words("graph-reading"), *drawn.notes)
    notes = [line for each in told for line in folded(each, letters)]
    body = [
        ARROW,
        *(_frame(box) for box in sheet.boxes.values()),
        *(
            _arrow(link, sheet.boxes[link.caller], sheet.boxes[link.callee], ends)
            for link in between
        ),
        *(
            line
            for service, modules in partition.services.items()
            for line in _names(service, modules, sheet.boxes[service])
        ),
        *(text(MARGIN, sheet.height + n * LINE, each, "small") for n, each in enumerate(notes)),
    ]
    height = sheet.height + (len(notes) - 1) * LINE + MARGIN
    return page(f"{graph.name}: {partition.name}", sheet.width, height, body)


def _frame(box: Box) -> str:
    return (
        f'<rect class="service" x="{box.x:g}" y="{box.y:g}" width="{box.width:g}"'
        f' height="{box.height:g}" rx="8"/>'
    )


def _names(name: str, modules: tuple[str, ...], box: Box) -> Iterator[str]:
    yield text(box.x + PADDING, box.y + 20, name, "name")
    for position, module in enumerate(modules):
        yield text(box.x + 2 * PADDING, box.y + HEADER + position * ROW + 15, module)


def _arrow(link: Link, source: Box, target: Box, ends: Ends) -> str:
    width = 0.8 + log1p(link.calls_per_1000 + link.deferred_per_1000) / 2
    kind = "call" if link.synchronous else "event"
    tip = f"{link.caller} → {link.callee}: {', '.join(link.use_cases)}"
    curve = _curve(source, target, *ends[link.caller, link.callee])
    return (
        f'<path class="{kind}" d="{curve}" stroke-width="{width:.1f}"'
        f' marker-end="url(#tip)"><title>{escape(tip)}</title></path>'
    )


def _curve(source: Box, target: Box, leaves: float, arrives: float) -> str:
    """Out and in at the sides that face each other; around the right within a column."""
    if source.x == target.x:
        start, end = source.right, target.right
        controls = start + LOOP, end + LOOP
    else:
        start, end = (source.right, target.x) if source.x < target.x else (source.x, target.right)
        controls = ((start + end) / 2,) * 2
    return (
        f"M{start:g} {leaves:.1f}C{controls[0]:g} {leaves:.1f} {controls[1]:g} {arrives:.1f}"
        f" {end:g} {arrives:.1f}"
    )
