"""What the lab screen's workers report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.ports.laboratory import Ground, Invariant, Measured, Sample, Story
from workbench.tui.answer import Answer

if TYPE_CHECKING:
    from labs.runtime import LabStatus, Progress


@dataclass
class PartitionsKnown(Answer):
    """What can be launched."""

    names: tuple[str, ...]


@dataclass
class GroundChosen(Answer):
    """Where labs run from now on."""

    ground: Ground


@dataclass
class Observed(Answer):
    """The lab as it is now."""

    status: LabStatus


@dataclass
class PartProgressed(Answer):
    """A part entered another state during a start."""

    step: Progress


@dataclass
class WentUp(Answer):
    """Every part is ready."""

    status: LabStatus
    otherwise: tuple[str, ...]
    """In what the lab is not as it was designed."""


@dataclass
class WentDown(Answer):
    """The lab is gone."""

    was_up: bool


@dataclass
class FaultDone(Answer):
    """A part was killed, paused or resumed."""

    code: str
    part: str


@dataclass
class Sampled(Answer):
    """One second of load."""

    sample: Sample


@dataclass
class LoadEnded(Answer):
    """No more traffic is sent."""

    done: None


@dataclass
class StageBegun(Answer):
    """Of several cuts to be measured, this one comes now."""

    partition: str


@dataclass
class Beside(Answer):
    """Cuts have been measured under the same load."""

    found: tuple[Measured, ...]
    rps: float


@dataclass
class Audited(Answer):
    """The stores were asked."""

    invariants: tuple[Invariant, ...]


@dataclass
class Told(Answer):
    """The latest order was looked up."""

    story: Story | None


@dataclass
class LogsKnown(Answer):
    """The last lines of a part."""

    part: str
    lines: Sequence[str]
