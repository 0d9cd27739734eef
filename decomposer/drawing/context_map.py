"""The context map as SVG: contexts on a ring, upstream and downstream at the ends of each line."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import hypot, log1p

from decomposer.context_map import ContextMap, Kind, Relationship, SharedKernel, context_map
from decomposer.drawing.ring import Point, ring, ring_order
from decomposer.drawing.sheet import INK, Words, folded, page, text
from decomposer.drawing.sketch import restricted
from decomposer.graph import MonolithGraph
from decomposer.partition import Partition

BOX_WIDTH, LINE, MARGIN, TOP = 176.0, 15.0, 28.0, 72.0
HELD = 6
"""Modules that are named in a context."""
SPACE = 82.0
"""Of the ring's half-axis for each context; the sheet grows with them."""
SHIFT = 17.0
"""Between the lines of two contexts that have several."""
END = 16.0
"""From a frame to the letter that tells which end this is."""
PLACES = (0.5, 0.42, 0.58, 0.34, 0.66, 0.28, 0.72, 0.22, 0.78)
"""Shares of the way at which a line's number may stand."""
PILL = 30.0
WARNINGS = 12
"""Shared kernels that are listed."""


@dataclass(frozen=True, slots=True)
class _Context:
    """A context's frame."""

    name: str
    lines: tuple[str, ...]
    roles: str
    at: Point
    """Its middle."""

    @property
    def height(self) -> float:
        """Pixels."""
        return LINE * (len(self.lines) + 2)

    def edge(self, dx: float, dy: float, off: Point) -> Point:
        """Where a line in this direction, `off` the middle, leaves the frame."""
        ways = [
            ((half if step > 0 else -half) - start) / step
            for half, step, start in (
                (BOX_WIDTH / 2, dx, off.x),
                (self.height / 2, dy, off.y),
            )
            if step
        ]
        way = max(min(ways), 0.0)
        return Point(self.at.x + off.x + dx * way, self.at.y + off.y + dy * way)


@dataclass(frozen=True, slots=True)
class _Path:
    """What holds between two contexts, on the sheet from upstream to downstream."""

    told: tuple[Relationship, ...]
    """Two where both call each other."""
    start: Point
    end: Point

    @property
    def kind(self) -> Kind:
        """Calls or events."""
        return self.told[0].kind

    @property
    def ends(self) -> tuple[str, str]:
        """The letters at its ends."""
        return ("P", "P") if len(self.told) > 1 else ("U", "D")

    @property
    def per_1000(self) -> float:
        """Calls or events per thousand requests."""
        return sum(each.per_1000 for each in self.told)

    @property
    def use_cases(self) -> int:
        """How many run along it."""
        return len({name for each in self.told for name in each.use_cases})

    @property
    def length(self) -> float:
        """Pixels."""
        return hypot(self.end.x - self.start.x, self.end.y - self.start.y)


def draw_context_map(whole: MonolithGraph, cut: Partition, words: Words) -> str:
    """The cut as a context map, with a legend and the data that contexts still share."""
    drawn = restricted(whole, cut, words)
    graph, partition = drawn.graph, drawn.partition
    told = context_map(graph, partition)
    contexts = _placed(graph, partition, told, words)
    paths = list(_paths(told, contexts))
    width = max(each.at.x for each in contexts.values()) + BOX_WIDTH / 2 + MARGIN
    bottom = max(each.at.y + each.height / 2 for each in contexts.values()) + 2 * MARGIN
    title = words("map-title", graph=graph.name, cut=partition.name)
    letters = int((width - 2 * MARGIN) / 6.2)
    notes = [
        (line, kind)
        for sentence, kind in (*_notes(told, words), *((note, "small") for note in drawn.notes))
        for line in folded(sentence, letters)
    ]
    body = [
        text(MARGIN, 40, title, "title"),
        *(_kernel(each, contexts, words) for each in told.kernels),
        *(_line(path, words) for path in paths),
        *(line for each in contexts.values() for line in _frame(each)),
        *_ends(paths),
        *_pills(paths, contexts.values()),
        *(text(MARGIN, bottom + n * 18, line, kind) for n, (line, kind) in enumerate(notes)),
    ]
    return page(title, width, bottom + len(notes) * 18 + MARGIN / 2, body)


def _placed(
    graph: MonolithGraph, partition: Partition, told: ContextMap, words: Words
) -> dict[str, _Context]:
    ties = {(each.upstream, each.downstream): log1p(each.per_1000) for each in told.relationships}
    order = ring_order(tuple(partition.services), ties)
    down = max(SPACE * len(order) / 2.1, 150.0) if len(order) > 1 else 70.0
    across = down * 1.45 if len(order) > 1 else BOX_WIDTH * 1.6
    centre = Point(MARGIN + BOX_WIDTH / 2 + across, TOP + 50 + down)
    places = ring(order, centre, across, down)
    return {
        name: _Context(
            name, _held(graph, partition.services[name], words), _roles(told, name), places[name]
        )
        for name in partition.services
    }


def _held(graph: MonolithGraph, modules: Sequence[str], words: Words) -> tuple[str, ...]:
    more = len(modules) - HELD
    shown = modules if more <= 1 else modules[:HELD]
    rest = (words("map-more", modules=more),) if more > 1 else ()
    teams = dict.fromkeys(graph.module(name).team for name in modules)
    return (*shown, *rest, words("map-teams", teams=", ".join(teams)))


def _roles(told: ContextMap, name: str) -> str:
    roles = {"OHS": told.open_hosts, "PL": told.published_languages}
    return ", ".join(role for role, names in roles.items() if name in names)


