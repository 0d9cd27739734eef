"""Where am I, what next."""

from collections.abc import Iterator
from dataclasses import dataclass

from textual import on
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widget import Widget

from workbench.ports.course import Architecture, Item, Overview
from workbench.tui.actions import Action, bindings
from workbench.tui.answer import Answer
from workbench.tui.course import view
from workbench.tui.ink import Line
from workbench.tui.page import Page
from workbench.tui.widgets import Listing, Sheet


@dataclass
class OverviewKnown(Answer):
    """The map has arrived."""

    overview: Overview


@dataclass
class ArchitectureKnown(Answer):
    """The learner's blueprint has been read."""

    architecture: Architecture


@dataclass
class BoundariesKnown(Answer):
    """The blueprint's boundaries have been held beside the best."""

    sentence: str


class CourseScreen(Page):
    """The course map: every lesson and exercise, the next step, the learner's architecture."""

    ACTIONS = (
        Action("open", "enter"),
        Action("next", "n"),
        Action("app.decompose", "d"),
        Action("app.blueprint", "b"),
        Action("app.lab", "l"),
        Action("app.switch_language", "L"),
        Action("app.leave", "q"),
    )
    BINDINGS = bindings(ACTIONS)
    # Textual reads a screen's CSS when it is pushed, which the default screen never is
    DEFAULT_CSS = """
    CourseScreen #weeks { width: 54; }
    CourseScreen #aside { width: 1fr; }
    CourseScreen.-wide #weeks { width: 60; }
    CourseScreen.-narrow #weeks { width: 1fr; }
    CourseScreen.-narrow #aside { display: none; }
    CourseScreen #about { height: auto; min-height: 8; }
    CourseScreen #blueprint { height: 1fr; }
    """

    overview: Overview | None = None
    architecture: Architecture | None = None
    boundaries: str = ""

    @property
    def items(self) -> tuple[Item, ...]:
        """What can be opened."""
        return self.overview.items if self.overview else ()

    def body(self) -> Iterator[Widget]:
        """The map at the left, what is under the cursor and the blueprint at the right."""
        weeks = Listing(id="weeks")
        weeks.add_class("panel")
        about = Sheet(id="about", classes="panel")
        blueprint = VerticalScroll(Sheet(id="facts"), id="blueprint", classes="panel")
        blueprint.can_focus = False
        yield Horizontal(weeks, Vertical(about, blueprint, id="aside"))

    def load(self) -> None:
        """The map first; the blueprint takes longer."""
        language = self.language
        self.ask(lambda: self.services.course.overview(language), OverviewKnown, group="overview")
        self.ask(
            lambda: self.services.course.architecture(language),
            ArchitectureKnown,
            group="architecture",
        )

    def heading(self) -> tuple[Line, Line]:
        """Product; folder and percent."""
        return view.heading(self.overview, self.words)

    def paint(self) -> None:
        """The three panels."""
        words = self.words
        self.query_one("#weeks").border_title = words.text("tui-course")
        self.query_one("#about").border_title = words.text("tui-chosen")
        self.query_one("#blueprint").border_title = words.text("tui-architecture")
        self._paint_detail()
        self.query_one("#facts", Sheet).show(
            lambda width, _: view.architecture(
                self.architecture, self.boundaries, self.words, width
            )
        )

    def on_overview_known(self, message: OverviewKnown) -> None:
        """Show the map; the first time, stand on the next step."""
        first, self.overview = self.overview is None, message.overview
        overview = message.overview
        self.query_one(Listing).show(
            lambda width: view.outline(overview, width),
            current=overview.next_id if first else None,
        )
        self.query_one(Listing).focus()
        self.repaint()

    def on_architecture_known(self, message: ArchitectureKnown) -> None:
        """Show the blueprint's facts; how good its boundaries are takes a proof."""
        self.architecture = message.architecture
        self.paint()
        language = self.language
        self.ask(
            lambda: self.services.course.boundaries(language), BoundariesKnown, group="boundaries"
        )

    def on_boundaries_known(self, message: BoundariesKnown) -> None:
        """Show how far the boundaries are from the best."""
        self.boundaries = message.sentence
        self.paint()

    def on_screen_resume(self) -> None:
        """Progress may have moved on while another screen was open."""
        if self.overview is not None:
            self.load()

    @on(Listing.Moved)
    def _paint_detail(self) -> None:
        if (overview := self.overview) is not None:
            current = self.query_one(Listing).current
            self.query_one("#about", Sheet).show(
                lambda width, _: view.detail(overview, current, self.words, width)
            )

    @on(Listing.Chosen)
    def action_open(self) -> None:
        """Open what is under the cursor."""
        self.workbench.open_by_id(self.query_one(Listing).current or "")

    def action_next(self) -> None:
        """Open the next step of the course."""
        if self.overview is not None and not self.overview.next_id:
            self.say(self.words.text("tui-course-finished"))
        elif self.overview is not None:
            self.workbench.open_by_id(self.overview.next_id)
