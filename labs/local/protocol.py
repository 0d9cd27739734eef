"""What clients and the supervisor say to each other: one JSON object a line."""

from typing import Literal

import msgspec

from labs.runtime import LabStatus
from labs.supervising.reports import Fault


class Request(msgspec.Struct, frozen=True):
    """What a client asks of a running lab."""

    do: Literal["status", "kill", "pause", "resume", "arm", "logs"]
    part: str = ""
    points: str = ""
    """Where an armed part is to crash."""
    lines: int = 50


class Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the supervisor answers."""

    status: LabStatus | None = None
    lines: list[str] = []
    error: Fault | None = None
