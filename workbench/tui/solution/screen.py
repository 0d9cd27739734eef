"""Reading the reference solution."""

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Markdown

from workbench.ports.exercises import SolutionFile
from workbench.tui.ink import Line, Role, line
from workbench.tui.page import Page


class SolutionScreen(Page):
    """Each file with its name."""

    CSS = """
    SolutionScreen #files { padding: 1; }
    SolutionScreen MarkdownFence { margin: 0 0 1 0; background: $panel; }
    SolutionScreen MarkdownFence > Label { padding: 0 1; }
    """

    def __init__(self, title: str, files: Sequence[SolutionFile]) -> None:
        super().__init__()
        self._exercise_title = title
        self._files = files

    def body(self) -> Iterator[Widget]:
        """One scroll."""
        text = "\n\n".join(fenced(file) for file in self._files)
        yield VerticalScroll(Markdown(text, open_links=False), id="files")

    def heading(self) -> tuple[Line, Line]:
        """Whose solution it is."""
        return line(
            (self.words.text("tui-solution-of", title=self._exercise_title), Role.STRONG)
        ), line()


def fenced(file: SolutionFile) -> str:
    """A file as Markdown: its name, and its text in a fence that no text of ours can close."""
    language = PurePosixPath(file.path.split(":")[0]).suffix.removeprefix(".")
    return f"**{file.path}**\n\n~~~~~{language}\n{file.text.rstrip()}\n~~~~~"
