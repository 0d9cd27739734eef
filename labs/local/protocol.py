"""What clients and the supervisor say to each other: one JSON object a line."""

from typing import Literal

import msgspec

from labs.runtime import LabStatus, Param, Progress


class Request(msgspec.Struct, frozen=True):
    """What a client asks of a running lab."""

    do: Literal["status", "kill", "pause", "resume", "arm", "logs", "down"]
    part: str = ""
    points: str = ""
    """Where an armed part is to crash."""
    lines: int = 50


class Fault(msgspec.Struct, frozen=True):
    """A `LabError` on its way."""

    code: str
    params: dict[str, Param] = {}


class Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the supervisor answers."""

    status: LabStatus | None = None
    lines: list[str] = []
    error: Fault | None = None


class Report(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of a supervisor that starts: a step, or how the start ended."""

    progress: Progress | None = None
    ready: bool = False
    error: Fault | None = None
