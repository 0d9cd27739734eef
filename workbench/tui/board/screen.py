"""Move a card, see the price at once."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from textual.containers import Horizontal, VerticalScroll
from textual.geometry import Region
from textual.widget import Widget

from workbench.ports.decomposition import NO_LIMITS, Coupling, Limits, Optimum, Price
from workbench.tui.actions import Action, bindings
from workbench.tui.board import asides, view
from workbench.tui.board.layout import Layout, box_towards, card_towards, lay_out, neighbour
from workbench.tui.board.limits import contradiction, toggled
from workbench.tui.board.matrix import matrix
from workbench.tui.board.messages import (
    Appraised,
    Compared,
    ConsequencesKnown,
    CouplingsKnown,
    CutKnown,
    MineKnown,
    OptimumKnown,
    Saved,
)
from workbench.tui.board.table import Mark, Table, begun, moved
from workbench.tui.ink import Line, Role
from workbench.tui.page import Page
from workbench.tui.widgets import Sheet

BASELINES = ("monolith", "reference", "proposal")


class BoardScreen(Page):
    """Modules as cards in the boxes of their services; every move is priced while it hovers."""

    ACTIONS = (
        Action("step(0, -1)", "up,k", word="step", shown="←↑↓→"),
        Action("step(0, 1)", "down,j", word="step", footer=False),
        Action("step(-1, 0)", "left,h", word="step", footer=False),
        Action("step(1, 0)", "right,l", word="step", footer=False),
        Action("move", "m,enter", shown="m"),
        Action("undo", "u"),
        Action("redo", "y", footer=False),
        Action("matrix", "x"),
        Action("run_cut", "r"),
        Action("compare", "c"),
        Action("evidence", "e"),
        Action("consequences", "i"),
        Action("limit('together')", "t", word="together"),
        Action("limit('apart')", "a", word="apart"),
        Action("baseline", "b"),
        Action("save", "s"),
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
    BoardScreen.-matrix #boxes { height: 100%; }
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
            self.ask(lambda: MineKnown(port.cut("mine"), port.limits()), lambda m: m, group="cut")
        else:
            self._appraise()
            self._ask_for_optimum(self._table.limits)
        self.ask(lambda: port.couplings(language), CouplingsKnown, group="graph")

    def heading(self) -> tuple[Line, Line]:
        """Score and optimum."""
        return view.heading(self._price, self._optimum, self.words)

    def paint(self) -> None:
        """The boxes or the matrix, and the price."""
        if (table := self._table) is None:
            return
        self.query_one("#boxes", Sheet).show(
            lambda width, height: self._boxes(table, width, height)
        )
        self.query_one("#deltas", Sheet).show(
            lambda width, _: view.appraisal(table, self._known, self._baseline, self.words, width)
        )
        self.query_one("#evidence", Sheet).show(lambda width, _: self._ties(table, width))
        price = self.query_one("#price")
        price.border_title = self.words.text("tui-price")
        price.border_subtitle = self.words.text("tui-carrying") if table.carrying else ""
        self.query_one("#ties").border_title = self.words.text("tui-ties", module=table.card)
        self.call_after_refresh(self._reveal)

    def _ties(self, table: Table, width: int) -> list[Line]:
        return asides.ties(table.card, self._couplings, table.limits, self.words, width)

    def _boxes(self, table: Table, width: int, height: int) -> list[Line]:
        if self._as_matrix:
            return matrix(table.cut, self._couplings, table.card, self.words, width, height)
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
            board.scroll_home(animate=False)
            return
        service = table.home if table.target is None else table.target
        box = next(box for box in self._layout().boxes if box.service == service)
        region = Region(box.x, box.y, box.width, box.height)
        board.scroll_to_region(region, animate=False)

    def on_mine_known(self, message: MineKnown) -> None:
        """Begin with what the learner has."""
        self._table = begun(message.cut, message.limits)
        self._ask_for_optimum(message.limits)
        self._appraise()
        self.repaint()

    def on_cut_known(self, message: CutKnown) -> None:
        """Lay it on the table."""
        if self._table is not None:
            self._table = self._table.put(message.cut)
            self._appraise()
            self.repaint()

    def _ask_for_optimum(self, limits: Limits) -> None:
        port = self.services.decomposition
        self.ask(lambda: port.optimum(limits), OptimumKnown, group="optimum")

    def on_optimum_known(self, message: OptimumKnown) -> None:
        """Show it beside the score."""
        self._optimum = message.optimum
        self.repaint()

    def on_couplings_known(self, message: CouplingsKnown) -> None:
        """The matrix can be drawn."""
        self._couplings = message.couplings
        self.repaint()

    def _change(self, table: Table) -> None:
        if self._table is None or table.limits != self._table.limits:
            self._ask_for_optimum(table.limits)
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
                    port.price(after, language, table.limits),
                    port.price(table.cut, language, table.limits),
                    deltas,
                )
            deltas = port.compare(port.cut(baseline, table.limits), table.cut, language)
            return view.Appraisal(port.price(table.cut, language, table.limits), None, deltas)

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
        elif self._as_matrix:
            self._table = replace(table, card=neighbour(table.cut, table.card, dx + dy))
            self.repaint()
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
        if self._table is not None and (self._table.carrying or self._table.mark):
            self._change(self._table.cancel())
        else:
            await self.workbench.action_back()

    def action_undo(self) -> None:
        """Take the last change back."""
        if self._table is None or not self._table.past:
            self.say(self.words.text("tui-nothing-to-undo"))
            return
        self._change(self._table.undo())

    def action_redo(self) -> None:
        """Do again what was undone last."""
        if self._table is None or not self._table.future:
            self.say(self.words.text("tui-nothing-to-redo"))
            return
        self._change(self._table.redo())

    def action_limit(self, kind: str) -> None:
        """Mark the first module of a pair, then the second; a pair marked again is set free."""
        if (table := self._table) is None:
            return
        mark = table.mark
        if mark is None or mark.kind != kind or mark.module == table.card:
            self._table = replace(table.cancel(), mark=Mark(kind, table.card))
            self.repaint()
            self.say(self.words.text(f"tui-mark-{kind}", module=table.card))
            return
        limits = toggled(table.limits, kind, mark.module, table.card)
        if clash := contradiction(limits):
            self.say(self.words.text("tui-limits-contradict", one=clash[0], other=clash[1]))
            return
        self._change(table.limit(limits))
        added = len(getattr(limits, kind)) > len(getattr(table.limits, kind))
        code = f"tui-limited-{kind}" if added else "tui-limit-gone"
        self.say(self.words.text(code, one=mark.module, other=table.card))

    def action_compare(self) -> None:
        """Every difference from the proposal, the reference and the monolith."""
        if (table := self._table) is None:
            return
        port, language = self.services.decomposition, self.language

        def beside(name: str) -> asides.Comparison:
            other = port.cut(name, table.limits)
            deltas = port.compare(other, table.cut, language)
            return asides.Comparison(name, port.price(other, language, table.limits), deltas)

        self.ask(
            lambda: tuple(beside(name) for name in reversed(BASELINES)),
            lambda others: Compared(port.price(table.cut, language, table.limits), others),
            group="aside",
        )

    def on_compared(self, message: Compared) -> None:
        """Open it on a screen of its own."""
        self._read(
            self.words.text("tui-compared"),
            lambda width: asides.comparisons(message.price, message.others, self.words, width),
        )

    def action_consequences(self) -> None:
        """Who has to agree, and what every use case would do at run time."""
        if (table := self._table) is None:
            return
        port, language = self.services.decomposition, self.language
        self.working("tui-looking-ahead")
        self.ask(
            lambda: asides.Follows(
                port.consequences(table.cut, language),
                port.consequences(port.cut("monolith"), language),
            ),
            ConsequencesKnown,
            group="aside",
        )

    def on_consequences_known(self, message: ConsequencesKnown) -> None:
        """Open them on a screen of their own."""
        self.say("")
        self._read(
            self.words.text("tui-follows"),
            lambda width: asides.consequences(message.found, self.words, width),
        )

    def _read(self, title: str, lines: Callable[[int], list[Line]]) -> None:
        from workbench.tui.text.screen import TextScreen

        self.app.push_screen(TextScreen(title, lines))

    def action_matrix(self) -> None:
        """Boxes or matrix."""
        self._as_matrix = not self._as_matrix
        self.set_class(self._as_matrix, "-matrix")
        self.repaint()

    def action_evidence(self) -> None:
        """What ties the card under the cursor to others."""
        if (table := self._table) is not None:
            title = self.words.text("tui-evidence", module=table.card)
            self._read(title, lambda width: self._ties(table, width))

    def action_baseline(self) -> None:
        """Compare with the next baseline."""
        self._baseline = BASELINES[(BASELINES.index(self._baseline) + 1) % len(BASELINES)]
        if self._table is not None:
            self._change(self._table.cancel())

    def action_take(self, name: str) -> None:
        """Lay a named cut on the table; undo leads back."""
        port = self.services.decomposition
        limits = self._table.limits if self._table else NO_LIMITS
        self.ask(lambda: port.cut(name, limits), CutKnown, group="cut")
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
        code = "tui-confirm-run" if then_run else "tui-confirm-save"
        answered = self._saving(table, then_run=then_run)
        self.app.push_screen(ConfirmScreen(self.words.text(code), self.words), answered)

    def _saving(self, table: Table, *, then_run: bool) -> Callable[[bool | None], None]:
        def answered(yes: bool | None) -> None:  # noqa: FBT001 - Textual calls it with the answer
            if yes:
                save = self.services.decomposition.save
                self.ask(
                    lambda: save(table.cut, table.limits),
                    lambda path: Saved(path, then_run),
                    group="save",
                )

        return answered

    def on_saved(self, message: Saved) -> None:
        """Say where; go on to the lab when that was asked for."""
        self.say(self.words.text("tui-saved", path=message.path), Role.GOOD)
        if message.then_run:
            self.workbench.run_cut(message.path)
