"""A log as it grows, on any runtime: all of them can say how a log ends."""

import time
from collections.abc import Callable, Iterator, Sequence

LOOK_EVERY_S = 0.5
MOST_AT_ONCE = 1000
"""Lines. Of a part that writes more between two looks the last ones are shown."""


def followed(
    tail: Callable[[int], Sequence[str]], lines: int, pause: Callable[[float], None] = time.sleep
) -> Iterator[Sequence[str]]:
    """The last lines, and from then on what is new, for as long as somebody asks.

    `tail` gives as many of a log's last lines as it is asked for.
    """
    seen = tail(MOST_AT_ONCE)
    yield seen[-lines:]
    while True:
        pause(LOOK_EVERY_S)
        now = tail(MOST_AT_ONCE)
        if fresh := added(seen, now):
            yield fresh
        seen = now


def added(before: Sequence[str], now: Sequence[str]) -> Sequence[str]:
    """What came between two looks at the end of a log: what follows the longest common part."""
    for gone in range(len(before)):
        common = len(before) - gone
        if now[:common] == before[gone:]:
            return now[common:]
    return now
