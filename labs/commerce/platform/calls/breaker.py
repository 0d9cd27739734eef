"""A circuit breaker: stop asking a peer that does not answer, and probe it now and then."""

import time
from collections.abc import Callable, Hashable
from enum import StrEnum


class BreakerState(StrEnum):
    """Closed lets calls through, open refuses them, half-open waits for its one probe."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half-open"


class Breaker:
    """Counts what one peer failed over since it last answered."""

    def __init__(
        self, failures: int, open_s: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._threshold = failures
        self._open_s = open_s
        self._clock = clock
        self._failed_over: set[Hashable] = set()
        self._opened_at = 0.0
        self.state = BreakerState.CLOSED

    @property
    def is_willing(self) -> bool:
        """Whether `allows` would let a call out now."""
        closed = self.state is BreakerState.CLOSED
        return closed or self._clock() - self._opened_at >= self._open_s

    def allows(self) -> bool:
        """Whether a call may go out now. After `open_s` exactly one may, as a probe."""
        if self.state is BreakerState.CLOSED:
            return True
        if not self.is_willing:
            return False
        # A probe whose outcome never arrives must not shut the peer out for ever.
        self.state, self._opened_at = BreakerState.HALF_OPEN, self._clock()
        return True

    def succeeded(self) -> None:
        """The peer answered."""
        self._failed_over.clear()
        self.state = BreakerState.CLOSED

    def failed(self, over: Hashable = None) -> None:
        """The peer did not answer, or said that it cannot.

        Failing again `over` the same thing proves nothing new: it may be that thing which is ill.
        """
        if len(self._failed_over) < self._threshold:
            self._failed_over.add(object() if over is None else over)
        if len(self._failed_over) >= self._threshold:  # a probe's failure included
            self.state, self._opened_at = BreakerState.OPEN, self._clock()
