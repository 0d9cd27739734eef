"""The application: themes, language, the way between screens. Screens are imported when opened."""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, cast

from textual.app import App

from content.messages import Language, Messages, messages
from workbench.tui.actions import EVERYWHERE, bindings
from workbench.tui.course.screen import CourseScreen
from workbench.tui.hang_up import end_with
from workbench.tui.page import Page
from workbench.tui.theme import DARK, LIGHT

if TYPE_CHECKING:
    from workbench.ports import Services
    from workbench.ports.course import Item


class WorkbenchApp(App[int]):
    """The workbench in a terminal."""

    ENABLE_COMMAND_PALETTE = False  # ours speaks both languages and opens on a plain key
    BINDINGS = bindings(EVERYWHERE)
    CSS = """
    * { scrollbar-size-vertical: 1; scrollbar-size-horizontal: 1; }
    MarkdownFence { scrollbar-size-horizontal: 0; }
    CommandPalette SearchIcon { display: none; }
    CommandPalette > Vertical { margin-top: 1; }
    .panel { border: round $border; border-title-color: $foreground;
             border-subtitle-color: $muted; padding: 0 1; }
    .panel:focus, .panel:focus-within { border: round $primary; border-title-style: bold; }
    """

    def __init__(self, services: Services, language: str, crash_file: Path | None = None) -> None:
        super().__init__()
        self.services = services
        self.language = language
        self._crash_file = crash_file
        self.last_words = ""
        for theme in (DARK, LIGHT):
            self.register_theme(theme)
        self.theme = DARK.name
        self.title = self.words.text("tui-product")

    @property
    def words(self) -> Messages:
        """The interface's own sentences."""
        return messages(Language(self.language), "tui")

    def get_default_screen(self) -> CourseScreen:
        """The course map lies under all other screens."""
        return CourseScreen()

    def open_item(self, item: str, kind: str, anchor: str = "") -> None:
        """Open a lesson (at an anchor) or an exercise."""
        if kind == "exercise":
            from workbench.tui.exercise.screen import ExerciseScreen

            self.push_screen(ExerciseScreen(item))
        else:
            from workbench.tui.lesson.screen import LessonScreen

            self.push_screen(LessonScreen(item, anchor))

    def open_by_id(self, item_id: str) -> None:
        """Open an item of the course map, whatever it is."""
        for item in self.items:
            if item.id == item_id:
                self.open_item(item.id, item.kind)

    @property
    def items(self) -> tuple[Item, ...]:
        """Every lesson and exercise of the course, as far as known."""
        return self.course_map.items

    @property
    def course_map(self) -> CourseScreen:
        """The screen under all others."""
        return cast("CourseScreen", self.screen_stack[0])

    def action_decompose(self) -> None:
        """Open the decomposition board."""
        from workbench.tui.board.screen import BoardScreen

        self.push_screen(BoardScreen())

    def action_blueprint(self) -> None:
        """Open the blueprint with the files that it becomes."""
        from workbench.tui.blueprint.screen import BlueprintScreen

        self.push_screen(BlueprintScreen())

    def action_lab(self, partition: str = "") -> None:
        """Open the lab console."""
        from workbench.tui.lab.screen import LabScreen

        self.push_screen(LabScreen(partition))

    def run_cut(self, partition: str) -> None:
        """Open the lab console and start this cut at once."""
        from workbench.tui.lab.screen import LabScreen

        self.push_screen(LabScreen(partition, at_once=True))

    async def action_help(self) -> None:
        """Explain this screen's keys."""
        from workbench.tui.help.screen import HelpScreen

        if isinstance(self.screen, Page) and not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.screen.ACTIONS))
        else:
            await self.action_back()

    def action_palette(self) -> None:
        """Offer everything that can be done here, by name."""
        from workbench.tui.palette import open_palette

        open_palette(self)

    async def action_back(self) -> None:
        """Leave this screen; from the map there is no way back."""
        if len(self.screen_stack) > 1:
            self.pop_screen()
        elif isinstance(self.screen, Page):
            self.screen.say(self.words.text("tui-quit-with-q"))

    async def action_leave(self) -> None:
        """Leave this screen; from the map, the workbench."""
        if len(self.screen_stack) > 1:
            self.pop_screen()
        else:
            self.exit(0)

    def action_switch_language(self) -> None:
        """Speak the other language on every open screen."""
        self.language = Language.RU if self.language == Language.EN else Language.EN
        for screen in self.screen_stack:
            if isinstance(screen, Page):
                screen.language_changed()
        self.services.remember_language(self.language)

    def action_switch_theme(self) -> None:
        """Dark or light."""
        self.theme = LIGHT.name if self.theme == DARK.name else DARK.name

    def _fatal_error(self) -> None:
        """Keep the traceback in a file for a report; `run` says the sentence."""
        where = ""
        if self._crash_file is not None:
            self._crash_file.parent.mkdir(parents=True, exist_ok=True)
            self._crash_file.write_text(traceback.format_exc(), encoding="utf-8")
            where = self.words.text("tui-crash-file", file=self._crash_file)
        self.last_words = f"{self.words.text('tui-crash')}\n{where}".rstrip()
        self.panic()


def run(services: Services, language: str, crash_file: Path | None = None) -> int:
    """Show the workbench until the user leaves; the exit code.

    What we fail at ourselves is written to `crash_file`, never to the terminal.
    """
    app = WorkbenchApp(services, language, crash_file)
    end_with(sys.stdin.fileno())
    answer = app.run()
    if app.last_words:
        print(app.last_words, file=sys.stderr)  # noqa: T201 - the screen is gone by now
    return answer if answer is not None else (app.return_code or os.EX_OK)
