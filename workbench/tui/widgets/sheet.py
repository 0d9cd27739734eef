"""A widget that paints what a pure function of its size returns."""

from collections.abc import Callable

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from workbench.tui.ink import Line
from workbench.tui.theme import painted

Painter = Callable[[int, int], list[Line]]
"""Width and height in cells -> lines."""


class Sheet(Widget):
    """Shows a painter's lines; asks again whenever its size changes."""

    DEFAULT_CSS = """
    Sheet { height: auto; text-wrap: nowrap; text-overflow: clip; }
    """
    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self._painter: Painter = lambda _width, _height: []

    def show(self, painter: Painter) -> None:
        """Paint with this from now on."""
        self._painter = painter
        self.refresh(layout=True)

    def render(self) -> Content:
        """The lines for the present size."""
        size = self.content_size
        return painted(self._painter(size.width, size.height))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's signature
        """As many rows as the painter gives at that width."""
        return len(self._painter(width, container.height))
