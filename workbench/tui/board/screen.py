"""Move a card, see the price at once."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from textual.containers import Horizontal, VerticalScroll
from textual.geometry import Region
from textual.widget import Widget

from workbench.ports.decomposition import Coupling, Cut, Optimum, Price
from workbench.tui.actions import Action, bindings
from workbench.tui.board import view
from workbench.tui.board.layout import Layout, box_towards, card_towards, lay_out
from workbench.tui.board.matrix import matrix, row_of
from workbench.tui.board.messages import (
    Appraised,
    CouplingsKnown,
    CutKnown,
    OptimumKnown,
    Saved,
)
from workbench.tui.board.table import Table, begun, moved
from workbench.tui.ink import Line, Role
from workbench.tui.page import Page
from workbench.tui.widgets import Sheet

BASELINES = ("monolith", "reference", "proposal")
CUTS = ("mine", *BASELINES)


class BoardScreen(Page):
    """Modules as cards in the boxes of their services; every move is priced while it hovers."""

    ACTIONS = (
        Action("step(0, -1)", "up,k", word="step", shown="←↑↓→"),
        Action("step(0, 1)", "down,j", word="step", footer=False),
        Action("step(-1, 0)", "left,h", word="step", footer=False),
        Action("step(1, 0)", "right,l", word="step", footer=False),
        Action("move", "m,enter", shown="m"),
        Action("undo", "u"),
        Action("matrix", "x"),
        Action("evidence", "e"),
        Action("baseline", "b"),
        Action("save", "s"),
        Action("run_cut", "r"),
        Action("take('mine')", "1", word="take-mine", footer=False),
        Action("take('proposal')", "2", word="take-proposal", footer=False),
        Action("take('reference')", "3", word="take-reference", footer=False),
        Action("take('monolith')", "4", word="take-monolith", footer=False),
        Action("cancel", "escape", footer=False),
    )
    BINDINGS = bindings(ACTIONS)
    CSS = """
    BoardScreen #board { height: auto; max-height: 65%; scrollbar-size: 0 0; }
    BoardScreen #below { height: 1fr; }
    BoardScreen #price { width: 3fr; }
    BoardScreen #ties { width: 2fr; display: none; }
    BoardScreen.-wide #ties { display: block; }
    BoardScreen.-matrix #board { height: 1fr; max-height: 100%; }
    BoardScreen.-matrix #below { display: none; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._table: Table | None = None
        self._known: view.Appraisal | None = None
        self._price: Price | None = None
        self._optimum: Optimum | None = None
        self._couplings: Sequence[Coupling] = ()
        self._baseline = BASELINES[0]
        self._as_matrix = False

    def body(self) -> Iterator[Widget]:
        """The board, and the price under it."""
        yield VerticalScroll(Sheet(id="boxes"), id="board")
        price = VerticalScroll(Sheet(id="deltas"), id="price", classes="panel")
        ties = VerticalScroll(Sheet(id="evidence"), id="ties", classes="panel")
        yield Horizontal(price, ties, id="below")

    def load(self) -> None:
        """The learner's cut first; the optimum and the graph in the background."""
        port, language = self.services.decomposition, self.language
        self.query_one("#board").focus()
        if self._table is None:
            self.ask(lambda: port.cut("mine"), CutKnown, group="cut")
        else:
            self._appraise()
        self.ask(port.optimum, OptimumKnown, group="optimum")
        self.ask(lambda: port.couplings(language), CouplingsKnown, group="graph")

    def heading(self) -> tuple[Line, Line]:
        """Score and optimum."""
        return view.heading(self._price, self._optimum, self.words)

    def paint(self) -> None:
        """The boxes or the matrix, and the price."""
        if (table := self._table) is None:
            return
        self.query_one("#boxes", Sheet).show(lambda width, _: self._boxes(table, width))
        self.query_one("#deltas", Sheet).show(
            lambda width, _: view.appraisal(table, self._known, self._baseline, self.words, width)
        )
        self.query_one("#evidence", Sheet).show(lambda width, _: self._ties(table.card, width))
        price = self.query_one("#price")
        price.border_title = self.words.text("tui-price")
        price.border_subtitle = self.words.text("tui-carrying") if table.carrying else ""
        self.query_one("#ties").border_title = self.words.text("tui-ties", module=table.card)
        self.call_after_refresh(self._reveal)

    def _ties(self, module: str, width: int) -> list[Line]:
        return view.evidence(module, self._couplings, self.words, width)

    def _boxes(self, table: Table, width: int) -> list[Line]:
        if self._as_matrix:
            return matrix(table.cut, self._couplings, table.card, self.words, width)
        return view.board(table, lay_out(table.cut, width), self.words)

    def _layout(self) -> Layout:
        cut = self._table.cut if self._table else {}
        return lay_out(cut, self.query_one("#boxes", Sheet).content_size.width)

    def _reveal(self) -> None:
        """Keep the whole box in sight that the eye is on."""
        if (table := self._table) is None or not self.is_open:
            return
        board = self.query_one("#board")
        if self._as_matrix:
            row = row_of(table.cut, table.card)
            board.scroll_to_region(Region(0, row - 2, 1, 3), animate=False)
            return
        service = table.home if table.target is None else table.target
        box = next(box for box in self._layout().boxes if box.service == service)
        region = Region(box.x, box.y, box.width, box.height)
        board.scroll_to_region(region, animate=False)

    def on_cut_known(self, message: CutKnown) -> None:
        """Lay it on the table."""
        self._table = self._table.put(message.cut) if self._table else begun(message.cut)
        self._appraise()
        self.repaint()

    def on_optimum_known(self, message: OptimumKnown) -> None:
        """Show it beside the score."""
        self._optimum = message.optimum
        self.repaint()

    def on_couplings_known(self, message: CouplingsKnown) -> None:
        """The matrix can be drawn."""
        self._couplings = message.couplings
        self.repaint()

    def _change(self, table: Table) -> None:
        self._table, self._known = table, None
        self.say("")
        self._appraise()
        self.repaint()

    def _appraise(self) -> None:
        """Price what is on the table: the move in the air, or the cut against the baseline."""
        if (table := self._table) is None:
            return
        port, language, baseline = self.services.decomposition, self.language, self._baseline

        def price() -> view.Appraisal:
            if table.target is not None:
                after = moved(table.cut, table.card, table.target)
                deltas = port.compare(table.cut, after, language)
                return view.Appraisal(
                    port.price(after, language), port.price(table.cut, language), deltas
                )
            deltas = port.compare(port.cut(baseline), table.cut, language)
            return view.Appraisal(port.price(table.cut, language), None, deltas)

        self.ask(price, Appraised, group="price")

    def on_appraised(self, message: Appraised) -> None:
        """Show the price and the sentences."""
        self._known = message.appraisal
        self._price = message.appraisal.before or message.appraisal.price
        self.query_one("#price").scroll_home(animate=False)
        self.repaint()

    def action_step(self, dx: int, dy: int) -> None:
        """Move the cursor; while a card is carried, its target."""
        if (table := self._table) is None:
            return
        layout = self._layout()
        if table.target is not None:
            self._change(replace(table, target=box_towards(layout, table.target, dx, dy)))
        else:
            self._table = replace(table, card=card_towards(layout, table.card, dx, dy))
            self.repaint()

    def action_move(self) -> None:
        """Pick the card up, or leave it where it hovers."""
        if (table := self._table) is None:
            return
        if table.carrying:
            self._change(table.drop())
        else:
            if self._as_matrix:
                self.action_matrix()
            self._change(table.pick())

    async def action_cancel(self) -> None:
        """Put the card back; with no card in the air, leave the board."""
        if self._table is not None and self._table.carrying:
            self._change(self._table.cancel())
        else:
            await self.workbench.action_back()

    def action_undo(self) -> None:
        """Take the last change back."""
        if self._table is None or not self._table.past:
            self.say(self.words.text("tui-nothing-to-undo"))
            return
        self._change(self._table.undo())

    def action_matrix(self) -> None:
        """Boxes or matrix."""
        self._as_matrix = not self._as_matrix
        self.set_class(self._as_matrix, "-matrix")
        self.repaint()

    def action_evidence(self) -> None:
        """What ties the card under the cursor to others."""
        from workbench.tui.text.screen import TextScreen

        if (table := self._table) is not None:
            title = self.words.text("tui-evidence", module=table.card)
            self.app.push_screen(TextScreen(title, lambda width: self._ties(table.card, width)))

    def action_baseline(self) -> None:
        """Compare with the next baseline."""
        self._baseline = BASELINES[(BASELINES.index(self._baseline) + 1) % len(BASELINES)]
        if self._table is not None:
            self._change(self._table.cancel())

    def action_take(self, name: str) -> None:
        """Lay a named cut on the table; undo leads back."""
        self.ask(lambda: self.services.decomposition.cut(name), CutKnown, group="cut")
        self.say(self.words.text("tui-taken", cut=self.words.text(f"tui-cut-{name}")))

    def action_save(self) -> None:
        """Write the learner's boundaries."""
        self._save(then_run=False)

    def action_run_cut(self) -> None:
        """Save this cut and open the lab with it."""
        self._save(then_run=True)

    def _save(self, *, then_run: bool) -> None:
        from workbench.tui.confirm.screen import ConfirmScreen

        if (table := self._table) is None:
            return
        cut = table.cut
        code = "tui-confirm-run" if then_run else "tui-confirm-save"
        answered = self._saving(cut, then_run=then_run)
        self.app.push_screen(ConfirmScreen(self.words.text(code), self.words), answered)

    def _saving(self, cut: Cut, *, then_run: bool) -> Callable[[bool | None], None]:
        def answered(yes: bool | None) -> None:  # noqa: FBT001 - Textual calls it with the answer
            if yes:
                save = self.services.decomposition.save
                self.ask(lambda: save(cut), lambda path: Saved(path, then_run), group="save")

        return answered

    def on_saved(self, message: Saved) -> None:
        """Say where; go on to the lab when that was asked for."""
        self.say(self.words.text("tui-saved", path=message.path), Role.GOOD)
        if message.then_run:
            self.workbench.action_lab(message.path)
