"""How many repetitions a line may afford: a peer in trouble must not get a multiple of its load."""

SHARE = 0.2
"""Repetitions for each call, in the long run."""
BURST = 10.0
"""Repetitions saved up while nothing had to be repeated."""


class RetryBudget:
    """A bucket of tokens: each call pays in a part of one, each repetition takes a whole one."""

    def __init__(self, share: float = SHARE, burst: float = BURST) -> None:
        self._share = share
        self._burst = burst
        self._tokens = burst

    def earn(self) -> None:
        """A call was made."""
        self._tokens = min(self._burst, self._tokens + self._share)

    def spend(self) -> bool:
        """Take what a repetition costs. False: there is not enough left."""
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True
