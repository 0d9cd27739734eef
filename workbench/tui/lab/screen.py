"""Is it alive, what does it do, break it."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.worker import get_current_worker

from workbench.ports.laboratory import LaboratoryPort, Measured
from workbench.tui.actions import Action, bindings
from workbench.tui.ink import Line, Role, wrapped
from workbench.tui.lab import view
from workbench.tui.lab.beside import beside
from workbench.tui.lab.messages import (
    Audited,
    Beside,
    FaultDone,
    GroundChosen,
    LoadEnded,
    LogsKnown,
    Observed,
    PartitionsKnown,
    PartProgressed,
    Sampled,
    StageBegun,
    Told,
    WentDown,
    WentUp,
)
from workbench.tui.lab.state import Lab
from workbench.tui.page import Failed, Page
from workbench.tui.widgets import Listing, Sheet

WATCH_S = 1.0
AUDIT_EVERY = 5
LOG_LINES = 200
BASELINE = "monolith"
RATES = (5, 10, 20, 50, 100, 200, 400)


class LabScreen(Page):
    """Services with their states, latency, events, invariants; faults on keys."""

    ACTIONS = (
        Action("up_or_down", "u"),
        Action("partition", "p"),
        Action("runtime", "r", footer=False),
        Action("load", "g"),
        Action("fault('kill')", "k", word="kill"),
        Action("fault('pause')", "z", word="pause"),
        Action("fault('resume')", "c", word="resume"),
        Action("logs", "o,enter", shown="o"),
        Action("audit", "a"),
        Action("measure", "m"),
        Action("story", "t", footer=False),
        Action("rate(1)", "plus,equals_sign", word="rate-up", shown="+", footer=False),
        Action("rate(-1)", "minus", word="rate-down", shown="−", footer=False),
    )
    BINDINGS = bindings(ACTIONS)
    CSS = """
    LabScreen #services { width: 36; }
    LabScreen #latency { height: 3fr; }
    LabScreen #events { height: 2fr; }
    LabScreen #invariants { height: auto; min-height: 3; }
    LabScreen LatencyPlot { height: 1fr; }
    """

    def __init__(self, partition: str = "", *, at_once: bool = False) -> None:
        super().__init__()
        self._at_once = at_once
        """Start what was asked for as soon as it is known that nothing else runs."""
        self.lab = Lab(partition=partition)
        self._partitions: tuple[str, ...] = ()
        self._watching = False
        self._ticks = 0

    @property
    def _port(self) -> LaboratoryPort:
        return self.services.laboratory

    def body(self) -> Iterator[Widget]:
        """Services at the left; latency and events at the right; invariants below."""
        services = Listing(id="services")
        services.add_class("panel")
        latency = Vertical(Sheet(id="hint"), id="latency", classes="panel")
        events = Sheet(id="events", classes="panel")
        yield Horizontal(services, Vertical(latency, events))
        yield Sheet(id="invariants", classes="panel")

    def on_mount(self) -> None:
        """Watch the lab from now on."""
        super().on_mount()
        self.query_one(Listing).focus()
        self.set_interval(WATCH_S, self._watch)

    def load(self) -> None:
        """What can be launched, and what runs already."""
        self.ask(self._port.partitions, PartitionsKnown, group="partitions")
        self._watch()
        if self.lab.up:
            self.action_audit()

    def heading(self) -> tuple[Line, Line]:
        """What runs, how long, how fast."""
        return view.heading(self.lab, self.words)

    def paint(self) -> None:
        """All panels."""
        lab, words = self.lab, self.words
        self._title("#services", "tui-services")
        self._title("#latency", "tui-latency-of" if lab.samples else "tui-latency")
        self._title("#events", "tui-events")
        self._title("#invariants", "tui-invariants")
        self.query_one(Listing).show(lambda width: view.services(lab, words, width))
        self.query_one("#hint", Sheet).show(
            lambda width, _: wrapped(words.text("tui-load-how", rps=lab.rps), width, Role.MUTED)
        )
        self.query_one("#hint").display = not lab.samples
        self.query("LatencyPlot").set(display=bool(lab.samples))
        self.query_one("#events", Sheet).show(
            lambda width, height: view.timeline(lab, words, width, height)
        )
        self.query_one("#invariants", Sheet).show(
            lambda width, _: view.invariants(lab.invariants, words, width)
        )

    def _title(self, selector: str, code: str) -> None:
        self.query_one(selector).border_title = self.words.text(code)

    def _become(self, lab: Lab) -> None:
        self.lab = lab
        self.repaint()

    def _watch(self) -> None:
        """Look at the lab, unless the last look is still under way or it is being changed."""
        if self._watching or self.lab.busy:
            return
        self._watching = True
        self.ask(self._port.status, Observed, group="watch")
        self._ticks += 1
        if self.lab.up and self._ticks % AUDIT_EVERY == 0:
            self.action_audit()

    def on_observed(self, message: Observed) -> None:
        """Show it; what changed becomes events; a lab that ended by itself is said."""
        self._watching = False
        if self.lab.busy:
            return
        ended = self.lab.up and not message.status.up
        at_once, self._at_once = self._at_once, False
        self._become(self.lab.observed(message.status))
        if ended:
            self.workers.cancel_group(self, "traffic")
            self._become(replace(self.lab, loading=False, invariants=()))
            self.say(self.words.text("tui-lab-ended"), Role.WARN)
        elif at_once and self.lab.up:
            self.say(self.words.text("tui-stop-first"))
        elif at_once:
            self.action_up_or_down()

    def on_partitions_known(self, message: PartitionsKnown) -> None:
        """Stand on the one that was asked for (it may be a boundaries file), or on the first."""
        asked = self.lab.partition
        self._partitions = tuple(dict.fromkeys([asked, *message.names] if asked else message.names))
        self._become(replace(self.lab, partition=self._partitions[0]))

    def on_failed(self, message: Failed) -> None:
        """Whatever was under way is over."""
        self._watching = False
        self._become(replace(self.lab, busy="", loading=False))
        super().on_failed(message)

    def action_partition(self) -> None:
        """Choose what to launch next."""
        if self.lab.up or self.lab.busy:
            self.say(self.words.text("tui-stop-first"))
        elif self._partitions:
            names, now = self._partitions, self.lab.partition
            following = names[(names.index(now) + 1) % len(names)] if now in names else names[0]
            self._become(replace(self.lab, partition=following))

    def action_runtime(self) -> None:
        """Choose where to launch it."""
        if self.lab.up or self.lab.busy:
            self.say(self.words.text("tui-stop-first"))
            return
        language = self.language
        self.ask(lambda: self._port.next_ground(language), GroundChosen, group="ground")

    def on_ground_chosen(self, message: GroundChosen) -> None:
        """Say what labs are made of now, or what is missing for it."""
        ground = message.ground
        self._watch()
        if ground.lacks:
            self.say(" ".join(ground.lacks), Role.WARN)
        else:
            self.say(self.words.text(f"tui-ground-{ground.runtime}"))

    def action_up_or_down(self) -> None:
        """Start the lab, or stop it."""
        lab = self.lab
        if lab.busy:
            self.working("tui-lab-busy")
        elif lab.up:
            self._become(replace(lab, busy="down", loading=False))
            self.working("tui-stopping")
            self.workers.cancel_group(self, "traffic")
            self.ask(self._port.down, WentDown, group="lab")
        elif lab.partition:  # what can be launched is known a moment after the screen opens
            self._become(Lab(partition=lab.partition, rps=lab.rps, busy="up"))
            self.working("tui-starting", partition=lab.partition)
            language = self.language
            self.ask(lambda: self._up(lab.partition, language), lambda up: up, group="lab")

    def _up(self, partition: str, language: str) -> WentUp:
        status = self._port.up(partition, lambda step: self._report(PartProgressed(step)))
        return WentUp(status, self._port.otherwise(language))

    def _report(self, message: PartProgressed | Sampled | StageBegun) -> None:
        self.post_message(message)

    def on_part_progressed(self, message: PartProgressed) -> None:
        """Show how far the start has come."""
        self._become(self.lab.progressed(message.step))

    def on_went_up(self, message: WentUp) -> None:
        """Every part is ready."""
        status = message.status
        self._become(replace(self.lab, status=status, busy="").noted("up"))
        seconds = max((step.elapsed_s for step in self.lab.starting), default=0.0)
        text = self.words.text("tui-went-up", parts=len(status.parts), seconds=f"{seconds:.1f}")
        self.say(text, Role.GOOD)
        if message.otherwise:
            self.say(" ".join(message.otherwise), Role.WARN)
        self.action_audit()

    def on_went_down(self) -> None:
        """Nothing is left running."""
        self._become(Lab(partition=self.lab.partition, rps=self.lab.rps))
        self.say(self.words.text("tui-went-down"), Role.GOOD)
        self._watch()

    def action_fault(self, code: str) -> None:
        """Kill, pause or resume the part under the cursor."""
        part = self._part_under_cursor()
        calls: dict[str, Callable[[str], None]] = {
            "kill": self._port.kill,
            "pause": self._port.pause,
            "resume": self._port.resume,
        }
        if part:
            self.ask(lambda: calls[code](part), lambda _: FaultDone(code, part), group="fault")

    def _part_under_cursor(self) -> str:
        """Its name; empty, with a sentence said, where there is none."""
        part = self.query_one(Listing).current
        if self.lab.up and part:
            return part
        self.say(self.words.text("tui-lab-first"))
        return ""

    def on_fault_done(self, message: FaultDone) -> None:
        """Note it, and look at once."""
        self._become(self.lab.noted(message.code, part=message.part))
        self._watch()

    def action_load(self) -> None:
        """Send shop traffic, or stop sending."""
        if not self.lab.up:
            self.say(self.words.text("tui-lab-first"))
        elif self.lab.loading:
            self.workers.cancel_group(self, "traffic")
            self._become(replace(self.lab, loading=False).noted("load-off"))
        else:
            rps = self.lab.rps
            self.say("")
            self._become(replace(self.lab, loading=True, samples=()).noted("load-on", rps=rps))
            self.ask(lambda: self._send(rps), LoadEnded, group="traffic")

    def _send(self, rps: float) -> None:
        worker = get_current_worker()
        self._port.load(
            rps, lambda sample: self._report(Sampled(sample)), lambda: worker.is_cancelled
        )

    def on_sampled(self, message: Sampled) -> None:
        """One more second in the plot."""
        from workbench.tui.lab.plot import LatencyPlot

        self._become(self.lab.sampled(message.sample))
        plots = self.query(LatencyPlot)
        plot = plots.first() if plots else LatencyPlot()
        if not plots:
            self.query_one("#latency").mount(plot)
        plot.show(self.lab.samples)

    def on_load_ended(self) -> None:
        """The traffic stopped by itself."""
        self._become(replace(self.lab, loading=False))

    def action_rate(self, by: int) -> None:
        """More or less traffic; it applies at once."""
        at = RATES.index(self.lab.rps)
        rps = RATES[min(max(at + by, 0), len(RATES) - 1)]
        self._become(replace(self.lab, rps=rps))
        self.say(self.words.text("tui-rate", rps=rps))
        if self.lab.loading:
            self.ask(lambda: self._send(rps), LoadEnded, group="traffic")

    def action_measure(self) -> None:
        """Run the monolith and then this cut under the same load, and put them side by side."""
        lab = self.lab
        if lab.busy:
            self.working("tui-lab-busy")
        if lab.busy or not lab.partition:
            return
        self.workers.cancel_group(self, "traffic")
        self._become(Lab(partition=lab.partition, rps=lab.rps, busy="measure"))
        cuts = tuple(dict.fromkeys((BASELINE, lab.partition)))
        self.ask(
            lambda: self._measured(cuts, lab.rps),
            lambda found: Beside(found, lab.rps),
            group="lab",
        )

    def _measured(self, cuts: tuple[str, ...], rps: float) -> tuple[Measured, ...]:
        worker = get_current_worker()
        return self._port.measure(
            cuts, rps, lambda cut: self._report(StageBegun(cut)), lambda: worker.is_cancelled
        )

    def on_stage_begun(self, message: StageBegun) -> None:
        """Say which cut runs now."""
        self.working("tui-measuring", partition=message.partition, rps=self.lab.rps)

    def on_beside(self, message: Beside) -> None:
        """Open the table; the last cut runs on."""
        from workbench.tui.text.screen import TextScreen

        self._become(replace(self.lab, busy=""))
        self.say("")
        self._watch()
        self.app.push_screen(
            TextScreen(
                self.words.text("tui-beside-title"),
                lambda width: beside(message.found, message.rps, self.words, width),
            )
        )

    def action_story(self) -> None:
        """Read what happened to the latest order, and what was called for it."""
        if not self.lab.up:
            self.say(self.words.text("tui-lab-first"))
            return
        self.ask(self._port.story, Told, group="story")

    def on_told(self, message: Told) -> None:
        """Open it on a screen of its own."""
        from workbench.tui.lab.story import story
        from workbench.tui.text.screen import TextScreen

        told = message.story
        if told is None:
            self.say(self.words.text("tui-story-none"))
            return
        title = self.words.text("tui-story-of", order=told.order)
        self.app.push_screen(TextScreen(title, lambda width: story(told, self.words, width)))

    def action_audit(self) -> None:
        """Ask the stores whether the invariants hold."""
        if not self.lab.up:
            self.say(self.words.text("tui-lab-first"))
            return
        language = self.language
        self.ask(lambda: self._port.invariants(language), Audited, group="audit")

    def on_audited(self, message: Audited) -> None:
        """Show the verdicts."""
        self._become(replace(self.lab, invariants=message.invariants))

    def action_logs(self) -> None:
        """Read the last lines of the part under the cursor."""
        part = self._part_under_cursor()
        if part:
            self.ask(
                lambda: self._port.logs(part, LOG_LINES),
                lambda lines: LogsKnown(part, lines),
                group="logs",
            )

    def on_logs_known(self, message: LogsKnown) -> None:
        """Open them on a screen of their own."""
        from workbench.tui.text.screen import TextScreen

        title = self.words.text("tui-logs-of", part=message.part)
        self.app.push_screen(
            TextScreen(title, lambda width: view.log(message.lines, self.words, width), at_end=True)
        )
