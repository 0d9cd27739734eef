"""The blueprint: what is said of it, the files that it becomes, and why each line is there."""

from collections.abc import Iterator
from dataclasses import replace

from textual import on
from textual.app import SuspendNotSupported
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from workbench.ports.files import Draft, Fate, Made
from workbench.tui import editor
from workbench.tui.actions import Action, bindings
from workbench.tui.blueprint import view
from workbench.tui.blueprint.messages import (
    Checked,
    Chose,
    Drafted,
    EditedAt,
    Explained,
    FileRead,
    TakenBack,
    Written,
)
from workbench.tui.blueprint.reading import Reading
from workbench.tui.blueprint.state import State
from workbench.tui.blueprint.tree import FILE
from workbench.tui.ink import Line, Role
from workbench.tui.page import Failed, Page
from workbench.tui.widgets import Listing, Sheet

LOOK_EVERY_S = 1.0
ABOUT_ROWS = 6


class BlueprintScreen(Page):
    """What there is at the left; at the right the thing under the cursor, and why it is so."""

    ACTIONS = (
        Action("write", "g"),
        Action("edit", "e", word="edit-blueprint"),
        Action("enter", "enter"),
        Action("switch_view", "v"),
        Action("check", "c", word="check-manifests"),
        Action("undo", "u", word="undo-run"),
        Action("widen", "w", word="widen-file"),
        Action("take('mine')", "m", word="keep-mine"),
        Action("take('fresh')", "t", word="take-generated"),
        Action("load", "r", word="reload"),
    )
    BINDINGS = bindings(ACTIONS)
    CSS = """
    BlueprintScreen #outline { width: 32; }
    BlueprintScreen #shown { height: 1fr; }
    BlueprintScreen #about { height: auto; max-height: 8; }
    BlueprintScreen.-wide #outline { width: 46; }
    BlueprintScreen.-text #outline { display: none; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.state = State()
        self._drafting = False
        self._done = ""
        """What was done before the draft that is under way, in words."""

    def body(self) -> Iterator[Widget]:
        """The outline; the text, and what is said of its row under the cursor."""
        outline, shown = Listing(id="outline"), Listing(id="shown")
        outline.add_class("panel")
        shown.add_class("panel")
        yield Horizontal(outline, Vertical(shown, Sheet(id="about", classes="panel")))

    def on_mount(self) -> None:
        """Watch the blueprint from now on."""
        super().on_mount()
        self.set_interval(LOOK_EVERY_S, self._look)

    def load(self) -> None:
        """Draft in the present language."""
        language, self._drafting = self.language, True
        self.working("tui-blueprint-drafting")
        self.ask(lambda: self.services.files.draft(language), Drafted, group="draft")

    def action_load(self) -> None:
        """Look now, whatever the watch says."""
        self.load()

    def _look(self) -> None:
        if self.is_current and not self._drafting:
            self.ask(self.services.files.edited_at, EditedAt, group="watch")

    def on_edited_at(self, message: EditedAt) -> None:
        """Draft anew when the file has been saved since it was read."""
        draft = self.state.draft
        if draft is not None and draft.edited_at != message.moment and not self._drafting:
            self.load()

    def on_drafted(self, message: Drafted) -> None:
        """Show the draft; the cursor stays where it can."""
        self._drafting = False
        first, self.state = self.state.draft is None, self.state.drafted(message.draft)
        self.say(*self._news(message.draft))
        self.repaint()
        self._read()
        if first:
            self._outline.focus()

    def on_failed(self, message: Failed) -> None:
        """Whatever was under way is over."""
        self._drafting = False
        super().on_failed(message)

    def _news(self, draft: Draft) -> tuple[str, Role]:
        done, self._done = self._done, ""
        if draft.broken:
            return self.words.text("tui-blueprint-errors", n=len(draft.remarks)), Role.BAD
        if self.state.conflicts and not done:
            return self.words.text("tui-blueprint-conflicts", n=self.state.conflicts), Role.WARN
        return done, Role.GOOD

    def heading(self) -> tuple[Line, Line]:
        """Whose blueprint; what a run would do."""
        return view.heading(self.state.draft, self.words)

    def paint(self) -> None:
        """Both sides."""
        self._outline.border_title = self.words.text("tui-blueprint-becomes")
        self._outline.show(self.state.outline(self.words), current=self.state.current)
        self.state = replace(self.state, current=self._outline.current or view.BLUEPRINT)
        self._paint_text()

    @property
    def _outline(self) -> Listing:
        return self.query_one("#outline", Listing)

    @property
    def _text(self) -> Listing:
        return self.query_one("#shown", Listing)

    def _paint_text(self, at: str | None = None) -> None:
        """The right side; `at` is the row to stand on."""
        text, words, state = self._text, self.words, self.state
        code = "tui-blueprint-whole" if state.reading.is_whole else "tui-blueprint-difference"
        text.border_title = state.title(words)
        text.border_subtitle = words.text(code) if state.path else ""
        text.show(state.shown(words), current=at)
        self._stand_on_row()

    def _stand_on_row(self) -> None:
        self.state = replace(self.state, row=self._text.current)
        self._paint_about()

    def _paint_about(self) -> None:
        about, words, state = self.query_one("#about", Sheet), self.words, self.state
        about.display = bool(state.path or state.choice)
        about.border_title = words.text(f"tui-blueprint-{'why' if state.path else 'about'}")
        about.border_subtitle = view.places(state.reading.reasons, words) if state.path else ""
        about.show(lambda width, _: state.about(words, width)[:ABOUT_ROWS])

    @on(Listing.Moved, "#outline")
    def _outline_moved(self, message: Listing.Moved) -> None:
        self.state = replace(self.state, current=message.id)
        self._paint_text()
        self._read()

    @on(Listing.Moved, "#shown")
    def _text_moved(self) -> None:
        self._stand_on_row()
        self._ask_why()

    def _read(self, *, whole: bool = False, at: int = 0) -> None:
        """Ask for the file under the cursor: what changes in it, or where nothing does all of it.

        `at` is the line to stand on.
        """
        if path := self.state.path:
            files = self.services.files

            def read() -> FileRead:
                differing = () if whole else files.difference(path)
                lines = differing or files.whole(path)
                return FileRead(Reading(path, lines, is_whole=not differing), at)

            self.ask(read, lambda answer: answer, group="file")

    def on_file_read(self, message: FileRead) -> None:
        """Show its lines, and ask why the one under the cursor is there."""
        if message.reading.path == self.state.path:
            self.state = replace(self.state, reading=message.reading)
            self._paint_text(message.reading.row_of(message.at))
            self._ask_why()

    def _ask_why(self) -> None:
        path, at, language = self.state.path, self.state.line, self.language
        if at is None or not at.number:
            self.on_explained(Explained(()))
        else:
            number = at.number
            self.ask(
                lambda: self.services.files.why(path, number, language), Explained, group="why"
            )

    def on_explained(self, message: Explained) -> None:
        """Show the reasons."""
        reading = replace(self.state.reading, reasons=message.reasons)
        self.state = replace(self.state, reading=reading)
        self._paint_about()

    @on(Listing.Chosen)
    def action_enter(self) -> None:
        """Open or close a folder; go into a text; there, choose, or follow a finding."""
        if self.state.folder:
            tree = self.state.tree.toggled(self.state.folder)
            self.state = replace(self.state, tree=tree)
            self.paint()
        elif not self._text.has_focus:
            self._text.focus()
        elif self.state.finding:
            self._go_to_finding(self.state.finding.path, self.state.finding.line)
        elif self.state.choice:
            self._choose(self.state.choice.place)

    def _go_to_finding(self, path: str, at: int) -> None:
        tree = self.state.tree.showing(path)
        self.state = replace(self.state, tree=tree, current=FILE + path)
        self.paint()
        self._read(whole=True, at=at)

    def _choose(self, place: str) -> None:
        """Show the values of a choice, or take the one under the cursor."""
        choosing, row, language = self.state.choosing, self.state.row, self.language
        if value := choosing.wish(row):
            self.working("tui-blueprint-choosing")
            files = self.services.files
            self.ask(lambda: files.choose(place, value, language), Chose, group="choose")
        else:
            self.state = replace(self.state, choosing=choosing.toggled(row))
            self._paint_text()

    def on_chose(self, message: Chose) -> None:
        """Say what it changes, and draft anew."""
        self._draft_after(view.otherwise(message.otherwise, self.words))

    def action_switch_view(self) -> None:
        """All of the file, or what changes in it."""
        self._read(whole=not self.state.reading.is_whole)

    def action_widen(self) -> None:
        """Give the text the whole width, or the outline its place back."""
        self.toggle_class("-text")
        (self._text if self.has_class("-text") else self._outline).focus()

    def action_take(self, side: str) -> None:
        """Which side of a file in conflict the next run takes."""
        path, tree = self.state.path, self.state.tree
        if tree.fate(path) is not Fate.CONFLICT:
            self.say(self.words.text("tui-blueprint-no-conflict"))
            return
        self.state = replace(self.state, tree=tree.taking(path, side))
        self.say(self.words.text(f"tui-blueprint-{side}", path=path))
        self.paint()

    def action_write(self) -> None:
        """Write the files."""
        if self.state.draft is None or self.state.draft.broken:
            self.say(self.words.text("tui-blueprint-mend-first"), Role.BAD)
            return
        mine, fresh = self.state.tree.taken("mine"), self.state.tree.taken("fresh")
        self.working("tui-blueprint-writing")
        self.ask(lambda: self.services.files.write(mine, fresh), Written, group="write")

    def on_written(self, message: Written) -> None:
        """Say what came of it, and draft anew."""
        self._draft_after(self._counted("tui-blueprint-written", message.made))

    def action_undo(self) -> None:
        """Take the last run back, after a yes."""
        if self.state.draft is None:
            return
        from workbench.tui.confirm.screen import ConfirmScreen

        def answered(yes: bool | None) -> None:  # noqa: FBT001 - Textual calls it with the answer
            if yes:
                self.ask(self.services.files.undo, TakenBack, group="write")

        question = self.words.text("tui-blueprint-undo-asked")
        self.app.push_screen(ConfirmScreen(question, self.words), answered)

    def on_taken_back(self, message: TakenBack) -> None:
        """Say what came of it, and draft anew."""
        self._draft_after(self._counted("tui-blueprint-undone", message.made))

    def _counted(self, code: str, made: Made) -> str:
        left = self.words.text("tui-blueprint-left", n=made.left) if made.left else ""
        return f"{self.words.text(code, n=made.written)} {left}".rstrip()

    def _draft_after(self, done: str) -> None:
        self._done = done
        self.load()

    def action_check(self) -> None:
        """Hold the manifests against each other."""
        if self.state.draft is None:
            return
        language = self.language
        self.working("tui-blueprint-checking")
        self.ask(lambda: self.services.files.findings(language), Checked, group="check")

    def on_checked(self, message: Checked) -> None:
        """Show the findings."""
        self.say("")
        self.state = replace(self.state, findings=message.findings, current=view.FINDINGS)
        self.paint()

    def action_edit(self) -> None:
        """Open the blueprint in the learner's editor, where what is under the cursor was chosen."""
        if self.state.draft is None:
            return
        path = self.state.draft.blueprint
        command = editor.command(path, self.state.blueprint_line)
        if command and self._suspended(command):
            self.load()
        else:
            self.say(self.words.text("tui-blueprint-no-editor", path=path), Role.WARN)

    def _suspended(self, command: list[str]) -> bool:
        """Give the terminal to a command; whether it ran."""
        try:
            with self.app.suspend():
                return editor.edit(command)
        except SuspendNotSupported:
            return False
