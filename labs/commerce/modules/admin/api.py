"""The contract of admin: no module calls it."""

from typing import Protocol


class Admin(Protocol):
    """Shows the whole shop at a glance."""
