"""The contract of mailbox."""

from typing import Protocol


class Mailbox(Protocol):
    """Keeps letters; nobody calls it."""
