"""What C4 pictures are drawn with: people, boxes, cylinders, arrows. Lengths are pixels."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import Literal

Tone = Literal["person", "system", "container", "store", "outside"]

_STYLE = """\
<style>
  text { font: 13px "Segoe UI", Helvetica, Arial, sans-serif; fill: #1b2733 }
  .title { font-size: 22px; font-weight: 600 }
  .reading { font-size: 12px; fill: #5b6770 }
  .head { font-size: 15px; font-weight: 600 }
  .kind { font-size: 11px }
  .small { font-size: 11.5px }
  .on text, text.on { fill: #ffffff }
  .person { fill: #0b3c6f }
  .shoulders { stroke: #ffffff; stroke-width: 3 }
  .system { fill: #14599e }
  .container { fill: #2f7cc4 }
  .store { fill: #3f8f8b }
  .outside { fill: #7a838c }
  .bus { fill: #f1ecf8; stroke: #7a5aa6 }
  .boundary { fill: none; stroke: #5b6770; stroke-dasharray: 7 5 }
  .node { fill: #f6f8fa; stroke: #b8c2cc }
  .line { fill: none; stroke: #5b6770; stroke-width: 1.4 }
  .call { fill: none; stroke: #1b2733; stroke-width: 1.5 }
  .event { fill: none; stroke: #7a5aa6; stroke-width: 1.4; stroke-dasharray: 5 4 }
  .label { font-size: 12px; fill: #5b6770 }
</style>
<defs>
  <marker id="tip" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="9" markerHeight="9"
    markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0 8 4 0 8z" fill="#1b2733"/></marker>
  <marker id="event-tip" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="9" markerHeight="9"
    markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0 8 4 0 8z" fill="#7a5aa6"/></marker>
</defs>"""

MARGIN = 40
LINE = 17


@dataclass(frozen=True, slots=True)
class Frame:
    """A place on the page."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """Across."""
        return self.x + self.width / 2

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height


def page(title: str, reading: str, width: float, height: float, body: Iterable[str]) -> str:
    """A whole document: a title above, how it is read below."""
    size = f'viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">',
        f"<title>{escape(title)}</title>",
        _STYLE,
        f'<rect width="{width:g}" height="{height:g}" fill="#ffffff"/>',
        write(MARGIN, MARGIN + 8, title, "title"),
        write(MARGIN, MARGIN + 30, reading, "reading"),
        *body,
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def write(x: float, y: float, text: str, kind: str = "", anchor: str = "start") -> str:
    """A line of text."""
    chosen = f' class="{kind}"' if kind else ""
    where = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'<text{chosen} x="{x:g}" y="{y:g}"{where}>{escape(text)}</text>'


def box(at: Frame, tone: Tone, head: str, kind: str, lines: Iterable[str] = ()) -> Iterator[str]:
    """A box with its name, what it is, and more below."""
    yield _rectangle(at, tone, 6)
    yield from _inside(at, at.y + 24, head, kind, lines)


def person(at: Frame, head: str, kind: str, lines: Iterable[str] = ()) -> Iterator[str]:
    """Somebody: a head and shoulders above the name."""
    yield f'<circle class="person" cx="{at.middle:g}" cy="{at.y - 16:g}" r="24"/>'
    yield _rectangle(at, "person shoulders", 22)
    yield from _inside(at, at.y + 28, head, kind, lines)


def cylinder(at: Frame, tone: Tone, head: str, kind: str) -> Iterator[str]:
    """A store."""
    curve, half, x, y = 8, at.width / 2, at.x, at.y
    yield (
        f'<path class="{tone}" d="M{x:g} {y + curve:g}a{half:g} {curve} 0 0 1 {at.width:g} 0'
        f"v{at.height - 2 * curve:g}a{half:g} {curve} 0 0 1 {-at.width:g} 0z"
        '" stroke="#ffffff"/>'
        f'<path d="M{x:g} {y + curve:g}a{half:g} {curve} 0 0 0 {at.width:g} 0"'
        ' fill="none" stroke="#ffffff" stroke-opacity=".8"/>'
    )
    yield write(at.middle, y + at.height / 2 + 6, head, "small on", "middle")
    if kind:
        yield write(at.middle, y + at.height / 2 + 21, kind, "kind on", "middle")


def boundary(at: Frame, name: str) -> Iterator[str]:
    """What belongs together."""
    yield (
        f'<rect class="boundary" x="{at.x:g}" y="{at.y:g}" width="{at.width:g}"'
        f' height="{at.height:g}" rx="10"/>'
    )
    yield write(at.x + 14, at.bottom - 12, name, "label")


def node(at: Frame, name: str, kind: str) -> Iterator[str]:
    """Something that other things run on."""
    yield (
        f'<rect class="node" x="{at.x:g}" y="{at.y:g}" width="{at.width:g}"'
        f' height="{at.height:g}" rx="10"/>'
    )
    yield write(at.x + 16, at.y + 26, name, "head")
    yield write(at.x + 16, at.y + 44, kind, "label")


def arrow(points: Iterable[tuple[float, float]], kind: str = "line", title: str = "") -> str:
    """A line with corners that ends in a tip."""
    path = "L".join(f"{x:g} {y:g}" for x, y in points)
    tip = "event-tip" if kind == "event" else "tip"
    told = f"<title>{escape(title)}</title>" if title else ""
    return f'<path class="{kind}" d="M{path}" marker-end="url(#{tip})">{told}</path>'


def plain_line(points: Iterable[tuple[float, float]]) -> str:
    """A line without a tip."""
    return f'<path class="line" d="M{"L".join(f"{x:g} {y:g}" for x, y in points)}"/>'


def folded(text: str, letters: int) -> list[str]:
    """A text in lines of at most so many letters, as far as its words allow."""
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= letters:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _rectangle(at: Frame, tone: str, radius: int) -> str:
    return (
        f'<rect class="{tone}" x="{at.x:g}" y="{at.y:g}" width="{at.width:g}"'
        f' height="{at.height:g}" rx="{radius}"/>'
    )


def _inside(at: Frame, y: float, head: str, kind: str, lines: Iterable[str]) -> Iterator[str]:
    yield write(at.middle, y, head, "head on", "middle")
    yield write(at.middle, y + 16, kind, "kind on", "middle")
    for index, line in enumerate(lines):
        yield write(at.middle, y + 38 + index * LINE, line, "small on", "middle")
