"""The contract of recommendations: no module calls it, it listens."""

from typing import Protocol


class Recommendations(Protocol):
    """Knows what else a customer might want."""
