"""What the lab screen's workers report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from workbench.tui.ports.laboratory import Invariant, Sample

if TYPE_CHECKING:
    from labs.runtime import LabStatus, Progress


@dataclass
class PartitionsKnown(Message):
    """What can be launched."""

    names: tuple[str, ...]


@dataclass
class Observed(Message):
    """The lab as it is now."""

    status: LabStatus


@dataclass
class PartProgressed(Message):
    """A part entered another state during a start."""

    step: Progress


@dataclass
class WentUp(Message):
    """Every part is ready."""

    status: LabStatus


@dataclass
class WentDown(Message):
    """The lab is gone."""

    was_up: bool


@dataclass
class FaultDone(Message):
    """A part was killed, paused or resumed."""

    code: str
    part: str


@dataclass
class Sampled(Message):
    """One second of load."""

    sample: Sample


@dataclass
class LoadEnded(Message):
    """No more traffic is sent."""

    done: None


@dataclass
class Audited(Message):
    """The stores were asked."""

    invariants: tuple[Invariant, ...]


@dataclass
class LogsKnown(Message):
    """The last lines of a part."""

    part: str
    lines: Sequence[str]
