"""A cut as an SVG that needs no other program: services as frames, calls between them as arrows."""

from collections.abc import Iterator
from html import escape
from math import log1p

from decomposer.drawing.layout import HEADER, LOOP, PADDING, ROW, Box, layout
from decomposer.drawing.links import Link, links
from decomposer.graph import MonolithGraph
from decomposer.partition import Partition

STYLE = """\
<style>
  text { font: 13px Helvetica, Arial, sans-serif; fill: #1f2933 }
  .service { fill: #eef2f7; stroke: #7b8794 }
  .name { font-weight: bold }
  .call { fill: none; stroke: #b4412f; stroke-opacity: .55 }
  .event { fill: none; stroke: #2f6fb4; stroke-opacity: .55; stroke-dasharray: 6 5 }
  .tip { fill: #55606e }
</style>
<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9" markerHeight="9"
  markerUnits="userSpaceOnUse" orient="auto">
  <path class="tip" d="M0 0 8 4 0 8z"/>
</marker></defs>"""
OPENING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}"'
    ' width="{width:g}" height="{height:g}" role="img">'
)


def draw_svg(graph: MonolithGraph, partition: Partition) -> str:
    """The cut as SVG. Arrow width grows with the logarithm of the calls; events are dashed."""
    between = links(graph, partition)
    sheet = layout(partition, between)
    title = escape(f"{graph.name}: {partition.name}")
    lines = [
        OPENING.format(width=sheet.width, height=sheet.height),
        f"<title>{title}</title>",
        STYLE,
        f'<rect width="{sheet.width:g}" height="{sheet.height:g}" fill="#fff"/>',
        *(_arrow(link, sheet.boxes[link.caller], sheet.boxes[link.callee]) for link in between),
        *(
            line
            for service, modules in partition.services.items()
            for line in _service(service, modules, sheet.boxes[service])
        ),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _service(name: str, modules: tuple[str, ...], box: Box) -> Iterator[str]:
    yield (
        f'<rect class="service" x="{box.x:g}" y="{box.y:g}" width="{box.width:g}"'
        f' height="{box.height:g}" rx="8"/>'
    )
    yield f'<text class="name" x="{box.x + PADDING:g}" y="{box.y + 20:g}">{escape(name)}</text>'
    for position, module in enumerate(modules):
        y = box.y + HEADER + position * ROW + 15
        yield f'<text x="{box.x + 2 * PADDING:g}" y="{y:g}">{escape(module)}</text>'


def _arrow(link: Link, source: Box, target: Box) -> str:
    width = 0.8 + log1p(link.calls_per_1000 + link.deferred_per_1000) / 2
    kind = "call" if link.synchronous else "event"
    tip = f"{link.caller} → {link.callee}: {', '.join(link.use_cases)}"
    return (
        f'<path class="{kind}" d="{_curve(source, target)}" stroke-width="{width:.1f}"'
        f' marker-end="url(#tip)"><title>{escape(tip)}</title></path>'
    )


def _curve(source: Box, target: Box) -> str:
    """Out and in at the sides that face each other; around the right within a column."""
    if source.x == target.x:
        start, end = source.right, target.right
        controls = start + LOOP, end + LOOP
    else:
        start, end = (source.right, target.x) if source.x < target.x else (source.x, target.right)
        controls = ((start + end) / 2,) * 2
    return (
        f"M{start:g} {source.middle:g}"
        f"C{controls[0]:g} {source.middle:g} {controls[1]:g} {target.middle:g}"
        f" {end:g} {target.middle:g}"
    )
