"""The contract of notifications: nobody calls it, it listens."""

from typing import Protocol


class Notifications(Protocol):
    """Writes to customers about what happened."""
