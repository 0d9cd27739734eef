"""Which requests are traced."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from labs.commerce.platform.telemetry.context import is_sampled

BURST = 10.0
"""Requests that are traced at once after a quiet while, so that a few made by hand always are."""


@dataclass(slots=True)
class Sampling:
    """What the caller decided holds; beyond that a part of all requests, and a few each second."""

    ratio: float
    per_second: float
    clock: Callable[[], float] = time.monotonic
    _left: float = field(default=BURST, init=False)
    _looked_at: float = field(default=0.0, init=False)

    def begins(self, traceparent: str) -> bool:
        """Whether a request from outside is traced.

        The gateway has applied the ratio to what it passes on, so only the few are left. What
        comes without a trace did not come through it: machinery, of which a part is enough.
        """
        if is_sampled(traceparent):
            return True
        if not traceparent:
            return random.random() < self.ratio  # noqa: S311 - no secret
        return self._has_room()

    def _has_room(self) -> bool:
        now = self.clock()
        self._left = min(BURST, self._left + (now - self._looked_at) * self.per_second)
        self._looked_at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True