def _paths(told: ContextMap, contexts: dict[str, _Context]) -> Iterator[_Path]:
    """Lines of the same two contexts run side by side."""
    between: dict[tuple[str, ...], dict[str, list[Relationship]]] = defaultdict(dict)
    for each in told.relationships:
        pair = tuple(sorted((each.upstream, each.downstream)))
        line = each.kind if each.kind == "call" else f"{each.upstream} {each.kind}"
        between[pair].setdefault(line, []).append(each)
    for lines in between.values():
        for n, relationships in enumerate(lines.values()):
            off = SHIFT * (n - (len(lines) - 1) / 2)
            yield _path(tuple(relationships), contexts, off)


def _path(told: tuple[Relationship, ...], contexts: dict[str, _Context], off: float) -> _Path:
    up, down = contexts[told[0].upstream], contexts[told[0].downstream]
    dx, dy = down.at.x - up.at.x, down.at.y - up.at.y
    side = off if up.name < down.name else -off
    aside = Point(-dy * side / hypot(dx, dy), dx * side / hypot(dx, dy))
    return _Path(told, up.edge(dx, dy, aside), down.edge(-dx, -dy, aside))


def _kernel(kernel: SharedKernel, contexts: dict[str, _Context], words: Words) -> str:
    first, second = contexts[kernel.first].at, contexts[kernel.second].at
    return (
        f'<path class="kernel" d="M{first.x:.1f} {first.y:.1f}L{second.x:.1f} {second.y:.1f}">'
        f"<title>{escape(_shared(kernel, words))}</title></path>"
    )


def _line(path: _Path, words: Words) -> str:
    width = 1.0 + log1p(path.per_1000) / 2.5
    tips = [
        words(
            f"map-{each.kind}",
            upstream=each.upstream,
            downstream=each.downstream,
            per_1000=each.per_1000,
            use_cases=", ".join(each.use_cases),
        )
        for each in path.told
    ]
    return (
        f'<path class="{path.kind}" d="M{path.start.x:.1f} {path.start.y:.1f}'
        f'L{path.end.x:.1f} {path.end.y:.1f}" stroke-width="{width:.1f}">'
        f"<title>{escape(chr(10).join(tips))}</title></path>"
    )


def _frame(context: _Context) -> Iterator[str]:
    x, y = context.at.x - BOX_WIDTH / 2, context.at.y - context.height / 2
    yield (
        f'<rect class="service" x="{x:.1f}" y="{y:.1f}" width="{BOX_WIDTH:g}"'
        f' height="{context.height:g}" rx="14"/>'
    )
    yield text(round(x + 12, 1), round(y + 19, 1), context.name, "name")
    right = round(x + BOX_WIDTH - 12, 1)
    yield text(right, round(y + 19, 1), context.roles, "small", anchor="end")
    for n, line in enumerate(context.lines):
        yield text(round(x + 12, 1), round(y + 19 + (n + 1) * LINE, 1), line, "small")


def _ends(paths: Iterable[_Path]) -> Iterator[str]:
    for path in paths:
        share = min(END / path.length, 0.2) if path.length else 0.0
        at = path.start.towards(path.end, share), path.end.towards(path.start, share)
        for mark, place in zip(path.ends, at, strict=True):
            yield _tag(place, mark, 13.0)


def _pills(paths: Sequence[_Path], contexts: Iterable[_Context]) -> Iterator[str]:
    """How many use cases a line stands for, where that covers nothing else."""
    taken: list[Point] = []
    frames = list(contexts)
    for path in sorted(paths, key=lambda path: path.length):
        spots = [path.start.towards(path.end, share) for share in PLACES]
        at = next((spot for spot in spots if _free(spot, taken, frames)), spots[0])
        taken.append(at)
        yield _tag(at, str(path.use_cases), 22.0, path.kind)


def _free(spot: Point, taken: Iterable[Point], frames: Iterable[_Context]) -> bool:
    clear = all(abs(spot.x - p.x) > PILL or abs(spot.y - p.y) > PILL * 0.66 for p in taken)
    return clear and not any(
        abs(spot.x - frame.at.x) < BOX_WIDTH / 2 + PILL / 2
        and abs(spot.y - frame.at.y) < frame.height / 2 + PILL / 2
        for frame in frames
    )


def _tag(at: Point, content: str, width: float, kind: str = "") -> str:
    rim = (
        f' class="{kind}" style="fill:#fff;stroke-opacity:1;stroke-dasharray:none"' if kind else ""
    )
    plain = "" if kind else ' fill="#fff" fill-opacity=".85"'
    return (
        f'<rect x="{at.x - width / 2:.1f}" y="{at.y - 8:.1f}" width="{width:g}" height="16" rx="8"'
        f'{rim}{plain}/><text x="{at.x:.1f}" y="{at.y + 4:.1f}" text-anchor="middle"'
        f' style="font-size:11px;fill:{INK}">{escape(content)}</text>'
    )


def _notes(told: ContextMap, words: Words) -> Iterator[tuple[str, str]]:
    yield words("map-reading"), "small"
    yield words("map-patterns"), "small"
    if told.kernels:
        yield words("map-kernels"), "small"
    for kernel in told.kernels[:WARNINGS]:
        yield _shared(kernel, words), "warning"
    if len(told.kernels) > WARNINGS:
        yield words("map-kernels-more", n=len(told.kernels) - WARNINGS), "warning"


def _shared(kernel: SharedKernel, words: Words) -> str:
    return words(
        "map-kernel",
        first=kernel.first,
        second=kernel.second,
        entities=", ".join(kernel.entities),
        use_cases=", ".join(kernel.use_cases),
    )
