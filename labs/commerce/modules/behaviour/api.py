"""The contract of behaviour: no module calls it."""

from typing import Protocol


class Behaviour(Protocol):
    """Knows what visitors look at."""
