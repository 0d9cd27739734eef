"""What the supervisor knows of each part, and what it can do to it."""

import asyncio
import os
import signal
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress

from labs.runtime import State
from labs.supervising.errors import NoCrashPointError, NotReadyError, PartEndedError

FIRST_LOOK_S = 0.005
LONGEST_BETWEEN_LOOKS_S = 0.1

Listener = Callable[["ManagedPart"], None]
Children = Mapping[int, Sequence[int]]
"""Process -> those it made."""


class ManagedPart:
    """A server or service replica under supervision. Subclasses say how it starts."""

    kind = "server"

    def __init__(self, name: str, address: str, changed: Listener) -> None:
        self.name = name
        self.address = address
        self.state = State.DOWN
        self.restarts = 0
        self.reason = ""
        self.pid = 0
        self._changed = changed

    @property
    def runs(self) -> bool:
        """Whether its start succeeded and its end was not seen."""
        return self.state in {State.READY, State.UNREADY, State.PAUSED}

    def enter(self, state: State, reason: str = "") -> None:
        """Note a new state and tell the lab."""
        if (state, reason) != (self.state, self.reason):
            self.state, self.reason = state, reason
            self._changed(self)

    async def start(self, within_s: float) -> None:
        """Start it and return when it is ready.

        Raises:
            LabError: it ended or was not ready in time.
        """
        raise NotImplementedError

    async def look(self) -> None:
        """Note whether it can still do its work, where it can be asked."""

    def processes(self, children: Children) -> Sequence[int]:
        """Its processes: PostgreSQL has one for each connection, in groups of their own."""
        return with_descendants(self.pid, children) if self.pid else ()

    def kill(self) -> None:
        """End it at once."""
        self._signal(signal.SIGKILL)

    def pause(self) -> None:
        """Freeze every process of it."""
        if self.runs and self.state is not State.PAUSED:
            self._signal(signal.SIGSTOP)
            self.enter(State.PAUSED)

    def resume(self) -> None:
        """Let it go on."""
        if self.state is State.PAUSED:
            self._signal(signal.SIGCONT)
            self.enter(State.READY)

    async def arm(self, points: str) -> None:
        """Have it end itself at the first of these crash points; it will when this returns.

        Raises:
            NoCrashPointError: it has none of that name.
            NotArmedError: it is down or paused.
        """
        raise NoCrashPointError(self.name, points)

    def _signal(self, number: signal.Signals) -> None:
        for pid in self.processes(our_children()):
            with suppress(ProcessLookupError):
                os.kill(pid, number)


async def wait_until_ready(
    name: str,
    refusal: Callable[[], Awaitable[str | None]],
    ended: Callable[[], int | None],
    last_words: Callable[[], str],
    within_s: float,
    said: asyncio.Event | None = None,
) -> None:
    """Look again and again, less and less often, until nothing refuses; at once when it is said.

    Raises:
        PartEndedError: the process ended instead.
        NotReadyError: the time is up.
    """
    begin, pause = time.monotonic(), LONGEST_BETWEEN_LOOKS_S if said else FIRST_LOOK_S
    while (reason := await refusal()) is not None:
        status = ended()
        if status is not None:
            raise PartEndedError(name, status, last_words())
        waited_s = time.monotonic() - begin
        if waited_s > within_s:
            raise NotReadyError(name, waited_s, last_words() or reason)
        await _pause(pause, said)
        pause = min(pause * 1.5, LONGEST_BETWEEN_LOOKS_S)


async def _pause(longest_s: float, said: asyncio.Event | None) -> None:
    """Wait, no longer than until something is said that was not heard yet."""
    if said is None:
        await asyncio.sleep(longest_s)
        return
    with suppress(TimeoutError):
        await asyncio.wait_for(said.wait(), longest_s)
    said.clear()


def our_children() -> Children:
    """Who made whom, of all processes below us: one look at the machine, which is dear."""
    import psutil

    found = defaultdict(list)
    for child in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            found[child.ppid()].append(child.pid)
    return found


def with_descendants(pid: int, children: Children) -> Sequence[int]:
    """A process and all that descend from it."""
    found = [pid]
    for parent in found:
        found += children.get(parent, ())
    return found
