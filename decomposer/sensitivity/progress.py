"""How far a long computation has come."""

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Is told how many steps are done, and of how many."""


def untold(done: int, total: int) -> None:
    """Tell nobody."""
