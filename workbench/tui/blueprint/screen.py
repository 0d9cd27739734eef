"""The blueprint: what is said of it, the files that it becomes, and why each line is there."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from textual import on
from textual.app import SuspendNotSupported
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from workbench.ports.files import Draft, Fate, Finding, Made, ShownLine
from workbench.tui import editor
from workbench.tui.actions import Action, bindings
from workbench.tui.blueprint import view
from workbench.tui.blueprint.messages import (
    Checked,
    Drafted,
    EditedAt,
    Explained,
    FileRead,
    TakenBack,
    Written,
)
from workbench.tui.blueprint.reading import Reading
from workbench.tui.blueprint.tree import FILE, FOLDER, Tree
from workbench.tui.ink import Line, Role
from workbench.tui.page import Page
from workbench.tui.rows import Row
from workbench.tui.widgets import Listing, Sheet

LOOK_EVERY_S = 1.0
REASON_ROWS = 6


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
    BlueprintScreen #why { height: auto; max-height: 8; }
    BlueprintScreen.-wide #outline { width: 46; }
    BlueprintScreen.-file #outline { display: none; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._draft: Draft | None = None
        self._tree = Tree()
        self._findings: tuple[Finding, ...] | None = None
        self._reading = Reading()
        self._edited_at = 0.0
        self._done = ""
        """What was done before the draft that is under way, in words."""

    def body(self) -> Iterator[Widget]:
        """The outline; the text with its reasons."""
        outline, shown = Listing(id="outline"), Listing(id="shown")
        outline.add_class("panel")
        shown.add_class("panel")
        why = Sheet(id="why", classes="panel")
        yield Horizontal(outline, Vertical(shown, why))

    def on_mount(self) -> None:
        """Watch the blueprint from now on."""
        super().on_mount()
        self.set_interval(LOOK_EVERY_S, self._look)

    def load(self) -> None:
        """Draft in the present language."""
        language = self.language
        self.working("tui-blueprint-drafting")
        self.ask(lambda: self.services.files.draft(language), Drafted, group="draft")

    def action_load(self) -> None:
        """Look now, whatever the watch says."""
        self.load()

    def _look(self) -> None:
        if self.is_current:
            self.ask(self.services.files.edited_at, EditedAt, group="watch")

    def on_edited_at(self, message: EditedAt) -> None:
        """Draft anew when the file has been saved."""
        known, self._edited_at = self._edited_at, message.moment
        if known and known != message.moment:
            self.load()

    def on_drafted(self, message: Drafted) -> None:
        """Show the draft; the cursor stays where it can."""
        first, self._draft = self._draft is None, message.draft
        self._tree = self._tree.of(message.draft.files)
        self._findings, self._reading = None, Reading()
        self.say(*self._state(message.draft))
        self.repaint()
        self._read()
        if first:
            self._outline.focus()

    def _state(self, draft: Draft) -> tuple[str, Role]:
        done, self._done = self._done, ""
        conflicts = sum(file.fate is Fate.CONFLICT for file in draft.files)
        if draft.broken:
            return self.words.text("tui-blueprint-errors", n=len(draft.remarks)), Role.BAD
        if conflicts and not done:
            return self.words.text("tui-blueprint-conflicts", n=conflicts), Role.WARN
        return done, Role.GOOD

    def heading(self) -> tuple[Line, Line]:
        """Whose blueprint; what a run would do."""
        return view.heading(self._draft, self.words)

    def paint(self) -> None:
        """Both panels."""
        words, draft, tree, findings = self.words, self._draft, self._tree, self._findings
        self.query_one("#outline").border_title = words.text("tui-blueprint-becomes")
        self.query_one("#why").border_title = words.text("tui-blueprint-why")
        if draft is not None:
            self._outline.show(lambda width: view.outline(draft, findings, tree, words, width))
            self._paint_text()

    @property
    def _outline(self) -> Listing:
        return self.query_one("#outline", Listing)

    @property
    def _text(self) -> Listing:
        return self.query_one("#shown", Listing)

    @property
    def _current(self) -> str:
        """What the outline's cursor stands on."""
        return self._outline.current or view.BLUEPRINT

    @property
    def _path(self) -> str:
        """The file under the outline's cursor; empty where there is none."""
        return self._current.removeprefix(FILE) if self._current.startswith(FILE) else ""

    @on(Listing.Moved, "#outline")
    def _moved(self) -> None:
        self._paint_text()
        self._read()

    def _read(self, *, whole: bool = False, at: int = 0) -> None:
        """Ask for the file under the cursor: what changes in it, or where nothing does all of it.

        `at` is the line to stand on.
        """
        if path := self._path:
            files = self.services.files

            def read() -> FileRead:
                differing = () if whole else files.difference(path)
                lines = differing or files.whole(path)
                return FileRead(Reading(path, lines, is_whole=not differing), at)

            self.ask(read, lambda answer: answer, group="file")

    def on_file_read(self, message: FileRead) -> None:
        """Show its lines, and ask why the one under the cursor is there."""
        if message.reading.path == self._path:
            self._reading = message.reading
            self._paint_text(message.reading.row_of(message.at))
            self._ask_why()

    @on(Listing.Moved, "#shown")
    def _ask_why(self) -> None:
        path, line_, language = self._reading.path, self._line, self.language
        if line_ is None or not line_.number:
            self.on_explained(Explained(()))
        else:
            number = line_.number
            self.ask(
                lambda: self.services.files.why(path, number, language), Explained, group="why"
            )

    @property
    def _line(self) -> ShownLine | None:
        """The line of the file under the text's cursor."""
        return self._reading.line_at(self._text.current) if self._path else None

    def on_explained(self, message: Explained) -> None:
        """Show the reasons."""
        self._reading = replace(self._reading, reasons=message.reasons)
        self._paint_reasons()

    def _paint_text(self, at: str | None = None) -> None:
        """The right side: what the outline's cursor stands on."""
        text, words = self._text, self.words
        code = "tui-blueprint-whole" if self._reading.is_whole else "tui-blueprint-difference"
        text.border_title = self._title
        text.border_subtitle = words.text(code) if self._path else ""
        text.show(self._rows(), current=at)
        self._paint_reasons()

    @property
    def _title(self) -> str:
        """The name of what is shown at the right."""
        titles = {
            view.BLUEPRINT: self._draft.blueprint.name if self._draft else "",
            view.CHOSEN: self.words.text("tui-blueprint-chosen"),
            view.FINDINGS: self.words.text("tui-blueprint-manifests"),
        }
        return titles.get(self._current) or self._path or self._current.removeprefix(FOLDER)

    def _paint_reasons(self) -> None:
        why, words, found = self.query_one("#why", Sheet), self.words, self._reading.reasons
        at = self._line
        why.display = bool(self._path)
        why.border_subtitle = view.choices(found, words)
        why.show(lambda width, _: view.reasons(at, found, words, width)[:REASON_ROWS])

    def _rows(self) -> Callable[[int], list[Row]]:
        draft, words, current = self._draft, self.words, self._current
        if draft is None:
            return lambda _: []
        if self._path:
            rows = view.text(self._reading.lines) if self._reading.path == self._path else []
            return lambda _: rows
        if current == view.CHOSEN:
            return lambda width: view.chosen(draft.chosen, words, width)
        if current == view.FINDINGS:
            found = self._findings or ()
            return lambda width: view.findings(found, words, width)
        if current.startswith(FOLDER):
            tree, name = self._tree, current.removeprefix(FOLDER)
            return lambda width: view.folder(tree, name, words, width)
        return lambda width: view.remarks(draft, words, width)

    @on(Listing.Chosen)
    def action_enter(self) -> None:
        """Open or close a folder; go into a text; from a finding to its line."""
        if self._current.startswith(FOLDER):
            self._tree = self._tree.toggled(self._current.removeprefix(FOLDER))
            self.paint()
        elif self._current == view.FINDINGS and self._text.has_focus:
            self._go_to_finding()
        else:
            self._text.focus()

    def _go_to_finding(self) -> None:
        row = self._text.current or ""
        if self._findings and row.startswith(view.FINDING):
            found = self._findings[int(row.removeprefix(view.FINDING))]
            self._tree = self._tree.showing(found.path)
            self._outline.current = FILE + found.path
            self.paint()
            self._read(whole=True, at=found.line)

    def action_switch_view(self) -> None:
        """All of the file, or what changes in it."""
        self._read(whole=not self._reading.is_whole)

    def action_widen(self) -> None:
        """Give the text the whole width, or the outline its place back."""
        self.toggle_class("-file")
        (self._text if self.has_class("-file") else self._outline).focus()

    def action_take(self, side: str) -> None:
        """Which side of a file in conflict the next run takes."""
        path = self._path
        if self._tree.fate(path) is not Fate.CONFLICT:
            self.say(self.words.text("tui-blueprint-no-conflict"))
            return
        self._tree = self._tree.taking(path, side)
        self.say(self.words.text(f"tui-blueprint-{side}", path=path))
        self.paint()

    def action_write(self) -> None:
        """Write the files."""
        if self._draft is None or self._draft.broken:
            self.say(self.words.text("tui-blueprint-mend-first"), Role.BAD)
            return
        mine, fresh = self._tree.taken("mine"), self._tree.taken("fresh")
        self.working("tui-blueprint-writing")
        self.ask(lambda: self.services.files.write(mine, fresh), Written, group="write")

    def on_written(self, message: Written) -> None:
        """Say what came of it, and draft anew."""
        self._over("tui-blueprint-written", message.made)

    def action_undo(self) -> None:
        """Take the last run back, after a yes."""
        from workbench.tui.confirm.screen import ConfirmScreen

        def answered(yes: bool | None) -> None:  # noqa: FBT001 - Textual calls it with the answer
            if yes:
                self.ask(self.services.files.undo, TakenBack, group="write")

        question = self.words.text("tui-blueprint-undo-asked")
        self.app.push_screen(ConfirmScreen(question, self.words), answered)

    def on_taken_back(self, message: TakenBack) -> None:
        """Say what came of it, and draft anew."""
        self._over("tui-blueprint-undone", message.made)

    def _over(self, code: str, made: Made) -> None:
        told = self.words.text(code, n=made.written)
        left = self.words.text("tui-blueprint-left", n=made.left) if made.left else ""
        self._done = f"{told} {left}".rstrip()
        self.load()

    def action_check(self) -> None:
        """Hold the manifests against each other."""
        language = self.language
        self.working("tui-blueprint-checking")
        self.ask(lambda: self.services.files.findings(language), Checked, group="check")

    def on_checked(self, message: Checked) -> None:
        """Show the findings."""
        self._findings = message.findings
        self.say("")
        self._outline.current = view.FINDINGS
        self.paint()

    def action_edit(self) -> None:
        """Open the blueprint in the learner's editor, where what is under the cursor was chosen."""
        if self._draft is None:
            return
        command = editor.command(self._draft.blueprint, self._blueprint_line(self._draft))
        ran = False
        if command:
            try:
                with self.app.suspend():
                    ran = editor.edit(command)
            except SuspendNotSupported:
                ran = False
        if ran:
            self.load()
        else:
            path = self._draft.blueprint
            self.say(self.words.text("tui-blueprint-no-editor", path=path), Role.WARN)

    def _blueprint_line(self, draft: Draft) -> int:
        """The line of the blueprint behind what is under the cursor."""
        row = self._text.current or ""
        if self._current == view.BLUEPRINT and row.startswith(view.REMARK):
            return draft.remarks[int(row.removeprefix(view.REMARK))].line
        return self._reading.chosen_at if self._path else 1
