"""What every lab lets one choose."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class LabOptions:
    """Choices with the defaults of a lab that is looked at rather than measured."""

    gateway_port: int | None = None
    """Where clients come in; any free port by default."""
    limits: bool = True
    """Whether the gateway enforces the blueprint's rate limits; off for load."""
    trace_ratio: float = 0.01
    """The part of all requests that are traced, beside a few each second that always are."""
    ready_within_s: float = 180.0
    """From the first part that starts to the last that is ready."""
    ends_after_s: float = 8 * 3600.0
    """A lab that nobody takes down ends by itself."""
    base: Path | None = None
    """Where labs keep their files; the user's own place by default."""
