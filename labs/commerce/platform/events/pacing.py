"""How long to wait for company: one commit for many events is far cheaper than one for each."""

import math
import time
from collections.abc import Callable

SHORTEST_S = 0.01
LONGEST_S = 0.2
"""At fifty orders a second, seven services then commit thirty-five batches a second and not two
hundred; what events are shown by is that much behind, and no customer waits for it."""
_BUSY_S = 0.1
"""Batches closer together than this are a sign that waiting brings company."""
_GROWTH = 1.25


class Pace:
    """Pauses before batches: short while little happens, longer the busier it stays."""

    def __init__(
        self, longest_s: float = SHORTEST_S, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._longest_s = longest_s
        self._clock = clock
        self._pause_s = SHORTEST_S
        self._last = -math.inf

    def pause_s(self) -> float:
        """How long to wait before the batch that begins now."""
        now = self._clock()
        is_busy = now - self._last < self._pause_s + _BUSY_S
        self._pause_s = min(self._longest_s, self._pause_s * _GROWTH) if is_busy else SHORTEST_S
        self._last = now
        return self._pause_s
