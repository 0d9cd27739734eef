"""Owning a lab that somebody else runs, an engine or a cluster: start, watch, leave nothing.

Standard output says how the start goes, a JSON line a step, and is closed once the lab is ready.
Until then standard input must stay open: when it closes, the starter is gone, and the lab ends.
"""

import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from labs.runtime import LabError, Progress
from labs.supervising.directories import LabDirectory
from labs.supervising.logs import bound
from labs.supervising.owner import Owner
from labs.supervising.reports import Fault, Report, let_go, say
from labs.supervising.state import write_state

WATCH_EVERY_S = 0.5


class Lab(Protocol):
    """What the one runtime's labs have that the other's have not."""

    def start(self, tell: Callable[[Progress], None], given_up: Callable[[], bool]) -> bool:
        """Return when every part is ready; False as soon as `given_up` says so.

        Raises:
            LabError: a part cannot get ready, or did not in time.
        """
        ...

    def keep(self) -> None:
        """Mend what ended of what this process runs for the lab; called every `WATCH_EVERY_S`."""
        ...

    def leave_nothing(self) -> None:
        """Take away all that runs, however far the start came.

        Raises:
            LabError: who runs it is away. The next start or stop of the lab takes what is left.
        """
        ...


class Term(Protocol):
    """How long a lab may last, as its plan says."""

    @property
    def owner(self) -> Owner | None:
        """Whose end ends the lab."""
        ...

    @property
    def ends_after_s(self) -> float:
        """When it ends by itself."""
        ...


class Supervision:
    """One lab from start to end."""

    def __init__(self, directory: LabDirectory, lab: Lab, term: Term) -> None:
        self._directory = directory
        self._lab = lab
        self._term = term
        self._end = threading.Event()
        self._starting = True

    def run(self) -> None:
        """Start, watch, remove; a start that fails is told once nothing is left of it."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: self._told_to_end())
        threading.Thread(target=self._listen_to_starter, daemon=True).start()
        write_state(self._directory, [])
        fault = None
        try:
            if self._start():
                self._watch()
        except LabError as error:
            fault = Fault(error.code, dict(error.params))
        except Exception as error:  # noqa: BLE001 - a traceback would go with the lab's log
            fault = Fault("failed", {"reason": str(error)})
        finally:
            self._leave_nothing()
        if fault is not None:
            say(Report(error=fault))

    def _start(self) -> bool:
        ready = self._lab.start(lambda step: say(Report(progress=step)), self._end.is_set)
        self._starting = False
        if ready:
            self._directory.came_up.touch()
            say(Report(ready=True))
            let_go(1)
        return ready

    def _watch(self) -> None:
        """Until someone ends it, its owner is gone, or its time is over."""
        begin, owner = time.monotonic(), self._term.owner
        while not self._end.wait(WATCH_EVERY_S):
            if time.monotonic() - begin > self._term.ends_after_s or (owner and not owner.alive()):
                return
            self._lab.keep()
            for log in self._directory.endless():
                bound(log)

    def _leave_nothing(self) -> None:
        try:
            with suppress(LabError):
                self._lab.leave_nothing()
        finally:
            self._directory.remove()

    def _told_to_end(self) -> None:
        # on a thread of its own: the one that is interrupted may hold the event's lock
        threading.Thread(target=self._end.set).start()

    def _listen_to_starter(self) -> None:
        if not os.read(0, 1) and self._starting:
            self._end.set()
