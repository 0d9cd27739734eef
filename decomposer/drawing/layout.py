"""Where the services of a cut stand: callers to the left, those they call to the right."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, sqrt

from decomposer.drawing.links import Link
from decomposer.partition import Partition

HEADER, ROW, PADDING = 30, 22, 10
COLUMN_GAP, ROW_GAP, MARGIN = 96, 34, 24
LETTER = 7.6
"""Width of an average letter; the frames are as wide as their longest name."""
LOOP = 52.0
"""Room for arrows within the last column."""


@dataclass(frozen=True, slots=True)
class Box:
    """The frame of a service. All lengths are pixels."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """The height at which arrows meet it."""
        return self.y + self.height / 2

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width


@dataclass(frozen=True, slots=True)
class Layout:
    """Every service's frame, and the size of the sheet."""

    boxes: Mapping[str, Box]
    width: float
    height: float


def layout(partition: Partition, links: Sequence[Link]) -> Layout:
    """Spread the services over columns by how much they call rather than are called."""
    columns = _columns(partition, links)
    heights = {name: _height(len(held)) for name, held in partition.services.items()}
    tallest = max((_column_height(heights, column) for column in columns), default=0.0)
    wide = _width(partition)
    boxes: dict[str, Box] = {}
    for position, column in enumerate(columns):
        y = MARGIN + (tallest - _column_height(heights, column)) / 2
        for service in column:
            x = MARGIN + position * (wide + COLUMN_GAP)
            boxes[service] = Box(x, y, wide, heights[service])
            y += heights[service] + ROW_GAP
    width = 2 * MARGIN + len(columns) * (wide + COLUMN_GAP) - COLUMN_GAP + LOOP
    return Layout(boxes, width, tallest + 2 * MARGIN)


def _columns(partition: Partition, links: Iterable[Link]) -> list[list[str]]:
    asked: dict[str, float] = defaultdict(float)
    asking: dict[str, float] = defaultdict(float)
    for link in links:
        calls = link.calls_per_1000 + link.deferred_per_1000
        asking[link.caller] += calls
        asked[link.callee] += calls

    def rank(service: str) -> tuple[float, str]:
        whole = asking[service] + asked[service]
        return (asked[service] / whole if whole else 0.5), service

    ordered = sorted(partition.services, key=rank)
    count = ceil(sqrt(len(ordered)))
    size = ceil(len(ordered) / count) if count else 1
    return [ordered[start : start + size] for start in range(0, len(ordered), size)]


def _width(partition: Partition) -> float:
    names = (*partition.services, *partition.service_of)
    return 3 * PADDING + LETTER * max(map(len, names), default=0)


def _height(modules: int) -> float:
    return HEADER + modules * ROW + PADDING


def _column_height(heights: Mapping[str, float], column: Sequence[str]) -> float:
    return sum(heights[service] for service in column) + ROW_GAP * (len(column) - 1)
