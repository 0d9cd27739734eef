"""Reading a lesson."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from textual import on
from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget
from textual.widgets import Markdown

from workbench.ports.lessons import Lesson
from workbench.tui.actions import Action, bindings
from workbench.tui.answer import Answer
from workbench.tui.ink import Line, Role, line
from workbench.tui.lesson import view
from workbench.tui.page import Page
from workbench.tui.widgets import Listing


@dataclass
class LessonKnown(Answer):
    """The lesson has arrived."""

    lesson: Lesson


@dataclass
class MarkedRead(Answer):
    """The progress store has it."""

    done: None


class LessonScreen(Page):
    """A lesson as Markdown. Sections are mounted one a frame, so that a long one opens fast."""

    ACTIONS = (
        Action("page(1)", "space,pagedown", word="page-down"),
        Action("section(1)", "n,right", word="section-next"),
        Action("section(-1)", "p,left", word="section-previous"),
        Action("contents", "t"),
        Action("quiz", "z"),
        Action("read", "r"),
        Action("page(-1)", "b,pageup", word="page-up", footer=False),
        Action("line(1)", "down,j", word="line-down", footer=False),
        Action("line(-1)", "up,k", word="line-up", footer=False),
        Action("top", "g,home", footer=False),
        Action("bottom", "G,end", footer=False),
        Action("jump", "enter", footer=False),
    )
    BINDINGS = bindings(ACTIONS)
    CSS = """
    LessonScreen #text { width: 1fr; padding: 1 1 0 1; }
    LessonScreen Markdown { max-width: 96; padding: 0 1; }
    LessonScreen MarkdownH2 { margin: 0 0 1 0; text-style: bold; color: $primary; }
    LessonScreen MarkdownH3 { margin: 0 0 1 0; text-style: bold; color: $foreground; }
    LessonScreen MarkdownFence { margin: 0 0 1 0; background: $panel; }
    LessonScreen MarkdownFence > Label { padding: 0 1; }
    LessonScreen #contents { width: 38; display: none; }
    LessonScreen #contents.shown, LessonScreen.-wide #contents { display: block; }
    """

    def __init__(self, lesson_id: str, anchor: str = "") -> None:
        super().__init__()
        self._lesson_id = lesson_id
        self._anchor = anchor
        self._lesson: Lesson | None = None
        self._parts: tuple[view.Section, ...] = ()

    def body(self) -> Iterator[Widget]:
        """The contents, hidden where room is scarce, and the text."""
        contents = Listing(id="contents")
        contents.add_class("panel")
        text = VerticalScroll(id="text")
        yield Horizontal(contents, text)

    def load(self) -> None:
        """Fetch the lesson in the present language."""
        language = self.language
        self.ask(lambda: self.services.lessons.lesson(self._lesson_id, language), LessonKnown)

    def heading(self) -> tuple[Line, Line]:
        """Title; minutes and whether it counts as read."""
        if self._lesson is None:
            return line((self._lesson_id, Role.STRONG)), line()
        return view.heading(self._lesson, self.words)

    def paint(self) -> None:
        """The contents; the text itself is mounted when it arrives."""
        contents = self.query_one("#contents", Listing)
        contents.border_title = self.words.text("tui-contents")
        contents.show(lambda _: view.contents(self._parts))

    async def on_lesson_known(self, message: LessonKnown) -> None:
        """Show the text from its beginning, or from the anchor that was asked for."""
        self._lesson = message.lesson
        self._parts = view.sections(message.lesson.text)
        self.repaint()
        self._text.focus()
        await self._text.remove_children()
        position = view.holding(self._parts, message.lesson.anchors.get(self._anchor, 0))
        if not self.is_open:
            return
        await self._mount_up_to(position)
        self.call_after_refresh(self._go_to, position)
        self.call_after_refresh(self._mount_next, self._parts)

    async def _mount_up_to(self, position: int) -> None:
        text = self._text
        for part in self._parts[len(text.children) : position + 1]:
            await text.mount(Markdown(part.text, open_links=False))

    async def _mount_next(self, parts: Sequence[view.Section]) -> None:
        """Mount one more section, unless another text has taken this one's place."""
        if parts is not self._parts or not self.is_open:
            return
        have = len(self._text.children)
        if have < len(parts):
            await self._mount_up_to(have)
            self.call_after_refresh(self._mount_next, parts)

    @property
    def _text(self) -> VerticalScroll:
        return self.query_one("#text", VerticalScroll)

    def _position(self) -> int:
        """The section at the top of the window; one just mounted has no place yet, and no area."""
        top = self._text.scroll_offset.y
        places = [child.virtual_region for child in self._text.children]
        return max((n for n, place in enumerate(places) if place and place.y <= top + 1), default=0)

    def _go_to(self, position: int) -> None:
        if not self.is_open:
            return
        contents = self.query_one("#contents", Listing)
        contents.show(lambda _: view.contents(self._parts), current=str(position))
        if position < len(self._text.children):
            self._text.scroll_to_widget(self._text.children[position], top=True, animate=False)

    def action_page(self, by: int) -> None:
        """A screenful on or back."""
        self._text.scroll_relative(y=by * max(self._text.size.height - 2, 1), animate=False)

    def action_line(self, by: int) -> None:
        """A line on or back."""
        self._text.scroll_relative(y=by, animate=False)

    def action_top(self) -> None:
        """The beginning."""
        self._text.scroll_home(animate=False)

    async def action_bottom(self) -> None:
        """The end."""
        await self._mount_up_to(len(self._parts))
        self._text.scroll_end(animate=False)

    async def action_section(self, by: int) -> None:
        """The next or the previous section."""
        position = max(min(self._position() + by, len(self._parts) - 1), 0)
        await self._mount_up_to(position)
        self.call_after_refresh(self._go_to, position)

    def action_contents(self) -> None:
        """Show the contents and stand in them, or put them away."""
        contents = self.query_one("#contents", Listing)
        if contents.has_focus:
            contents.remove_class("shown")
            self._text.focus()
        else:
            contents.add_class("shown")
            contents.focus()

    @on(Listing.Chosen, "#contents")
    async def action_jump(self) -> None:
        """Go to the section under the cursor of the contents."""
        contents = self.query_one("#contents", Listing)
        if not contents.has_focus:
            self.action_page(1)
            return
        position = int(contents.current or 0)
        await self._mount_up_to(position)
        self.action_contents()
        self.call_after_refresh(self._go_to, position)

    def action_quiz(self) -> None:
        """Open the quiz."""
        if self._lesson is None or not self._lesson.quiz:
            self.say(self.words.text("tui-no-quiz"))
            return
        from workbench.tui.quiz.screen import QuizScreen

        self.app.push_screen(QuizScreen(self._lesson))

    def action_read(self) -> None:
        """Count the lesson as read."""
        self.ask(lambda: self.services.lessons.mark_read(self._lesson_id), MarkedRead, group="read")

    def on_marked_read(self) -> None:
        """Confirm it."""
        self.say(self.words.text("tui-marked-read"), Role.GOOD)

    def on_markdown_link_clicked(self, message: Markdown.LinkClicked) -> None:
        """Follow links inside the course here, others in the browser."""
        if message.href.startswith(("http://", "https://")):
            self.app.open_url(message.href)
            return
        lesson, _, anchor = message.href.removesuffix(".md").partition("#")
        self.workbench.open_item(lesson or self._lesson_id, "lesson", anchor)
