"""What a sabotage is."""

from collections.abc import Callable

Sabotage = Callable[[], None]
"""Puts a wrong class in the place of a right one; called in the launcher, before any fork."""
