"""All that the screen knows, and what it shows of it at the right."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from content.messages import Messages
from workbench.ports.files import Choice, Draft, Fate, Finding, ShownLine
from workbench.tui.blueprint import view
from workbench.tui.blueprint.choosing import Choosing
from workbench.tui.blueprint.reading import Reading
from workbench.tui.blueprint.tree import FILE, FOLDER, Tree
from workbench.tui.ink import Line
from workbench.tui.rows import Row

Rows = Callable[[int], Sequence[Row]]


@dataclass(frozen=True, slots=True)
class State:
    """The latest draft, and what is being looked at in it."""

    draft: Draft | None = None
    tree: Tree = field(default_factory=Tree)
    choosing: Choosing = field(default_factory=Choosing)
    findings: tuple[Finding, ...] | None = None
    reading: Reading = field(default_factory=Reading)
    current: str = view.BLUEPRINT
    """What the outline's cursor stands on."""
    row: str | None = None
    """The row at the right under that side's cursor."""

    def drafted(self, draft: Draft) -> "State":
        """The same look at another draft."""
        return replace(
            self,
            draft=draft,
            tree=self.tree.of(draft.files),
            choosing=replace(self.choosing, choices=draft.choices),
            findings=None,
            reading=Reading(),
        )

    @property
    def conflicts(self) -> int:
        """Files that wait for a side to be taken."""
        return sum(file.fate is Fate.CONFLICT for file in self.tree.files)

    @property
    def path(self) -> str:
        """The file under the outline's cursor; empty where there is none."""
        return self.current.removeprefix(FILE) if self.current.startswith(FILE) else ""

    @property
    def folder(self) -> str:
        """The folder under the outline's cursor; empty where there is none."""
        return self.current.removeprefix(FOLDER) if self.current.startswith(FOLDER) else ""

    @property
    def line(self) -> ShownLine | None:
        """The line of the file under the text's cursor."""
        return self.reading.line_at(self.row) if self.path == self.reading.path else None

    @property
    def choice(self) -> Choice | None:
        """The choice under the text's cursor."""
        return self.choosing.at(self.row) if self.current == view.CHOICES else None

    @property
    def finding(self) -> Finding | None:
        """The finding under the text's cursor."""
        at = self._numbered(view.FINDINGS, view.FINDING)
        return self.findings[at] if self.findings and at is not None else None

    @property
    def blueprint_line(self) -> int:
        """The line of the blueprint behind what is under the cursor; 1 where there is none."""
        remark = self._numbered(view.BLUEPRINT, view.REMARK)
        if self.draft and remark is not None:
            return self.draft.remarks[remark].line
        if self.choice is not None:
            return self.choice.line
        return self.reading.chosen_at if self.path else 1

    def _numbered(self, current: str, prefix: str) -> int | None:
        row = self.row or ""
        is_there = self.current == current and row.startswith(prefix)
        return int(row.removeprefix(prefix)) if is_there else None

    def outline(self, words: Messages) -> Rows:
        """What there is to look at."""
        draft = self.draft
        if draft is None:
            return lambda _: ()
        return lambda width: view.outline(draft, self.findings, self.tree, words, width)

    def shown(self, words: Messages) -> Rows:
        """What the outline's cursor stands on."""
        draft = self.draft
        if draft is None:
            return lambda _: ()
        if self.path:
            rows = view.text(self.reading.lines) if self.reading.path == self.path else []
            return lambda _: rows
        if self.folder:
            return lambda width: view.folder(self.tree, self.folder, words, width)
        pages: dict[str, Rows] = {
            view.BLUEPRINT: lambda width: view.remarks(draft, words, width),
            view.CHOICES: self.choosing.rows,
            view.CHOSEN: lambda width: view.chosen(draft.chosen, words, width),
            view.FINDINGS: lambda width: view.findings(self.findings or (), words, width),
        }
        return pages[self.current]

    def title(self, words: Messages) -> str:
        """The name of what is shown at the right."""
        if self.current == view.BLUEPRINT:
            return self.draft.blueprint.name if self.draft else ""
        return self.path or self.folder or words.text(f"tui-blueprint-{self.current}")

    def about(self, words: Messages, width: int) -> list[Line]:
        """What is said of the row under the text's cursor."""
        if self.choice is not None:
            return view.meaning(self.choice, words, width)
        return view.reasons(self.line, self.reading.reasons, words, width)
