"""How a supervisor tells its starter how the start goes: one JSON object a line."""

import os
from contextlib import suppress

import msgspec

from labs.runtime import Param, Progress


class Fault(msgspec.Struct, frozen=True):
    """A `LabError` on its way."""

    code: str
    params: dict[str, Param] = {}


class Report(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of a supervisor that starts: a step, or how the start ended."""

    progress: Progress | None = None
    ready: bool = False
    error: Fault | None = None


def say(report: Report) -> None:
    """Tell the starter, if it still listens."""
    with suppress(BrokenPipeError):
        os.write(1, msgspec.json.encode(report) + b"\n")


def let_go(*descriptors: int) -> None:
    """Nobody listens to these from now on: the starter has heard."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in descriptors:
        os.dup2(nothing, descriptor)
    os.close(nothing)
