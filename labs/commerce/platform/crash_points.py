"""Named places where a process can be told to end itself: each lies inside a gap that must heal.

Killing at random hardly ever hits such a gap. Nothing happens at a crash point that is not armed.
"""

import asyncio
import os
import signal
from collections.abc import Callable
from enum import StrEnum
from functools import partial
from typing import NamedTuple


class Place(StrEnum):
    """Where in the code; together with its subject it is a crash point."""

    BEFORE_COMMIT = "before-commit"
    """All is written, or will be by the one statement that commits it, and nothing holds yet.
    Subject: an event of the transaction."""
    AFTER_COMMIT = "after-commit"
    """It holds, and nobody was told. Subject: an event of the transaction."""
    BEFORE_PUBLISH = "before-publish"
    """The relay has read the outbox. Subject: an event in it."""
    AFTER_PUBLISH = "after-publish"
    """The broker has the event, and the outbox has it still. Subject: the event."""
    BEFORE_HANDLING = "before-handling"
    """An event arrived. Subject: the event."""
    AFTER_HANDLING = "after-handling"
    """Its handler ran and nothing is committed. Subject: the event."""
    BEFORE_ACK = "before-ack"
    """Its effect is committed, and nobody has gone on from it. Subject: the event."""
    BEFORE_STEP = "before-step"
    """A saga's step is about to be asked for, or undone. Subject: the action."""
    AFTER_STEP = "after-step"
    """It was performed, and its saga does not know. Subject: the action."""
    AFTER_NOTE = "after-note"
    """The saga knows, and what follows has not begun. Subject: the action."""
    AFTER_ASKING = "after-asking"
    """Somebody outside the shop has acted, and its books do not know. Subject: what was asked."""
    BEFORE_ANSWER = "before-answer"
    """A call was carried out, and its caller does not know. Subject: `module/operation`."""


class CrashPoint(NamedTuple):
    """A place with what is being done there, and how often it is passed before it counts."""

    place: Place
    subject: str
    passes: int = 1
    """The process ends at this pass; counts from 1."""

    def __str__(self) -> str:
        return f"{self.place.value}:{self.subject}:{self.passes}"

    @classmethod
    def parse(cls, text: str) -> "CrashPoint":
        """Read `after-commit:OrderCreated:3`; without a number it is the first pass.

        Raises:
            ValueError: there is no such place, or the number is none.
        """
        place, _, rest = text.partition(":")
        subject, _, passes = rest.partition(":")
        return cls(Place(place), subject, int(passes or 1))


def parse(points: str) -> list[CrashPoint]:
    """Read crash points that are separated by spaces.

    Raises:
        ValueError: one of them is none.
    """
    return [CrashPoint.parse(text) for text in points.split()]


_passes_left: dict[tuple[str, str], int] = {}
"""Empty but in a process that is to crash."""


def crash_here(place: Place, *subjects: str) -> None:
    """End this process, if it was told to end here."""
    if _passes_left:
        for subject in subjects:
            _pass_by(place, subject)


def arm(points: str) -> None:
    """End this process at the first of these points that it comes to; none: at no point.

    Raises:
        ValueError: one of them is none.
    """
    parsed = parse(points)
    _passes_left.clear()
    _passes_left.update({(point.place, point.subject): point.passes for point in parsed})


def listen(descriptor: int, armed: Callable[[str], None]) -> None:
    """Arm what is written there, a line each time, for as long as the running loop lives.

    A line that was read is armed before anything else happens in this process; `armed` hears of it.
    """
    asyncio.get_running_loop().add_reader(descriptor, partial(_hear, descriptor, armed))


def _hear(descriptor: int, armed: Callable[[str], None]) -> None:
    lines = os.read(descriptor, 4096).decode().splitlines()
    if not lines:
        asyncio.get_running_loop().remove_reader(descriptor)
    for points in lines:
        arm(points)
        armed(points)


def _pass_by(place: Place, subject: str) -> None:
    left = _passes_left.get((place, subject))
    if left is None:
        return
    _passes_left[place, subject] = left - 1
    if left == 1:
        os.write(2, f'{{"crashed-at": "{place.value}:{subject}"}}\n'.encode())
        os.kill(os.getpid(), signal.SIGKILL)
