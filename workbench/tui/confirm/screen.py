"""A question that must be answered with yes or no."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen

from content.messages import Messages
from workbench.tui.actions import Action, bindings
from workbench.tui.ink import Role, wrapped
from workbench.tui.widgets import KeyBar, Sheet

ACTIONS = (Action("yes", "y,enter"), Action("no", "n,escape,q"))


class ConfirmScreen(ModalScreen[bool]):
    """Dismisses with True only for a yes."""

    BINDINGS = bindings(ACTIONS)
    CSS = """
    ConfirmScreen { align: center middle; background: $background 60%; }
    ConfirmScreen > Vertical { width: 64; max-width: 90%; height: auto; border: round $warning;
                               padding: 1 2; background: $background; }
    ConfirmScreen KeyBar { dock: none; margin-top: 1; padding: 0; background: $background; }
    """

    def __init__(self, question: str, words: Messages) -> None:
        super().__init__()
        self._question = question
        self._words = words

    def compose(self) -> ComposeResult:
        """The question and its two keys."""
        yield Vertical(Sheet(), KeyBar(ACTIONS, self._words, everywhere=()))

    def on_mount(self) -> None:
        """Show the question."""
        self.query_one(Sheet).show(lambda width, _: wrapped(self._question, width, Role.STRONG))

    def action_yes(self) -> None:
        """Do it."""
        self.dismiss(result=True)

    def action_no(self) -> None:
        """Leave things as they are."""
        self.dismiss(result=False)
