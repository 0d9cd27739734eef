"""The base of every screen: title row, body, notice, keys; work in threads, answers as messages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual import events
from textual.app import ComposeResult
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import get_current_worker

from workbench.tui.actions import Action
from workbench.tui.answer import Answer
from workbench.tui.ink import Line, Role, justified, line
from workbench.tui.widgets import KeyBar, Notice, Sheet

if TYPE_CHECKING:
    from content.messages import Messages
    from workbench.ports import Services
    from workbench.tui.host import Host

T = TypeVar("T")

WIDE = 110
NARROW = 72
"""Cells."""


@dataclass
class Failed(Answer):
    """Work in a thread raised."""

    error: Exception


class Page(Screen[None]):
    """A screen of the workbench. Subclasses give `body`, `heading` and `paint`."""

    ACTIONS: ClassVar[tuple[Action, ...]] = (Action("app.back", "escape"),)
    DEFAULT_CSS = """
    Page > #title { height: 1; padding: 0 1; background: $panel; }
    """

    @property
    def workbench(self) -> Host:
        """The application."""
        return cast("Host", self.app)

    @property
    def services(self) -> Services:
        """The use cases."""
        return self.workbench.services

    @property
    def words(self) -> Messages:
        """The interface's sentences in the present language."""
        return self.workbench.words

    @property
    def language(self) -> str:
        """`en` or `ru`."""
        return self.workbench.language

    @property
    def is_open(self) -> bool:
        """The screen is shown or under another one; a screen that was left loses its widgets."""
        return self in self.app.screen_stack

    def body(self) -> Iterator[Widget]:
        """The widgets between the title and the notice."""
        yield from ()

    def heading(self) -> tuple[Line, Line]:
        """Left and right part of the title row."""
        return line(), line()

    def paint(self) -> None:
        """Show the present state in the present language."""

    def load(self) -> None:
        """Ask for the state in the present language."""

    def compose(self) -> ComposeResult:
        """The frame that all screens share."""
        yield Sheet(id="title")
        yield from self.body()
        yield Notice()
        yield KeyBar(self.ACTIONS, self.words)

    def on_mount(self) -> None:
        """Paint what is known, ask for the rest."""
        self.repaint()
        self.load()

    def on_resize(self, event: events.Resize) -> None:
        """What there is room for: style sheets ask for `-wide` and `-narrow`."""
        self.set_class(event.size.width >= WIDE, "-wide")
        self.set_class(event.size.width < NARROW, "-narrow")

    async def _on_message(self, message: Message) -> None:
        """Drop answers for a screen that is being taken away: its widgets are gone already."""
        if self.is_open or not isinstance(message, Answer):
            await super()._on_message(message)

    def repaint(self) -> None:
        """Paint the title and everything else."""
        if not self.is_open:
            return
        self.query_one("#title", Sheet).show(
            lambda width, _: [justified(*self.heading(), width)],
        )
        self.paint()

    def language_changed(self) -> None:
        """Speak the other language at once: labels now, texts as they arrive."""
        self.query_one(KeyBar).speak(self.words)
        self.say("")
        self.repaint()
        self.load()

    def ask(
        self, call: Callable[[], T], reply: Callable[[T], Message], *, group: str = "ask"
    ) -> None:
        """Run `call` in a thread and post what `reply` makes of its answer, or `Failed`.

        A newer call of the same group makes an older one's answer moot.
        """

        def work() -> None:
            worker = get_current_worker()
            try:
                message = reply(call())
            except Exception as error:  # noqa: BLE001 - whatever it is, the user gets a sentence
                message = Failed(error)
            if not worker.is_cancelled:
                self.post_message(message)

        self.run_worker(work, thread=True, group=group, exclusive=True, exit_on_error=False)

    def say(self, text: str, role: Role = Role.PLAIN) -> None:
        """Put a sentence above the footer."""
        self.query_one(Notice).say(text, role)

    def working(self, code: str, **params: object) -> None:
        """Say that something is under way."""
        self.query_one(Notice).working(self.words.text(code, **params))

    def on_failed(self, message: Failed) -> None:
        """An error is a sentence."""
        try:
            text = self.services.sentence(message.error, self.language)
        except Exception:  # noqa: BLE001 - an error that has no words must not end the program
            text = self.words.text("tui-no-words", kind=type(message.error).__name__)
        self.say(text, Role.BAD)
