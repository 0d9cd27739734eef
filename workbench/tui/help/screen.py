"""What can I do here?"""

from collections.abc import Iterator, Sequence

from textual.containers import VerticalScroll
from textual.widget import Widget

from workbench.tui.actions import Action
from workbench.tui.help import view
from workbench.tui.ink import Line, Role, line
from workbench.tui.page import Page
from workbench.tui.widgets import Sheet


class HelpScreen(Page):
    """The keys of the screen below."""

    ACTIONS = (Action("app.back", "escape"),)
    CSS = "HelpScreen #help { height: 1fr; }"

    def __init__(self, actions: Sequence[Action]) -> None:
        super().__init__()
        self._actions = actions

    def body(self) -> Iterator[Widget]:
        """One panel."""
        yield VerticalScroll(Sheet(id="keys"), id="help", classes="panel")

    def heading(self) -> tuple[Line, Line]:
        """A title."""
        return line((self.words.text("tui-help"), Role.STRONG)), line()

    def paint(self) -> None:
        """Every key with a sentence."""
        self.query_one("#help").border_title = self.words.text("tui-keys")
        self.query_one("#keys", Sheet).show(
            lambda width, _: view.page(self._actions, self.words, width)
        )
