"""What is asked, what you have, what is wrong and why it matters."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Markdown

from workbench.ports.exercises import ExerciseState, Judgement
from workbench.tui.actions import Action, bindings
from workbench.tui.exercise import view
from workbench.tui.exercise.messages import (
    ExerciseKnown,
    HintTaken,
    Judged,
    SolutionKnown,
    Started,
    Step,
    WasReset,
)
from workbench.tui.ink import Line, Role
from workbench.tui.page import Failed, Page
from workbench.tui.widgets import Sheet


class ExerciseScreen(Page):
    """Task and hints at the left; files and findings at the right."""

    ACTIONS = (
        Action("check", "c"),
        Action("begin", "b"),
        Action("hint", "h"),
        Action("solution", "s"),
        Action("reset", "r"),
        Action("more", "o"),
        Action("next", "n", word="next-item"),
        Action("widen", "w"),
        Action("lesson", "t"),
    )
    BINDINGS = bindings(ACTIONS)
    CSS = """
    ExerciseScreen #task { width: 1fr; }
    ExerciseScreen #aside { width: 1fr; }
    ExerciseScreen #work { height: auto; max-height: 40%; }
    ExerciseScreen #findings { height: 1fr; }
    ExerciseScreen.-task #aside { display: none; }
    ExerciseScreen Markdown { padding: 0; }
    ExerciseScreen MarkdownH2, ExerciseScreen MarkdownH3 {
        margin: 0 0 1 0; text-style: bold; color: $primary;
    }
    ExerciseScreen MarkdownFence { margin: 0 0 1 0; background: $panel; }
    ExerciseScreen MarkdownFence > Label { padding: 0 1; }
    """

    def __init__(self, exercise_id: str) -> None:
        super().__init__()
        self._exercise_id = exercise_id
        self._exercise: ExerciseState | None = None
        self.checking = False

    def body(self) -> Iterator[Widget]:
        """Three panels; Tab moves between those that scroll."""
        task = VerticalScroll(Markdown(id="asked", open_links=False), id="task", classes="panel")
        work = Sheet(id="work", classes="panel")
        findings = VerticalScroll(Sheet(id="verdict"), id="findings", classes="panel")
        yield Horizontal(task, Vertical(work, findings, id="aside"))

    def load(self) -> None:
        """The exercise in the present language."""
        language = self.language
        self.ask(
            lambda: self.services.exercises.exercise(self._exercise_id, language), ExerciseKnown
        )

    def heading(self) -> tuple[Line, Line]:
        """Chapter, title, verdict."""
        return view.heading(self._exercise, self.words)

    def paint(self) -> None:
        """Titles, files and findings; the task's Markdown changes only when its text does."""
        words = self.words
        self.query_one("#task").border_title = words.text("tui-task")
        self.query_one("#work").border_title = words.text("tui-files")
        self.query_one("#findings").border_title = words.text("tui-findings")
        if (exercise := self._exercise) is None:
            return
        self.query_one("#work", Sheet).show(lambda width, _: view.work(exercise, words, width))
        self.query_one("#verdict", Sheet).show(
            lambda width, _: view.findings(exercise.judgement, words, width)
        )

    async def on_exercise_known(self, message: ExerciseKnown) -> None:
        """Show it."""
        before, self._exercise = self._exercise, message.state
        if before is None:
            self.query_one("#task").focus()
        if before is None or (before.task, before.hints) != (
            message.state.task,
            message.state.hints,
        ):
            await self.query_one("#asked", Markdown).update(view.task(message.state, self.words))
        self.repaint()

    def action_check(self) -> None:
        """Grade what is on disk now."""
        if self.checking:
            self.working("tui-checking-still")
            return
        self.checking = True
        self.working("tui-checking")
        language = self.language
        self.ask(lambda: self._judge(language), Judged, group="check")

    def _judge(self, language: str) -> Judgement:
        def tell(step: str) -> None:
            self.post_message(Step(step))

        return self.services.exercises.check(self._exercise_id, language, tell)

    def on_step(self, message: Step) -> None:
        """Say what the live check does."""
        self.working("tui-checking-step", step=message.text)

    def on_judged(self, message: Judged) -> None:
        """Show the verdict, from its top."""
        self.checking = False
        self.remove_class("-task")
        if self._exercise is not None:
            self._exercise = replace(self._exercise, judgement=message.judgement)
        passed = message.judgement.status == "passed"
        self.say(self.words.text("tui-passed") if passed else "", Role.GOOD)
        self.query_one("#findings").scroll_home(animate=False)
        self.repaint()
        self.load()

    def on_failed(self, message: Failed) -> None:
        """A check that raised is over, too."""
        self.checking = False
        super().on_failed(message)

    def action_begin(self) -> None:
        """Write the starter files."""
        exercises = self.services.exercises
        self.ask(
            lambda: Started(exercises.start(self._exercise_id), exercises.strangers()),
            lambda started: started,
            group="files",
        )

    def on_started(self, message: Started) -> None:
        """Say which ones."""
        paths, names = ", ".join(message.paths), ", ".join(message.strangers)
        if names:
            told = self.words.text("tui-written-strangers", paths=paths, names=names)
            self.say(told, Role.WARN)
        else:
            code = "tui-written" if paths else "tui-begun-already"
            self.say(self.words.text(code, paths=paths), Role.GOOD if paths else Role.PLAIN)
        self.load()

    def action_hint(self) -> None:
        """Take the next hint."""
        if self._exercise and len(self._exercise.hints) >= self._exercise.hints_total:
            self.say(self.words.text("tui-no-more-hints"))
            return
        language = self.language
        self.ask(
            lambda: self.services.exercises.hint(self._exercise_id, language),
            HintTaken,
            group="hint",
        )

    async def on_hint_taken(self, message: HintTaken) -> None:
        """Show it under the task."""
        if self._exercise is not None:
            hints = (*self._exercise.hints, message.text)
            self._exercise = replace(self._exercise, hints=hints)
            task = self.query_one("#task")
            await self.query_one("#asked", Markdown).update(view.task(self._exercise, self.words))
            task.scroll_end(animate=False)
            self.repaint()

    def action_solution(self) -> None:
        """Show the reference solution, after a yes."""
        self._confirm("tui-confirm-solution", self._fetch_solution)

    def _fetch_solution(self) -> None:
        self.ask(
            lambda: self.services.exercises.solution(self._exercise_id),
            SolutionKnown,
            group="solution",
        )

    def on_solution_known(self, message: SolutionKnown) -> None:
        """Open it on a screen of its own."""
        from workbench.tui.solution.screen import SolutionScreen

        title = self._exercise.title if self._exercise else self._exercise_id
        self.app.push_screen(SolutionScreen(title, message.files))

    def action_reset(self) -> None:
        """Put the starter back, after a yes."""
        self._confirm("tui-confirm-reset", self._reset)

    def _reset(self) -> None:
        self.ask(lambda: self.services.exercises.reset(self._exercise_id), WasReset, group="files")

    def on_was_reset(self, message: WasReset) -> None:
        """Say where the old files are."""
        code = "tui-reset-done" if message.backup else "tui-reset-nothing"
        self.say(self.words.text(code, backup=message.backup), Role.GOOD)
        self.load()

    def action_more(self) -> None:
        """Open the lesson where the first finding is explained."""
        judgement = self._exercise.judgement if self._exercise else None
        places = [remark.read for remark in judgement.remarks if remark.read] if judgement else []
        if not places:
            self.say(self.words.text("tui-nothing-to-read"))
            return
        lesson, _, anchor = places[0].partition("#")
        self.workbench.open_item(lesson, "lesson", anchor)

    def action_widen(self) -> None:
        """Give the task the whole screen, or the findings their half back."""
        self.toggle_class("-task")

    def action_lesson(self) -> None:
        """Open the chapter's lesson."""
        if self._exercise is not None:
            self.workbench.open_item(self._exercise.chapter, "lesson")

    def action_next(self) -> None:
        """Go on to the next item of the course, in place of this one."""
        if self._exercise is None or not self._exercise.next_id:
            self.say(self.words.text("tui-last-item"))
            return
        self.app.pop_screen()
        self.workbench.open_by_id(self._exercise.next_id)

    def _confirm(self, code: str, then: Callable[[], None]) -> None:
        from workbench.tui.confirm.screen import ConfirmScreen

        def answered(yes: bool | None) -> None:  # noqa: FBT001 - Textual calls it with the answer
            if yes:
                then()

        self.app.push_screen(ConfirmScreen(self.words.text(code), self.words), answered)
