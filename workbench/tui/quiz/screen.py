"""Answering a lesson's quiz."""

from collections.abc import Iterator
from dataclasses import dataclass

from textual.containers import VerticalScroll
from textual.widget import Widget

from workbench.ports.lessons import Lesson
from workbench.tui.actions import Action, bindings
from workbench.tui.answer import Answer
from workbench.tui.ink import Line, Role, line
from workbench.tui.page import Page
from workbench.tui.quiz import view
from workbench.tui.widgets import Sheet


@dataclass
class QuizKnown(Answer):
    """The lesson has arrived in another language."""

    lesson: Lesson


@dataclass
class Remembered(Answer):
    """The progress store has the answer."""

    done: None


class QuizScreen(Page):
    """One question at a time: pick with digits, answer, read why, go on."""

    ACTIONS = (
        Action("answer", "enter"),
        *(
            Action(f"pick({n})", str(n), word="pick", shown="1–9", footer=n == 1)
            for n in range(1, 10)
        ),
        Action("again", "a"),
    )
    BINDINGS = bindings(ACTIONS)
    CSS = """
    QuizScreen #quiz { height: 1fr; }
    QuizScreen Sheet { max-width: 100; }
    """

    def __init__(self, lesson: Lesson) -> None:
        super().__init__()
        self._lesson = lesson
        self._start()

    def _start(self) -> None:
        self._at = 0
        self._right = 0
        self._picked: frozenset[int] = frozenset()
        self._answered = False

    def body(self) -> Iterator[Widget]:
        """One panel."""
        yield VerticalScroll(Sheet(id="question"), id="quiz", classes="panel")

    def load(self) -> None:
        """The questions in the present language; the place stays."""
        language = self.language
        self.ask(lambda: self.services.lessons.lesson(self._lesson.id, language), QuizKnown)

    def on_quiz_known(self, message: QuizKnown) -> None:
        """Go on with it."""
        self._lesson = message.lesson
        self.repaint()

    def heading(self) -> tuple[Line, Line]:
        """The lesson's title; how many are right so far."""
        right = self.words.text("tui-quiz-right", right=self._right)
        return line((self._lesson.title, Role.STRONG)), line((right, Role.MUTED))

    def paint(self) -> None:
        """The question, or how it went."""
        self.query_one("#quiz").border_title = self.words.text("tui-quiz")
        self.query_one("#question", Sheet).show(lambda width, _: self._lines(width))

    def _lines(self, width: int) -> list[Line]:
        total = len(self._lesson.quiz)
        if self._at >= total:
            return view.summary(self._right, total, self.words, width)
        return view.question(
            self._lesson.quiz[self._at],
            (self._at + 1, total),
            self._picked,
            answered=self._answered,
            words=self.words,
            width=width,
        )

    def action_pick(self, digit: int) -> None:
        """Take an option or give it back."""
        if self._answered or self._at >= len(self._lesson.quiz):
            self.say(self.words.text("tui-quiz-go-on"))
            return
        asked, option = self._lesson.quiz[self._at], digit - 1
        if option >= len(asked.options):
            self.say(self.words.text("tui-no-such-option", options=len(asked.options)))
            return
        self.say("")
        self._picked = self._picked ^ {option} if asked.several else frozenset({option})
        self.repaint()

    def action_answer(self) -> None:
        """Answer; once answered, go on; after the last one, back to the lesson."""
        if self._at >= len(self._lesson.quiz):
            self.app.pop_screen()
            return
        if self._answered:
            self._at, self._picked, self._answered = self._at + 1, frozenset(), False
        elif self._picked:
            self._judge()
        else:
            self.say(self.words.text("tui-pick-first"))
            return
        self.repaint()

    def _judge(self) -> None:
        asked = self._lesson.quiz[self._at]
        right = view.is_right(asked, self._picked)
        self._answered = True
        self._right += right
        self.say(
            self.words.text("tui-answer-right" if right else "tui-answer-wrong"),
            Role.GOOD if right else Role.BAD,
        )
        self.ask(
            lambda: self.services.lessons.answered(self._lesson.id, asked.id, right=right),
            Remembered,
        )

    def action_again(self) -> None:
        """Start over."""
        self._start()
        self.say("")
        self.repaint()
