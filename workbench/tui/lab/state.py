"""What the lab console knows, and how news change it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from workbench.ports.laboratory import Invariant, Sample

if TYPE_CHECKING:
    from labs.runtime import LabStatus, Part, Progress

MOST_SAMPLES = 120
MOST_EVENTS = 100
_SHOWN = ("service", "companion", "server")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, `at_s` seconds after the lab was up. Text: `tui-event-<code>`."""

    at_s: float
    code: str
    params: Mapping[str, str | int | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lab:
    """The console's state."""

    partition: str = ""
    status: LabStatus | None = None
    starting: tuple[Progress, ...] = ()
    """Parts in the order they began, each as last reported."""
    samples: tuple[Sample, ...] = ()
    invariants: tuple[Invariant, ...] = ()
    events: tuple[Event, ...] = ()
    busy: str = ""
    """`up` or `down` while that is under way."""
    loading: bool = False
    rps: int = 20

    @property
    def up(self) -> bool:
        """It runs."""
        return self.status is not None and self.status.up

    @property
    def parts(self) -> Sequence[Part]:
        """Services first, then what stands beside them, then the servers under them."""
        parts = self.status.parts if self.status else ()
        return sorted(parts, key=lambda part: _SHOWN.index(part.kind))

    def progressed(self, step: Progress) -> Lab:
        """A part entered another state during a start."""
        known = {each.part: each for each in self.starting}
        known[step.part] = step
        return replace(self, starting=tuple(known.values()))

    def observed(self, status: LabStatus) -> Lab:
        """The lab as it is now; what changed becomes events."""
        news = transitions(self.status, status)
        return replace(self, status=status, events=(*self.events, *news)[-MOST_EVENTS:])

    def noted(self, code: str, **params: str | float) -> Lab:
        """Something the user did."""
        at_s = self.status.uptime_s if self.status else 0.0
        event = Event(at_s, code, params)
        return replace(self, events=(*self.events, event)[-MOST_EVENTS:])

    def sampled(self, sample: Sample) -> Lab:
        """One more second of load."""
        return replace(self, samples=(*self.samples, sample)[-MOST_SAMPLES:])


def transitions(before: LabStatus | None, after: LabStatus) -> tuple[Event, ...]:
    """Each part that entered another state."""
    if before is None or not before.up or not after.up:
        return ()
    earlier = {part.name: part.state for part in before.parts}
    return tuple(
        Event(after.uptime_s, str(part.state), {"part": part.name})
        for part in after.parts
        if part.name in earlier and part.state != earlier[part.name]
    )
