"""Where arrows meet frames: spread over each side, in the order of where they lead."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from decomposer.drawing.layout import Box
from decomposer.drawing.links import Link

Ends = Mapping[tuple[str, str], tuple[float, float]]
"""(caller, callee) -> the heights at which its arrow leaves and arrives, in pixels."""


def ports(links: Sequence[Link], boxes: Mapping[str, Box]) -> Ends:
    """A height of its own for every end of every arrow."""
    sides: dict[tuple[str, bool], list[tuple[float, str, str]]] = defaultdict(list)
    for link in links:
        for service, other in ((link.caller, link.callee), (link.callee, link.caller)):
            end = (boxes[other].middle, link.caller, link.callee)
            sides[service, _right(boxes[service], boxes[other])].append(end)
    heights: dict[tuple[str, str, str], float] = {}
    for (service, _), ends in sides.items():
        box = boxes[service]
        for position, (_, caller, callee) in enumerate(sorted(ends), 1):
            heights[service, caller, callee] = box.y + box.height * position / (len(ends) + 1)
    return {
        (link.caller, link.callee): (
            heights[link.caller, link.caller, link.callee],
            heights[link.callee, link.caller, link.callee],
        )
        for link in links
    }


def _right(box: Box, other: Box) -> bool:
    """Whether an arrow between the two meets the first one at its right."""
    return other.x >= box.x
