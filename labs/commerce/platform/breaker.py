"""A circuit breaker: stop asking a peer that does not answer, and probe it now and then."""

import time
from collections.abc import Callable
from enum import StrEnum


class BreakerState(StrEnum):
    """Closed lets calls through, open refuses them, half-open waits for its one probe."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half-open"


class Breaker:
    """Counts consecutive failures of one peer."""

    def __init__(
        self, failures: int, open_s: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._threshold = failures
        self._open_s = open_s
        self._clock = clock
        self._failures = 0
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
        self._failures = 0
        self.state = BreakerState.CLOSED

    def failed(self) -> None:
        """The peer did not answer, or said that it cannot."""
        self._failures += 1
        if self._failures >= self._threshold:  # a probe's failure included
            self.state, self._opened_at = BreakerState.OPEN, self._clock()
