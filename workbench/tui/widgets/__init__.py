"""The few widgets every screen is made of."""

from workbench.tui.widgets.keybar import KeyBar
from workbench.tui.widgets.listing import Listing
from workbench.tui.widgets.notice import Notice
from workbench.tui.widgets.sheet import Sheet

__all__ = ["KeyBar", "Listing", "Notice", "Sheet"]
